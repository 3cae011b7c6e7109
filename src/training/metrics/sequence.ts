/** Metrics of texts and token sequences. */
import { checkPairs } from './inputs';

/** A text, compared by character, or a list of tokens. */
export type Sequence = string | readonly (string | number)[];

/** Tokens of a sequence. @throws TypeError if it is none. */
function tokens(caller: string, sequence: unknown): readonly (string | number)[] {
  // Spread by code point: an emoji is one character, not two.
  if (typeof sequence === 'string') return [...sequence];
  const list: unknown[] = Array.isArray(sequence) ? sequence : [undefined];
  const found = list.filter(
    (token): token is string | number =>
      typeof token === 'string' || (typeof token === 'number' && !Number.isNaN(token)),
  );
  if (found.length === list.length) return found;
  throw new TypeError(
    `metrics.${caller}: expected texts or lists of tokens; got ${Array.isArray(sequence) ? 'a list with other values' : String(sequence)}; ` +
      'pass strings, or arrays of strings or numbers.',
  );
}

/** Tokens of two sequences. @throws TypeError if one holds texts and the other numbers, which never agree. */
function tokenPair(
  caller: string,
  a: unknown,
  b: unknown,
): [readonly (string | number)[], readonly (string | number)[]] {
  const pair: ReturnType<typeof tokenPair> = [tokens(caller, a), tokens(caller, b)];
  const kinds = new Set(pair.flat().map((token) => typeof token));
  if (kinds.size < 2) return pair;
  throw new TypeError(
    `metrics.${caller}: expected tokens of one kind; got texts and numbers, which never agree; ` +
      'convert one of them, e.g. with tokens.map(String).',
  );
}

function checkSequences(caller: string, a: readonly Sequence[], b: readonly Sequence[]): void {
  if (!Array.isArray(a) || !Array.isArray(b)) {
    throw new TypeError(
      `metrics.${caller}: expected two lists of sequences; got ${typeof a} and ${typeof b}; ` +
        'put a single pair into lists.',
    );
  }
  checkPairs(caller, a, b);
}

/**
 * Share of sequences that are reproduced exactly.
 *
 * @param yTrue texts or lists of tokens, as many as `yPred`
 * @param yPred texts or lists of tokens
 * @returns a number from 0 to 1
 * @throws TypeError for other values, or tokens that are texts on one side and numbers on the other;
 *   RangeError for unequal numbers of sequences.
 * @example
 * metrics.exactMatch(['two', 'six'], ['two', 'sex']); // 0.5
 */
export function exactMatch(yTrue: readonly Sequence[], yPred: readonly Sequence[]): number {
  checkSequences('exactMatch', yTrue, yPred);
  const hits = yTrue.filter((truth, i) => {
    const [a, b] = tokenPair('exactMatch', truth, yPred[i]);
    return a.length === b.length && a.every((token, k) => token === b[k]);
  });
  return hits.length / yTrue.length;
}

/**
 * Edit distance: the fewest insertions, deletions and substitutions that turn `a` into `b`.
 *
 * @param a a text, compared by character, or a list of tokens
 * @param b likewise
 * @returns a whole number ≥ 0
 * @throws TypeError for other values, or tokens that are texts on one side and numbers on the other.
 * @see Wagner & Fischer 1974. https://doi.org/10.1145/321796.321811
 * @example
 * metrics.editDistance('kitten', 'sitting'); // 3
 */
export function editDistance(a: Sequence, b: Sequence): number {
  return distance(...tokenPair('editDistance', a, b));
}

function distance(from: readonly (string | number)[], to: readonly (string | number)[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (const [i, token] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries()) {
      const substitute = (row[j] ?? 0) + (token === other ? 0 : 1);
      next.push(Math.min(substitute, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/**
 * Token error rate: all edits needed, divided by all tokens of the references. Characters, words or
 * phonemes, whichever the sequences hold. May exceed 1.
 *
 * @param yTrue references: texts or lists of tokens
 * @param yPred texts or lists of tokens, as many
 * @returns a number ≥ 0
 * @throws TypeError for other values, or tokens that are texts on one side and numbers on the other;
 *   RangeError if the references hold no token.
 * @see Morris, Maier & Green 2004, eq. 1. https://doi.org/10.21437/Interspeech.2004-668
 * @example
 * metrics.tokenErrorRate(['kitten', 'abcd'], ['sitting', 'abcd']); // 0.3
 */
export function tokenErrorRate(yTrue: readonly Sequence[], yPred: readonly Sequence[]): number {
  checkSequences('tokenErrorRate', yTrue, yPred);
  let [edits, length] = [0, 0];
  for (const [i, truth] of yTrue.entries()) {
    const pair = tokenPair('tokenErrorRate', truth, yPred[i]);
    edits += distance(...pair);
    length += pair[0].length;
  }
  if (length > 0) return edits / length;
  throw new RangeError(
    'metrics.tokenErrorRate: expected references with at least one token; got none; ' +
      'check how they were tokenized.',
  );
}
