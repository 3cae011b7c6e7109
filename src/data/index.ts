/** Data sets, splits, scaling, text and images: everything between a file and a batch. */
export { augmentImages, type AugmentOptions } from './augment';
export { batches, oneHot, type BatchOptions } from './batches';
export { bytePairTokenizer, tokenizerFromJSON, type BytePairOptions } from './byte-pair';
export { loadCifar10, type FetchedImageOptions } from './cifar10';
export * from './corpora';
export { parseCsv, type Cell } from './csv';
export { frameToTensor, fromFrame, toFrame, type FrameLike } from './frames';
export { loadImdb, type ImdbOptions } from './imdb';
export { kFold, type Fold, type KFoldOptions } from './kfold';
export { loadMnist, type ImageDataset, type MnistOptions } from './mnist';
export { bigramCounts, countNgrams } from './ngrams';
export { take, type Part, type Parts } from './parts';
export * from './scale';
export {
  languageModelWindows,
  padSequences,
  sampleWindows,
  timeWindows,
  type PadOptions,
  type WindowOptions,
} from './sequences';
export { split, splitIndices, trainTestSplit, type Labels, type SplitOptions } from './split';
export * from './synthetic';
export { table, type DisplayTable, type TableOptions } from './table';
export * from './tables';
export {
  characterTokenizer,
  splitWords,
  wordTokenizer,
  type CharacterTokenizerOptions,
  type Tokenizer,
  type TokenizerState,
  type WordTokenizerOptions,
} from './tokenizers';
export { createVectorizer, type Vectorizer, type VectorizerOptions } from './vectorizer';
export {
  countTokens,
  createVocabulary,
  vocabularyFromJSON,
  type Vocabulary,
  type VocabularyOptions,
  type VocabularyState,
} from './vocabulary';
