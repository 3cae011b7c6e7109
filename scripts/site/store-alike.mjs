/**
 * `node scripts/site/store-alike.mjs`: a small static copy of MiniLM for the demo "Which sentences are alike?", and
 * MiniLM's own cosines, with which the test compares it. Takes about five minutes of two cores.
 *
 * Every piece of the vocabulary goes through MiniLM alone; the mean of the pieces is taken off, and each is weighted by
 * Zipf's law. One linear map, fitted on sentences of the course's texts, brings the sum of a sentence's pieces to
 * MiniLM's vector of the sentence; four bits remain of each number.
 *
 * @see Tulkens, van Dongen 2024, Model2Vec, which takes PCA where this takes the map. https://github.com/MinishLab/model2vec
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { at } from '../setup/paths.mjs';
import { leadingDirections, ridge } from './linear-map.mjs';

/** @typedef {import('../../src/dist/index.js').tf.Tensor2D} Matrix */
/** @typedef {import('../../src/dist/index.js').MiniLm} MiniLm */
/** @typedef {import('../../site/demos/alike/vectors.js').StoredPieces} StoredPieces */

const PRESETS = {
  'The same thing in other words': [
    'A whale surfaced beside the ship.',
    'The boat met a huge sea animal.',
    'I like this film.',
    'The movie pleases me.',
    'Interest rates went up again.',
    'The bank charges more for loans.',
  ],
  'Lost: the order of the words': [
    'The dog bites the man.',
    'The man bites the dog.',
    'A dog has bitten somebody.',
    'The man is eating his lunch.',
  ],
  'Lost: the context of a word': [
    'We sat on the bank of the river.',
    'I went to the bank to deposit money.',
    'The stream flows past our garden.',
    'Our loan has a low interest rate.',
  ],
  'A small word: not': [
    'The water is warm.',
    'The water is not warm.',
    'The water has a pleasant temperature.',
    'The train arrived on time.',
    'The train did not arrive on time.',
    'The train was punctual.',
  ],
  'From invented news': [
    'A fire in a barn near Hollow Creek has destroyed 90 tons of hay.',
    'The farmer had brought his 35 cows outside in time.',
    'The football club of Quill has hired a new coach.',
    'Quill lost its last nine games and is at the bottom of the table.',
    'Heavy rain has flooded the cellar of the Museum of Clocks in Drell.',
    'Researchers in Tavin have found a beetle that nobody had described before.',
  ],
};
/** Without vectors, but the tokenizer needs them. */
const SPECIAL = ['[UNK]', '[CLS]', '[SEP]'];
/** Pieces of English: other letters and signs are left out. */
const KEPT = /^(##)?[a-z]+$|^(?!\[.+\]$)[!-~]+$/;
/** Number of "the", with which the words begin, sorted by frequency. Before it come single characters. */
const FIRST_WORD = 1996;
const DIMENSIONS = 96;
/** Of the ridge regression. */
const LAMBDA = 1;
/** Sentences of each text that the map is fitted on. */
const NOVEL = 5000;
const MAILS = 8000;
/** Emoji names that the test compares. */
const NAMES = 80;

const require = createRequire(import.meta.url);
/** @type {typeof import('../../src/dist/index.js')} */
const { loadEmojiNames, loadMiniLm, loadMobyDick, loadSpam, ready, tf } = require('dlts');

/** Sentences of 20 to 140 characters, as far as full stops tell. */
const sentencesOf = (/** @type {string} */ text) =>
  text.replace(/\s+/g, ' ').match(/[A-Z][^.?!]{20,140}[.?!]/g) ?? [];

/** `count` of the items, evenly spread. @param {string[]} items @param {number} count */
const spread = (items, count) =>
  items.filter((_, i) => Math.floor((i * count) / items.length) !== Math.floor(((i - 1) * count) / items.length)); // prettier-ignore

/** Sentences of the training parts of the course's texts. */
async function trainingSentences() {
  const novel = sentencesOf((await loadMobyDick()).train);
  const mails = (await loadSpam()).train.x.flatMap(sentencesOf);
  const plain = mails.filter((text) => !/EMAIL|URL|PHONE/.test(text));
  const names = (await loadEmojiNames()).train.x;
  return [...spread(novel, NOVEL), ...spread([...new Set(plain)], MAILS), ...names];
}

/** Numbers of the pieces that are stored, in the order of the vocabulary. @param {readonly string[]} tokens */
const keptPieces = (tokens) => [...tokens.keys()].filter((id) => KEPT.test(tokens[id] ?? ''));

/** Zipf: the logarithm of a word's place in the list by frequency. */
const weightOf = (/** @type {number} */ id) => Math.log(1 + Math.max(1, id - FIRST_WORD + 1));

const unit = (/** @type {Matrix} */ x) =>
  tf.tidy(() => /** @type {Matrix} */ (x.div(x.norm(2, 1, true).maximum(1e-12))));

/**
 * "[CLS] piece [SEP]" of each piece through MiniLM, centered and weighted.
 *
 * @param {MiniLm} miniLm
 * @param {number[]} ids
 * @returns {Matrix} `[pieces, 384]`
 */
function pieceVectors({ model, tokenizer }, ids) {
  const [begin, end] = [tokenizer.tokenId('[CLS]'), tokenizer.tokenId('[SEP]')];
  return tf.tidy(() => {
    const tokens = tf.tensor2d(ids.map((id) => [begin, id, end]), undefined, 'int32'); // prettier-ignore
    const alone = unit(/** @type {Matrix} */ (model.predict(tokens, { batchSize: 256 })));
    return alone.sub(alone.mean(0)).mul(tf.tensor2d(ids.map((id) => [weightOf(id)])));
  });
}

/**
 * The sum of the pieces of each sentence, divided by its length.
 *
 * @param {Matrix} pieces
 * @param {number[][]} sentences rows of `pieces`
 * @returns {Matrix}
 */
function sums(pieces, sentences) {
  const vectors = sentences.map((rows) =>
    tf.tidy(() => tf.gather(pieces, tf.tensor1d(rows, 'int32')).sum(0)),
  );
  const all = tf.tidy(() => unit(/** @type {Matrix} */ (tf.stack(vectors))));
  tf.dispose(vectors);
  return all;
}

/** xᵀy as rows of numbers. @param {Matrix} x @param {Matrix} y @returns {number[][]} */
const product = (x, y) => tf.tidy(() => /** @type {Matrix} */ (tf.matMul(x, y, true)).arraySync());

/**
 * From the sum of pieces to the directions in which MiniLM's vectors of sentences differ most.
 *
 * @param {Matrix} from `[N, 384]`
 * @param {Matrix} to `[N, 384]`
 * @returns {Matrix} `[384, DIMENSIONS]`
 */
function fittedMap(from, to) {
  const map = tf.tensor2d(ridge(product(from, from), product(from, to), LAMBDA));
  return tf.tidy(() => {
    const fitted = /** @type {Matrix} */ (tf.matMul(from, map));
    const directions = tf.tensor2d(leadingDirections(product(fitted, fitted), DIMENSIONS));
    return tf.matMul(map, directions, false, true);
  });
}

/**
 * A byte for the largest number of each row, and four bits for each number.
 *
 * @param {number[][]} rows
 */
function packed(rows) {
  const largest = rows.map((row) => Math.max(...row.map(Math.abs)));
  const most = Math.max(...largest);
  const scales = largest.map((value) => Math.round((255 * value) / most));
  const codes = rows.flatMap((row, i) =>
    row.map((value) => Math.round(7.5 + (7.5 * value) / (largest[i] || 1))),
  );
  const bytes = Uint8Array.from({ length: codes.length / 2 }, (_, i) => (codes[2 * i] ?? 0) + 16 * (codes[2 * i + 1] ?? 0)); // prettier-ignore
  const base64 = (/** @type {Uint8Array} */ of) => Buffer.from(of).toString('base64');
  return { scales: base64(Uint8Array.from(scales)), codes: base64(bytes) };
}

/** The file of the demo. @param {MiniLm} miniLm @returns {Promise<StoredPieces>} */
async function smallCopy(miniLm) {
  const { tokens, encode } = miniLm.tokenizer;
  const ids = keptPieces(tokens);
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const rowsOf = (/** @type {string} */ text) => encode(text).flatMap((id) => rowOf.get(id) ?? []);
  const pieces = pieceVectors(miniLm, ids);
  console.log(`${ids.length} pieces; now the sentences`);
  const texts = (await trainingSentences()).filter((text) => rowsOf(text).length > 0);
  const map = fittedMap(sums(pieces, texts.map(rowsOf)), await miniLm.embed(texts));
  console.log(`a map fitted on ${texts.length} sentences`);
  const rows = /** @type {number[][]} */ (await tf.matMul(pieces, map).array());
  const nothing = SPECIAL.map(() => new Array(DIMENSIONS).fill(0));
  return {
    about: 'A static copy of all-MiniLM-L6-v2 (Apache-2.0); made by scripts/site/store-alike.mjs.',
    tokens: [...SPECIAL, ...ids.map((id) => tokens[id])].join('\n'),
    dimensions: DIMENSIONS,
    ...packed([...nothing, ...rows]),
    presets: await presets(miniLm),
  };
}

/** MiniLM's cosines of all pairs, in units of 1 / `parts`. @param {MiniLm} miniLm @param {string[]} texts @param {number} parts */
async function ownCosines(miniLm, texts, parts) {
  const vectors = await miniLm.embed(texts);
  const table = /** @type {number[][]} */ (await tf.matMul(vectors, vectors, false, true).array());
  return table.flatMap((row, i) => row.slice(i + 1).map((value) => Math.round(parts * value)));
}

/** @param {MiniLm} miniLm */
async function presets(miniLm) {
  const all = [];
  for (const [label, sentences] of Object.entries(PRESETS))
    all.push({ label, sentences, hundredths: await ownCosines(miniLm, sentences, 100) });
  return all;
}

/** Texts that the map was not fitted on, with MiniLM's cosines in thousandths. @param {MiniLm} miniLm */
async function heldOut(miniLm) {
  const { news } = JSON.parse(fs.readFileSync(at('data', 'short-news.json'), 'utf8'));
  const sentences = news.flatMap((/** @type {string} */ text) => text.split(/(?<=[.?!]) /));
  const names = (await loadEmojiNames()).test.x.slice(0, NAMES);
  const set = async (/** @type {string} */ name, /** @type {string[]} */ texts) => {
    return { name, texts, thousandths: await ownCosines(miniLm, texts, 1000) };
  };
  return [await set('sentences of invented news', sentences), await set('emoji names', names)];
}

/** @param {string} file @param {unknown} content */
function write(file, content) {
  fs.writeFileSync(file, `${JSON.stringify(content)}\n`);
  console.log(`${file}: ${Math.round(fs.statSync(file).size / 1000)} kB`);
}

await ready();
const miniLm = await loadMiniLm();
write(at('tests', 'fixtures', 'alike.json'), await heldOut(miniLm));
write(at('notebooks', 'models', 'alike.json'), await smallCopy(miniLm));
