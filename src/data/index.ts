/** Data sets, splits, scaling, text and images: everything between a file and a batch. */
export { augmentImages, type AugmentOptions } from './augment';
export { batches, oneHot, type BatchOptions } from './batches';
export { bigramCounts } from './bigrams';
export { loadBreastCancer, type NucleusMeasurements, type Tumor } from './breast-cancer';
export {
  byteLevelTokenizer,
  type ByteLevelOptions,
  type ByteLevelTokenizer,
  type EncodeOptions,
} from './byte-level';
export { bytePairTokenizer, tokenizerFromJSON, type BytePairOptions } from './byte-pair';
export { loadCifar10, type FetchedImageOptions } from './cifar10';
export { loadCompas, type CompasOptions, type Defendant } from './compas';
export * from './corpora';
export {
  csvTable,
  MISSING_FIELDS,
  parseCsv,
  type Cell,
  type CsvOptions,
  type CsvTable,
} from './csv';
export { type CsvColumn, type FieldCount } from './csv-columns';
export { parseDates, type DateOptions, type DateOrder } from './dates';
export { describeColumns, type ColumnReport } from './describe-columns';
export {
  loadEmojiNames,
  loadEmojiPictures,
  type EmojiNamesOptions,
  type EmojiPicturesOptions,
  type EmojiVendor,
} from './emoji';
export { FASHION_CLASSES, loadFashionMnist, type FashionMnistOptions } from './fashion-mnist';
export {
  featureEncoder,
  featureEncoderFromJSON,
  type CategoryFeature,
  type Feature,
  type FeatureEncoder,
  type FeatureEncoderState,
  type FeatureOptions,
  type NumberFeature,
} from './features';
export {
  loadFilmSentences,
  type FilmPart,
  type FilmSentences,
  type FilmSentencesOptions,
} from './film-sentences';
export * from './formats';
export { frameToTensor, fromFrame, toFrame, type FrameLike } from './frames';
export { ggufTokenizer } from './gguf-tokenizer';
export { type ImageDataset } from './image-dataset';
export {
  encodeImage,
  listImageFolder,
  loadImageFolder,
  readImages,
  type Fit,
  type ImageFile,
  type ImageFolder,
  type ImageFormat,
  type ImageOptions,
  type LabeledImages,
  type RefusedFile,
} from './images';
export { loadImdb, type ImdbOptions } from './imdb';
export { kFold, type Fold, type KFoldOptions } from './kfold';
export { type Labels } from './labels';
export { loadMnist, type MnistOptions } from './mnist';
export {
  loadMovieLens,
  type Film,
  type MovieLens,
  type MovieLensOptions,
  type Rating,
} from './movie-lens';
export { findOverlap, type OverlapOptions, type SharedRow } from './overlap';
export { padSequences, type PadOptions } from './padding';
export { take, type Part, type Parts } from './parts';
export * from './scale';
export { languageModelWindows, sampleWindows, timeWindows, type WindowOptions } from './sequences';
export { table, type DisplayTable, type TableOptions } from './show-table';
export {
  loadDigitRecordings,
  loadSpokenDigits,
  type DigitRecording,
  type SpokenDigitsOptions,
  type Utterance,
} from './speech';
export { split, splitIndices, trainTestSplit, type SplitOptions } from './split';
export * from './synthetic';
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
export { readWav, type Sound } from './wav';
export {
  loadWordVectors,
  type AssociationTest,
  type WordList,
  type WordVectors,
  type WordVectorsOptions,
} from './word-vectors';
export { wordPieceTokenizer, type SentenceOptions, type WordPieceTokenizer } from './word-piece';
