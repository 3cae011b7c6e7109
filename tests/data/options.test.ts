import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import * as data from '../../src/data';
import { tf } from '../../src/engine';
import { loose } from './helpers';

const rows = [{ a: 1 }, { a: 2 }, { a: 3 }];
const texts = ['the sea', 'the ship'];
/** Has folders with pictures. */
const PICTURES = path.join(__dirname, '..', '..', 'site');

/** Each function with a misspelled option, and the option that was meant. */
const CALLS: [keyof typeof data, (options: never) => unknown, string, string][] = [
  ['augmentImages', (o) => data.augmentImages(tf.ones([1, 2, 3, 1]), o), 'rotatee', 'rotate'],
  ['batches', (o) => data.batches(rows, o), 'batchsize', 'batchSize'],
  ['byteLevelTokenizer', (o) => data.byteLevelTokenizer(o), 'merge', 'merges'],
  ['bytePairTokenizer', (o) => data.bytePairTokenizer('a', o), 'vocabularySise', 'vocabularySize'],
  ['characterTokenizer', (o) => data.characterTokenizer('a', o), 'lowerCase', 'lowercase'],
  ['createVectorizer', (o) => data.createVectorizer(texts, o), 'minDocument', 'minDocuments'],
  ['createVocabulary', (o) => data.createVocabulary([texts], o), 'maxsize', 'maxSize'],
  ['csvTable', (o) => data.csvTable('a\n1', o), 'delimeter', 'delimiter'],
  ['featureEncoder', (o) => data.featureEncoder(rows, o), 'number', 'numbers'],
  ['findOverlap', (o) => data.findOverlap(rows, rows, o), 'colums', 'columns'],
  ['kFold', (o) => data.kFold(rows, o), 'shufle', 'shuffle'],
  ['languageModelWindows', (o) => data.languageModelWindows([1, 2, 3], o), 'lenght', 'length'],
  ['loadCars', (o) => data.loadCars(o), 'completed', 'complete'],
  ['loadCifar10', (o) => data.loadCifar10(o), 'validationsize', 'validationSize'],
  ['loadCompas', (o) => data.loadCompas(o), 'paht', 'path'],
  ['loadEmojiNames', (o) => data.loadEmojiNames(o), 'limits', 'limit'],
  ['loadEmojiPictures', (o) => data.loadEmojiPictures(o), 'vender', 'vendor'],
  ['loadFashionMnist', (o) => data.loadFashionMnist(o), 'limet', 'limit'],
  ['loadFilmSentences', (o) => data.loadFilmSentences(o), 'limt', 'limit'],
  ['loadImageFolder', (o) => data.loadImageFolder(PICTURES, o), 'sise', 'size'],
  ['loadImdb', (o) => data.loadImdb(o), 'verfy', 'verify'],
  ['loadMnist', (o) => data.loadMnist(o), 'limt', 'limit'],
  ['loadMobyDick', (o) => data.loadMobyDick(o), 'limits', 'limit'],
  ['loadMovieLens', (o) => data.loadMovieLens(o), 'pth', 'path'],
  ['loadNames', (o) => data.loadNames(o), 'Limit', 'limit'],
  ['loadPenguins', (o) => data.loadPenguins(o), 'compleet', 'complete'],
  ['loadPronunciations', (o) => data.loadPronunciations(o), 'maxlength', 'maxLength'],
  ['loadSpam', (o) => data.loadSpam(o), 'limit_', 'limit'],
  ['loadSpokenDigits', (o) => data.loadSpokenDigits(o), 'paht', 'path'],
  ['loadWordVectors', (o) => data.loadWordVectors(o), 'Path', 'path'],
  ['makeLine', (o) => data.makeLine(o), 'intersept', 'intercept'],
  ['makeMoons', (o) => data.makeMoons(o), 'example', 'examples'],
  ['makeSpiral', (o) => data.makeSpiral(o), 'turn', 'turns'],
  ['padSequences', (o) => data.padSequences([[1]], o), 'maxLenght', 'maxLength'],
  ['parseDates', (o) => data.parseDates(['1/2/2020'], o), 'ordr', 'order'],
  ['parseCsv', (o) => data.parseCsv('a\n1', o), 'thousand', 'thousands'],
  ['readImages', (o) => data.readImages([], o), 'fits', 'fit'],
  ['sampleWindows', (o) => data.sampleWindows([1, 2, 3], o), 'cuont', 'count'],
  ['split', (o) => data.split(rows, o), 'testsize', 'testSize'],
  ['splitIndices', (o) => data.splitIndices(rows, o), 'stratifyby', 'stratifyBy'],
  ['splitWords', (o) => data.splitWords('a', o), 'lower_case', 'lowercase'],
  ['standardScaler', (o) => data.standardScaler([1], o), 'column', 'columns'],
  ['table', (o) => data.table(rows, o), 'digit', 'digits'],
  ['timeWindows', (o) => data.timeWindows([1, 2, 3], o), 'inputStep', 'inputSteps'],
  ['trainTestSplit', (o) => data.trainTestSplit(rows, o), 'timeordered', 'timeOrdered'],
  ['wordTokenizer', (o) => data.wordTokenizer('a', o), 'mincount', 'minCount'],
];

for (const [name, call, wrong, meant] of CALLS)
  test(`${name} refuses the option ${wrong} and names ${meant}`, async () => {
    await assert.rejects(
      async () => call(loose({ [wrong]: undefined })),
      (error) =>
        error instanceof RangeError &&
        error.message.includes(`got "${wrong}"; did you mean ${meant}?`) &&
        /^\w+: expected options among /.test(error.message),
    );
  });

test('every function of data with options is in this list', () => {
  const listed = new Set<string>(CALLS.map(([name]) => name));
  const others = Object.entries(data)
    .filter(([name, value]) => typeof value === 'function' && !listed.has(name))
    .map(([name]) => name);
  assert.deepEqual(others.sort(), [
    ...[
      'bigramCounts',
      'countTokens',
      'dequantizeQ4_0',
      'dequantizeQ4_1',
      'dequantizeQ8_0',
      'describeColumns',
      'encodeImage',
      'featureEncoderFromJSON',
      'frameToTensor',
      'fromFrame',
      'ggufTokenizer',
      'hdf5Bytes',
      'listImageFolder',
      'loadBreastCancer',
      'loadDigitRecordings',
      'loadSeattleWeather',
      'oneHot',
    ],
    ...[
      'readGguf',
      'readHdf5',
      'readSafetensors',
      'readTorchLegacy',
      'readWav',
      'scalerFromJSON',
      'take',
      'toFrame',
    ],
    ...['tokenizerFromJSON', 'vocabularyFromJSON', 'wordPieceTokenizer', 'writeSafetensors'],
  ]);
});
