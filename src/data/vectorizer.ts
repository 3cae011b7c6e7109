/** Texts as rows of word counts: the bag of words, the baseline of text classification. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { splitWords } from './tokenizers';

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

function checkOptions(texts: readonly string[], counts: Record<string, number>): void {
  if (texts.length === 0)
    throw new RangeError(
      'createVectorizer: expected at least one text; got none; check that the texts were read.',
    );
  for (const [name, count] of Object.entries(counts))
    if (!(count >= 1) || (Number.isFinite(count) && !Number.isInteger(count)))
      throw new RangeError(
        `createVectorizer: expected ${name} to be a whole number ≥ 1; got ${count}; for example 1.`,
      );
}

/**
 * Learns the terms of the training texts, and how rare they are.
 *
 * TF-IDF is the count times ln((1 + N) / (1 + texts with the term)) + 1, each row then divided by its length.
 *
 * @param texts texts of the training part.
 * @throws RangeError if there are no texts, no term is frequent enough, or an option is out of range.
 * @see Manning, Raghavan, Schütze 2008, Introduction to Information Retrieval, section 6.2
 */
export function createVectorizer(
  texts: readonly string[],
  {
    kind = 'tfidf',
    maxFeatures = 5000,
    minDocuments = 2,
    ngrams = 1,
    tokenize = wordsOnly,
  }: VectorizerOptions = {},
): Vectorizer {
  checkOptions(texts, { maxFeatures, minDocuments, ngrams });
  const documents = new Map<string, number>();
  for (const text of texts)
    for (const term of new Set(termsOf(tokenize(text), ngrams)))
      documents.set(term, (documents.get(term) ?? 0) + 1);
  const kept = [...documents]
    .filter(([, count]) => count >= minDocuments)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, maxFeatures);
  if (kept.length === 0)
    throw new RangeError(
      `createVectorizer: expected some terms in ${minDocuments} texts or more; got none; lower minDocuments.`,
    );
  const terms = kept.map(([term]) => term);
  const weights = kept.map(([, count]) =>
    kind === 'tfidf' ? Math.log((1 + texts.length) / (1 + count)) + 1 : 1,
  );
  const columns = new Map(terms.map((term, column) => [term, column]));

  const fill = (row: Float32Array, text: string): void => {
    for (const term of termsOf(tokenize(text), ngrams)) {
      const column = columns.get(term);
      if (column !== undefined) row[column] = kind === 'binary' ? 1 : itemAt(row, column) + 1;
    }
    if (kind !== 'tfidf') return;
    let squares = 0;
    for (let column = 0; column < row.length; column++) {
      const value = itemAt(row, column) * itemAt(weights, column);
      row[column] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares) || 1;
    for (let column = 0; column < row.length; column++) row[column] = itemAt(row, column) / length;
  };
  return {
    terms,
    weights,
    transform: (list) => {
      if (list.length === 0)
        throw new RangeError(
          'transform: expected at least one text; got none; check that the texts were read.',
        );
      const values = new Float32Array(list.length * terms.length);
      list.forEach((text, row) =>
        fill(values.subarray(row * terms.length, (row + 1) * terms.length), text),
      );
      return tf.tensor2d(values, [list.length, terms.length]);
    },
  };
}
