/** Text to token numbers and back: by character and by word. Byte pairs: see byte-pair.ts. */
import { checkOptions } from '../host/options';
import { characters, wordPieces } from './segments';
import {
  createVocabulary,
  vocabularyFromJSON,
  VOCABULARY_OPTIONS,
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
  /**
   * Number of a token, special ones included.
   *
   * @throws RangeError if there is no such token, even if the tokenizer has one for unknown words.
   */
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

/** What a tokenizer of word pieces remembers; plain JSON. */
export interface WordPieceState {
  kind: 'wordPiece';
  tokens: string[];
}

/** What a byte-level tokenizer with a model's own merges remembers; plain JSON. */
export interface ByteLevelState {
  kind: 'byteLevel';
  tokens: string[];
  /** Two tokens with a space between them, the first merge first. */
  merges: string[];
  specialTokens: string[];
  splitDigits: boolean;
}

export type TokenizerState = ListTokenizerState | BytePairState | WordPieceState | ByteLevelState;

/** One text or several. */
export type Texts = string | readonly string[];

/** @throws TypeError if one of `texts` is no text. */
export function checkTexts(caller: string, texts: readonly unknown[]): void {
  const at = texts.findIndex((text) => typeof text !== 'string');
  if (at < 0) return;
  throw new TypeError(
    `${caller}: expected texts; got ${JSON.stringify(texts[at]) ?? 'undefined'} at position ${at}; ` +
      'leave out what is missing, or turn it into a string.',
  );
}

/** The texts as a list, checked. */
export function textList(caller: string, texts: Texts): readonly string[] {
  const list = typeof texts === 'string' ? [texts] : texts;
  checkTexts(caller, list);
  if (list.some((text) => text.length > 0)) return list;
  throw new RangeError(
    `${caller}: expected at least one text that is not empty; got ${list.length} empty ones; ` +
      'check that the texts were read.',
  );
}

/** What to say about a token that is not there. */
export function noSuchToken(token: unknown, size: number): RangeError {
  const remedy =
    typeof token === 'string' && /^[<[].*[>\]]$/.test(token)
      ? `create the tokenizer with { specialTokens: ['${token}'] }`
      : 'encode the text instead';
  return new RangeError(
    `tokenId: expected one of ${size} tokens; got ${JSON.stringify(token) ?? 'undefined'}; ${remedy}.`,
  );
}

/**
 * Words, numbers and single punctuation marks of a text, in order; spaces are left out.
 *
 * A word is a run of letters, also with apostrophes inside ("don't"). Scripts that write no spaces (Chinese,
 * Japanese, Thai, …) are cut into words by the dictionaries of Unicode's ICU. An emoji is one mark, and letters with
 * accents have one spelling (NFC).
 *
 * @param text    any text.
 * @param options.lowercase turns capital letters into small ones. Defaults to true.
 * @returns the words and marks.
 * @throws TypeError if `text` is no text.
 * @see Intl.Segmenter for scripts without spaces. https://tc39.es/ecma402/#segmenter-objects
 * @example
 * splitWords("Don't stop, Ahab!"); // [ "don't", 'stop', ',', 'ahab', '!' ]
 * splitWords('我喜欢鲸鱼。'); // [ '我', '喜欢', '鲸鱼', '。' ]
 */
export function splitWords(text: string, options: { lowercase?: boolean } = {}): string[] {
  checkOptions('splitWords', options, ['lowercase']);
  checkTexts('splitWords', [text]);
  const { lowercase = true } = options;
  return wordPieces(lowercase ? text.toLowerCase() : text);
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
      ? characters(lowercase ? text.toLowerCase() : text)
      : splitWords(text, { lowercase });
  return {
    vocabularySize: vocabulary.size,
    tokens: vocabulary.tokens,
    encode: (text) => {
      checkTexts('encode', [text]);
      return vocabulary.encode(separate(text));
    },
    decode: (ids) => vocabulary.decode(ids).join(kind === 'character' ? '' : ' '),
    tokenId: (token) => {
      if (vocabulary.has(token)) return vocabulary.indexOf(token);
      throw noSuchToken(token, vocabulary.size);
    },
    toJSON: () => ({ kind, vocabulary: vocabulary.toJSON(), lowercase }),
  };
}

export interface CharacterTokenizerOptions extends VocabularyOptions {
  /** Turns capital letters into small ones. Defaults to false. */
  lowercase?: boolean;
}

const TOKENIZER_OPTIONS = { ...VOCABULARY_OPTIONS, lowercase: true } satisfies Record<
  keyof CharacterTokenizerOptions & keyof WordTokenizerOptions,
  true
>;

/**
 * One token a character, numbered by falling frequency. Decoding gives the text back, composed (NFC).
 *
 * A character is what a reader sees as one (a grapheme cluster): é is one, however it was typed, and so is an emoji
 * of several code points. Token 0 is the most frequent character: for sequences to pad, reserve a number with
 * `specialTokens: ['<pad>']`.
 *
 * @param texts   texts that hold every character to know; any other is an error, unless the options name
 *   an unknown token.
 * @param options `specialTokens` defaults to none; `lowercase` to false.
 * @returns a tokenizer.
 * @throws RangeError if the texts are empty; TypeError if one is no text.
 * @example
 * const tokenizer = characterTokenizer('banana', { specialTokens: ['<pad>'] });
 * tokenizer.tokens; // [ '<pad>', 'a', 'n', 'b' ]
 * tokenizer.encode('nab'); // [ 2, 1, 3 ]
 * tokenizer.decode([3, 1, 2]); // 'ban'
 */
export function characterTokenizer(
  texts: Texts,
  options: CharacterTokenizerOptions = {},
): Tokenizer {
  checkOptions('characterTokenizer', options, TOKENIZER_OPTIONS);
  const { lowercase = false, specialTokens = [], ...rest } = options;
  const list = textList('characterTokenizer', texts);
  const sequences = list.map((text) => characters(lowercase ? text.toLowerCase() : text));
  const vocabulary = createVocabulary(sequences, { ...rest, specialTokens });
  return listTokenizer({ kind: 'character', vocabulary: vocabulary.toJSON(), lowercase });
}

export interface WordTokenizerOptions extends VocabularyOptions {
  /** Turns capital letters into small ones. Defaults to true. */
  lowercase?: boolean;
}

/**
 * One token a word, number or punctuation mark, as `splitWords` finds them, numbered by falling frequency.
 *
 * Decoding joins tokens with spaces: the words come back, the original spacing does not.
 *
 * @param texts   texts of the training part.
 * @param options `specialTokens` defaults to `['<pad>', '<unk>']`: padding is 0, unknown words are 1.
 * @returns a tokenizer.
 * @throws RangeError if the texts are empty; TypeError if one is no text.
 * @example
 * const tokenizer = wordTokenizer(['the sea, the ship', 'the whale']);
 * tokenizer.encode('The ship sinks'); // [ 2, 5, 1 ]
 * tokenizer.decode([2, 6]); // 'the whale'
 */
export function wordTokenizer(texts: Texts, options: WordTokenizerOptions = {}): Tokenizer {
  checkOptions('wordTokenizer', options, TOKENIZER_OPTIONS);
  const { lowercase = true, ...rest } = options;
  const sequences = textList('wordTokenizer', texts).map((text) => splitWords(text, { lowercase }));
  const vocabulary = createVocabulary(sequences, rest);
  return listTokenizer({ kind: 'word', vocabulary: vocabulary.toJSON(), lowercase });
}
