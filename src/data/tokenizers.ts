/** Text to token numbers and back: by character and by word. Byte pairs: see byte-pair.ts. */
import {
  createVocabulary,
  vocabularyFromJSON,
  type VocabularyOptions,
  type VocabularyState,
} from './vocabulary';

/** Turns text into token numbers and back. */
export interface Tokenizer {
  /** Number of tokens, special ones included. */
  readonly vocabularySize: number;
  /** Text of each token number. */
  readonly tokens: readonly string[];
  /** Token numbers of a text. */
  encode(text: string): number[];
  /** Text of token numbers. */
  decode(ids: ArrayLike<number>): string;
  /** Number of a token, special ones included. */
  tokenId(token: string): number;
  /** A plain object for `JSON.stringify`; `tokenizerFromJSON` reads it back. */
  toJSON(): TokenizerState;
}

/** What a tokenizer of characters or words remembers; plain JSON. */
export interface ListTokenizerState {
  kind: 'character' | 'word';
  vocabulary: VocabularyState;
  lowercase: boolean;
}

/** What a byte-pair tokenizer remembers; plain JSON. */
export interface BytePairState {
  kind: 'bytePair';
  /** Pairs of token numbers, in the order in which they were merged. */
  merges: [number, number][];
  specialTokens: string[];
}

export type TokenizerState = ListTokenizerState | BytePairState;

/** One text or several. */
export type Texts = string | readonly string[];

export const textList = (caller: string, texts: Texts): readonly string[] => {
  const list = typeof texts === 'string' ? [texts] : texts;
  if (list.some((text) => text.length > 0)) return list;
  throw new RangeError(
    `${caller}: expected at least one text that is not empty; got ${list.length} empty ones; ` +
      'check that the texts were read.',
  );
};

/**
 * Words, numbers and single punctuation marks of a text, in order; spaces are left out.
 *
 * A word is a run of letters, also with apostrophes inside ("don't").
 */
export function splitWords(text: string, { lowercase = true } = {}): string[] {
  const cased = lowercase ? text.toLowerCase() : text;
  return cased.match(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
}

/** A tokenizer over a fixed list of tokens. */
export function listTokenizer({
  kind,
  vocabulary: state,
  lowercase,
}: ListTokenizerState): Tokenizer {
  const vocabulary = vocabularyFromJSON(state);
  const separate = (text: string) =>
    kind === 'character'
      ? [...(lowercase ? text.toLowerCase() : text)]
      : splitWords(text, { lowercase });
  return {
    vocabularySize: vocabulary.size,
    tokens: vocabulary.tokens,
    encode: (text) => vocabulary.encode(separate(text)),
    decode: (ids) => vocabulary.decode(ids).join(kind === 'character' ? '' : ' '),
    tokenId: (token) => vocabulary.indexOf(token),
    toJSON: () => ({ kind, vocabulary: vocabulary.toJSON(), lowercase }),
  };
}

export interface CharacterTokenizerOptions extends VocabularyOptions {
  /** Turns capital letters into small ones. Defaults to false. */
  lowercase?: boolean;
}

/**
 * One token a character (Unicode code point), numbered by falling frequency. Decoding gives the text back.
 *
 * @param texts texts that hold every character to know; any other is an error, unless the options name
 *   an unknown token.
 * @param options `specialTokens` defaults to none.
 * @throws RangeError if the texts are empty.
 */
export function characterTokenizer(
  texts: Texts,
  { lowercase = false, specialTokens = [], ...options }: CharacterTokenizerOptions = {},
): Tokenizer {
  const list = textList('characterTokenizer', texts);
  const sequences = lowercase ? list.map((text) => text.toLowerCase()) : list;
  const vocabulary = createVocabulary(sequences, { ...options, specialTokens });
  return listTokenizer({ kind: 'character', vocabulary: vocabulary.toJSON(), lowercase });
}

export interface WordTokenizerOptions extends VocabularyOptions {
  /** Turns capital letters into small ones. Defaults to true. */
  lowercase?: boolean;
}

/**
 * One token a word, number or punctuation mark, numbered by falling frequency.
 *
 * Decoding joins tokens with spaces: the words come back, the original spacing does not.
 *
 * @param texts texts of the training part.
 * @param options `specialTokens` defaults to `['<pad>', '<unk>']`: padding is 0, unknown words are 1.
 * @throws RangeError if the texts are empty.
 */
export function wordTokenizer(
  texts: Texts,
  { lowercase = true, ...options }: WordTokenizerOptions = {},
): Tokenizer {
  const sequences = textList('wordTokenizer', texts).map((text) => splitWords(text, { lowercase }));
  const vocabulary = createVocabulary(sequences, options);
  return listTokenizer({ kind: 'word', vocabulary: vocabulary.toJSON(), lowercase });
}
