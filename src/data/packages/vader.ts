/** The package `vaderSentiment`: sentences rated by people, and a lexicon of moods. */
import type { PinnedPackage } from './pinned';

/** vaderSentiment 3.3.2, MIT, as sources: the wheel leaves the ratings out. */
export const VADER: PinnedPackage<'ratings.tar.gz' | 'lexicon.txt'> = {
  registry: 'PyPI',
  isSource: true,
  name: 'vaderSentiment',
  version: '3.3.2',
  archiveBytes: 2_466_783,
  sha256: '5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9',
  files: {
    'ratings.tar.gz': {
      entry: 'vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz',
      bytes: 2338514,
      sha256: 'd5bb07d87474b3eb8d30b4deccbc23f19d742a6c5718fbacc65485b70b95c5fa',
    },
    'lexicon.txt': {
      entry: 'vaderSentiment-3.3.2/vaderSentiment/vader_lexicon.txt',
      bytes: 434_304,
      sha256: '1ec9c6e9ee19aade328f8beb393a6afa71a5bb3acf7d3cc22d4ef568df374bf5',
    },
  },
  without: 'everything that needs no film sentences works without it',
};
