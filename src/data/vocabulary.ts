/** Numbers for tokens. */
import { checkOptions } from '../host/options';

/** A fixed list of tokens and their numbers. */
export interface Vocabulary {
  /** Number of tokens, special ones included. */
  readonly size: number;
  /** Token of each number. */
  readonly tokens: readonly string[];
  /** Token for whatever is not in the list, if there is one. */
  readonly unknownToken: string | null;
  /**
   * Number of a token; the unknown token's for one that is not in the list.
   *
   * @throws RangeError if it is not in the list and there is no unknown token.
   */
  indexOf(token: string): number;
  /** Whether the token is in the list. */
  has(token: string): boolean;
  /** Numbers of tokens. */
  encode(tokens: Iterable<string>): number[];
  /**
   * Tokens of numbers.
   *
   * @throws RangeError if a number is outside [0, size).
   */
  decode(ids: ArrayLike<number>): string[];
  /** A plain object for `JSON.stringify`; `vocabularyFromJSON` reads it back. */
  toJSON(): VocabularyState;
}

/** What a vocabulary remembers; plain JSON. */
export interface VocabularyState {
  tokens: string[];
  unknownToken: string | null;
}

export interface VocabularyOptions {
  /** Most tokens to keep, special ones included; the most frequent stay. Defaults to all. */
  maxSize?: number;
  /** Fewest occurrences of a token to keep. Defaults to 1. */
  minCount?: number;
  /** Tokens placed first, in this order. Defaults to ['<pad>', '<unk>'], so that padding is 0. */
  specialTokens?: string[];
  /** Which special token stands for unknown ones; `null` for none. Defaults to '<unk>' if it is special. */
  unknownToken?: string | null;
}

/** Keys of {@link VocabularyOptions}. */
export const VOCABULARY_OPTIONS = {
  maxSize: true,
  minCount: true,
  specialTokens: true,
  unknownToken: true,
} satisfies Record<keyof VocabularyOptions, true>;

/** A number or `true` as a token would have a number of its own beside the text that looks the same. */
function checkToken(caller: string, token: unknown): void {
  if (typeof token === 'string') return;
  throw new TypeError(
    `${caller}: expected tokens that are strings; got ${JSON.stringify(token) ?? 'undefined'}; ` +
      'turn each into a string: String(token).',
  );
}

/**
 * How often each token occurs, most frequent first; equally frequent ones in alphabetical order.
 *
 * @param sequences lists of tokens.
 * @returns the count of each token.
 * @throws TypeError if a token is no string.
 * @example
 * [...countTokens([['b', 'a'], ['b']])]; // [ [ 'b', 2 ], [ 'a', 1 ] ]
 */
export function countTokens(sequences: Iterable<Iterable<string>>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sequence of sequences)
    for (const token of sequence) {
      checkToken('countTokens', token);
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  return new Map(
    [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)),
  );
}

function fromState({ tokens, unknownToken }: VocabularyState): Vocabulary {
  const index = new Map(tokens.map((token, id) => [token, id]));
  const unknown = unknownToken === null ? undefined : index.get(unknownToken);
  const indexOf = (token: string): number => {
    checkToken('indexOf', token);
    const id = index.get(token) ?? unknown;
    if (id !== undefined) return id;
    throw new RangeError(
      `indexOf: expected a token of the vocabulary; got ${JSON.stringify(token)}; ` +
        "build it from all texts, or with an unknown token such as '<unk>'.",
    );
  };
  const tokenOf = (id: number): string => {
    const token = typeof id === 'number' ? tokens[id] : undefined;
    if (token !== undefined) return token;
    throw new RangeError(
      `decode: expected token numbers in [0, ${tokens.length}); got ${JSON.stringify(id)}; use the ` +
        'vocabulary that encoded them.',
    );
  };
  return {
    size: tokens.length,
    tokens,
    unknownToken,
    indexOf,
    has: (token) => index.has(token),
    encode: (list) => Array.from(list, indexOf),
    decode: (ids) => Array.from(ids, tokenOf),
    toJSON: () => ({ tokens: [...tokens], unknownToken }),
  };
}

/**
 * Numbers the tokens of some sequences: special ones first, then by falling frequency.
 *
 * Build it from the training part only, so that the test part stays unseen.
 *
 * @param sequences lists of tokens.
 * @param options   how many tokens to keep, and the special ones.
 * @returns a vocabulary.
 * @throws RangeError if there are no tokens, or more special ones than `maxSize`; TypeError if a token is no string.
 * @example
 * const vocabulary = createVocabulary([['a', 'b', 'a']]);
 * vocabulary.tokens; // [ '<pad>', '<unk>', 'a', 'b' ]
 * vocabulary.encode(['b', 'z']); // [ 3, 1 ]
 */
export function createVocabulary(
  sequences: Iterable<Iterable<string>>,
  options: VocabularyOptions = {},
): Vocabulary {
  checkOptions('createVocabulary', options, VOCABULARY_OPTIONS);
  const { maxSize = Infinity, minCount = 1, specialTokens = ['<pad>', '<unk>'] } = options;
  const { unknownToken = specialTokens.includes('<unk>') ? '<unk>' : null } = options;
  if (unknownToken !== null && !specialTokens.includes(unknownToken))
    throw new RangeError(
      `createVocabulary: expected unknownToken among specialTokens; got ${JSON.stringify(unknownToken)}; add it there.`,
    );
  const special = new Set(specialTokens);
  const ordinary = [...countTokens(sequences)].filter(
    ([token, count]) => count >= minCount && !special.has(token),
  );
  const room = maxSize - special.size;
  if (ordinary.length === 0 || !(room >= 1))
    throw new RangeError(
      `createVocabulary: expected tokens to number and room for them; got ${ordinary.length} tokens that occur ` +
        `${minCount} times or more, and maxSize ${maxSize}; pass texts split into tokens, or raise maxSize.`,
    );
  const kept = ordinary.slice(0, room).map(([token]) => token);
  return fromState({ tokens: [...special, ...kept], unknownToken });
}

/**
 * A vocabulary from what `toJSON` gave, parsed or as text.
 *
 * @param json the state of a vocabulary, or its JSON text.
 * @returns a vocabulary with the same numbers.
 * @throws TypeError if the state is not one of a vocabulary.
 * @example
 * const saved = JSON.stringify(createVocabulary([['sea', 'ship', 'sea']]));
 * vocabularyFromJSON(saved).encode(['ship', 'sea']); // [ 3, 2 ]
 */
export function vocabularyFromJSON(json: VocabularyState | string): Vocabulary {
  const state: Partial<VocabularyState> | null = typeof json === 'string' ? JSON.parse(json) : json;
  const { tokens, unknownToken = null } = state ?? {};
  if (!Array.isArray(tokens) || !tokens.every((token) => typeof token === 'string'))
    throw new TypeError(
      'vocabularyFromJSON: expected {tokens, unknownToken} as toJSON gives; got something else; ' +
        'save the vocabulary with JSON.stringify(vocabulary).',
    );
  return fromState({ tokens, unknownToken });
}
