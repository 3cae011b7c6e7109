/** Texts as rows of word counts: the bag of words, the baseline of text classification. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { checkTexts, splitWords } from './tokenizers';

export interface VectorizerOptions {
  /** Counts, presence (0 or 1), or counts weighted by rarity (TF-IDF). Defaults to 'tfidf'. */
  kind?: 'count' | 'binary' | 'tfidf';
  /** Most terms to keep; those in most texts stay. Defaults to 5,000. */
  maxFeatures?: number;
  /** Fewest texts that a term must be in. Defaults to 2. */
  minDocuments?: number;
  /** Longest run of words that counts as a term: 1 for words, 2 for words and pairs. Defaults to 1. */
  ngrams?: number;
  /** How a text becomes words. Defaults to words in small letters, without punctuation. */
  tokenize?: (text: string) => string[];
}

/** Turns texts into rows of numbers, one column a term. */
export interface Vectorizer {
  /** The term of each column. */
  readonly terms: readonly string[];
  /** Weight of each column: the inverse document frequency, or 1. */
  readonly weights: readonly number[];
  /**
   * One row for each text: `[N, terms]` float32. TF-IDF rows have length 1, or 0 if no term is known.
   *
   * @returns a new tensor; the caller disposes it. It takes 4 bytes for each text and term.
   * @throws RangeError if there are no texts.
   */
  transform(texts: readonly string[]): tf.Tensor2D;
}

const wordsOnly = (text: string): string[] =>
  splitWords(text).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** Words, and runs of up to `longest` words joined by spaces. */
function termsOf(words: string[], longest: number): string[] {
  const terms = [...words];
  for (let length = 2; length <= longest; length++)
    for (let at = 0; at + length <= words.length; at++)
      terms.push(words.slice(at, at + length).join(' '));
  return terms;
}

function checkList(caller: string, texts: readonly string[]): void {
  if (!Array.isArray(texts))
    throw new TypeError(`${caller}: expected a list of texts; got ${typeof texts}; pass [text].`);
  if (texts.length === 0)
    throw new RangeError(
      `${caller}: expected at least one text; got none; check that the texts were read.`,
    );
  checkTexts(caller, texts);
}

const OPTIONS = {
  kind: true,
  maxFeatures: true,
  minDocuments: true,
  ngrams: true,
  tokenize: true,
} satisfies Record<keyof VectorizerOptions, true>;

/** The terms that the most texts hold, with the number of those texts; equal ones in alphabetical order. */
function frequentTerms(
  documents: Iterable<Iterable<string>>,
  minDocuments: number,
  maxFeatures: number,
): [string, number][] {
  const counts = new Map<string, number>();
  for (const terms of documents)
    for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= minDocuments)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, maxFeatures);
  if (kept.length > 0) return kept;
  throw new RangeError(
    `createVectorizer: expected some terms in ${minDocuments} texts or more; got none; lower minDocuments.`,
  );
}

/** Weighs the counts of a row, and divides them by their length. */
function weighRow(row: Float32Array, weights: readonly number[]): void {
  let squares = 0;
  for (let column = 0; column < row.length; column++) {
    const value = itemAt(row, column) * itemAt(weights, column);
    row[column] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  for (let column = 0; column < row.length; column++) row[column] = itemAt(row, column) / length;
}

/**
 * Learns the terms of the training texts, and how rare they are.
 *
 * TF-IDF is the count times ln((1 + N) / (1 + texts with the term)) + 1, each row then divided by its length.
 *
 * @param texts   N texts of the training part.
 * @param options kind of the numbers, which terms to keep.
 * @returns a vectorizer, whose `transform` gives `[texts, terms]` float32; the caller disposes that.
 * @throws RangeError if there are no texts, no term is frequent enough, or an option is out of range; TypeError if a
 *   text is no text.
 * @see Manning, Raghavan, Schütze 2008, Introduction to Information Retrieval, section 6.2
 * @example
 * const vectorizer = createVectorizer(['a whale, a whale', 'a ship'], { kind: 'count', minDocuments: 1 });
 * vectorizer.terms; // [ 'a', 'ship', 'whale' ]
 * vectorizer.transform(['the whale and the whale']); // [[0, 0, 2]]
 */
export function createVectorizer(
  texts: readonly string[],
  options: VectorizerOptions = {},
): Vectorizer {
  checkOptions('createVectorizer', options, OPTIONS);
  const { kind = 'tfidf', maxFeatures = 5000, minDocuments = 2, ngrams = 1 } = options;
  const { tokenize = wordsOnly } = options;
  checkList('createVectorizer', texts);
  if (maxFeatures !== Infinity) checkWholeNumber('createVectorizer', 'maxFeatures', maxFeatures);
  checkWholeNumber('createVectorizer', 'minDocuments', minDocuments);
  checkWholeNumber('createVectorizer', 'ngrams', ngrams);
  const split = (text: string) => termsOf(tokenize(text), ngrams);
  const kept = frequentTerms(texts.map(split), minDocuments, maxFeatures);
  const terms = kept.map(([term]) => term);
  const weights = kept.map(([, count]) =>
    kind === 'tfidf' ? Math.log((1 + texts.length) / (1 + count)) + 1 : 1,
  );
  const columns = new Map(terms.map((term, column) => [term, column]));

  const fill = (row: Float32Array, text: string): void => {
    for (const term of split(text)) {
      const column = columns.get(term);
      if (column !== undefined) row[column] = kind === 'binary' ? 1 : itemAt(row, column) + 1;
    }
    if (kind === 'tfidf') weighRow(row, weights);
  };
  return {
    terms,
    weights,
    transform: (list) => {
      checkList('transform', list);
      const values = new Float32Array(list.length * terms.length);
      list.forEach((text, row) =>
        fill(values.subarray(row * terms.length, (row + 1) * terms.length), text),
      );
      return tf.tensor2d(values, [list.length, terms.length]);
    },
  };
}
