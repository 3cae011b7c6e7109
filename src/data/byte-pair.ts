/**
 * Byte-pair encoding on bytes: no text is unknown, and decoding gives it back.
 *
 * @see Sennrich, Haddow, Birch 2016, algorithm 1. https://arxiv.org/abs/1508.07909
 * @see Radford et al. 2019, section 2.2, for bytes instead of characters.
 */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { byteLevelFromState } from './byte-level';
import {
  checkTexts,
  listTokenizer,
  noSuchToken,
  textList,
  type BytePairState,
  type Texts,
  type Tokenizer,
  type TokenizerState,
} from './tokenizers';
import { wordPieceFromState } from './word-piece';

export interface BytePairOptions {
  /** Tokens to end with: special ones, 256 bytes, and one for each merge. Defaults to 1,000. */
  vocabularySize?: number;
  /** Tokens numbered first that no text encodes to, such as '<end>'. Defaults to none. */
  specialTokens?: string[];
  /** Fewest occurrences of a pair that is worth a token. Defaults to 2. */
  minCount?: number;
}

const OPTIONS = {
  vocabularySize: true,
  specialTokens: true,
  minCount: true,
} satisfies Record<keyof BytePairOptions, true>;

const BYTES = 256;
/** Pieces whose tokens a tokenizer remembers. */
const MOST_REMEMBERED = 50_000;

/** Pieces that no merge crosses: a word with its leading space, a number, marks, spaces. All of the text. */
function pieces(text: string): string[] {
  return text.match(/ ?\p{L}[\p{L}\p{M}'’]*| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu) ?? [];
}

/** One distinct piece of the training texts: its tokens so far and how often it occurs. */
interface Piece {
  tokens: number[];
  count: number;
}

// Pairs are keyed by one number; vocabularies stay far below 2^20 tokens.
const KEY = 2 ** 20;

/** Counts of neighboring tokens, kept current while pieces change. */
class PairCounts {
  private readonly counts = new Map<number, number>();
  private readonly places = new Map<number, Set<Piece>>();

  add(piece: Piece, sign: 1 | -1): void {
    for (let at = 0; at + 1 < piece.tokens.length; at++) {
      const key = itemAt(piece.tokens, at) * KEY + itemAt(piece.tokens, at + 1);
      this.counts.set(key, (this.counts.get(key) ?? 0) + sign * piece.count);
      if (sign < 0) continue;
      const places = this.places.get(key);
      if (places) places.add(piece);
      else this.places.set(key, new Set([piece]));
    }
  }

  /** The most frequent pair; of equally frequent ones that with the smallest numbers. */
  best(minCount: number): [number, number] | undefined {
    let [bestKey, bestCount] = [-1, minCount - 1];
    for (const [key, count] of this.counts)
      if (count > bestCount || (count === bestCount && bestKey >= 0 && key < bestKey))
        [bestKey, bestCount] = [key, count];
    return bestKey < 0 ? undefined : [Math.floor(bestKey / KEY), bestKey % KEY];
  }

  /** Pieces that hold the pair, or held it once; forgets the pair. */
  remove([left, right]: [number, number]): Iterable<Piece> {
    const key = left * KEY + right;
    const places = this.places.get(key) ?? [];
    this.counts.delete(key);
    this.places.delete(key);
    return places;
  }
}

/** Replaces each occurrence of a pair, from the left. */
function mergePair(tokens: number[], [left, right]: [number, number], merged: number): number[] {
  const result: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] === left && tokens[at + 1] === right) {
      result.push(merged);
      at++;
    } else {
      result.push(itemAt(tokens, at));
    }
  }
  return result;
}

function learnMerges(
  texts: readonly string[],
  merges: number,
  firstByte: number,
  minCount: number,
): [number, number][] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const piece of pieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const pairs = new PairCounts();
  for (const [text, count] of counts)
    pairs.add({ tokens: [...Buffer.from(text, 'utf8')].map((byte) => byte + firstByte), count }, 1);
  const learned: [number, number][] = [];
  while (learned.length < merges) {
    const pair = pairs.best(minCount);
    if (!pair) break;
    const merged = firstByte + BYTES + learned.length;
    learned.push(pair);
    const touched = [...pairs.remove(pair)];
    for (const piece of touched) {
      pairs.add(piece, -1);
      piece.tokens = mergePair(piece.tokens, pair, merged);
      pairs.add(piece, 1);
    }
    // Taking the old pieces out left the merged pair with a negative count.
    pairs.remove(pair);
  }
  return learned;
}

/** Bytes of every token, in order. */
function tokenBytes({ merges, specialTokens }: BytePairState): Buffer[] {
  const bytes = [
    ...specialTokens.map((token) => Buffer.from(token, 'utf8')),
    ...Array.from({ length: BYTES }, (_, byte) => Buffer.of(byte)),
  ];
  for (const [left, right] of merges)
    bytes.push(Buffer.concat([itemAt(bytes, left), itemAt(bytes, right)]));
  return bytes;
}

/** Encodes a piece by the merges in the order in which they were learnt; remembers what it has met. */
function pieceEncoder({ merges, specialTokens }: BytePairState): (piece: string) => number[] {
  const firstByte = specialTokens.length;
  const ranks = new Map(merges.map(([left, right], rank) => [left * KEY + right, rank]));
  const known = new Map<string, number[]>();
  const encode = (piece: string): number[] => {
    let tokens = [...Buffer.from(piece, 'utf8')].map((byte) => byte + firstByte);
    for (;;) {
      let rank = Infinity;
      for (let at = 0; at + 1 < tokens.length; at++)
        rank = Math.min(
          rank,
          ranks.get(itemAt(tokens, at) * KEY + itemAt(tokens, at + 1)) ?? Infinity,
        );
      if (rank === Infinity) return tokens;
      tokens = mergePair(tokens, itemAt(merges, rank), firstByte + BYTES + rank);
    }
  };
  return (piece) => {
    const tokens = known.get(piece) ?? encode(piece);
    // Enough for the words of a book; a stream of new words does not fill the memory.
    if (known.size < MOST_REMEMBERED) known.set(piece, tokens);
    return tokens;
  };
}

function fromState(state: BytePairState): Tokenizer {
  const bytes = tokenBytes(state);
  const encodePiece = pieceEncoder(state);
  const bytesOf = (id: number): Buffer => {
    const found = bytes[id];
    if (found) return found;
    throw new RangeError(
      `decode: expected token numbers in [0, ${bytes.length}); got ${id}; use the tokenizer that encoded them.`,
    );
  };
  // ignoreBOM keeps a byte order mark that belongs to the text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const tokens = bytes.map((token) => decoder.decode(token));

  return {
    vocabularySize: bytes.length,
    tokens,
    encode: (text) => {
      checkTexts('encode', [text]);
      return pieces(text).flatMap(encodePiece);
    },
    decode: (ids) => decoder.decode(Buffer.concat(Array.from(ids, bytesOf))),
    tokenId: (token) => {
      const id = tokens.indexOf(token);
      if (id >= 0) return id;
      throw noSuchToken(token, bytes.length);
    },
    toJSON: () => structuredClone(state),
  };
}

/**
 * Learns byte-pair tokens from texts: starts with 256 bytes and merges the most frequent pair of neighbors,
 * again and again, never across words.
 *
 * Encoding knows every text, and decoding gives it back exactly (lone surrogates, which are no Unicode text,
 * become U+FFFD). Special tokens have numbers but no text encodes to them.
 *
 * @param texts   texts of the training part.
 * @param options size of the vocabulary, special tokens.
 * @returns a tokenizer with `vocabularySize` tokens, or fewer if no pair occurs `minCount` times any more.
 * @throws RangeError if the texts are empty or `vocabularySize` leaves no room for the bytes; TypeError if one is no
 *   text.
 * @example
 * const tokenizer = bytePairTokenizer('abc abc ab', { vocabularySize: 257 });
 * tokenizer.tokens[256]; // 'ab'
 * tokenizer.encode('ab c'); // [ 256, 32, 99 ]
 */
export function bytePairTokenizer(texts: Texts, options: BytePairOptions = {}): Tokenizer {
  checkOptions('bytePairTokenizer', options, OPTIONS);
  const { vocabularySize = 1000, specialTokens = [], minCount = 2 } = options;
  const least = BYTES + specialTokens.length;
  checkWholeNumber('bytePairTokenizer', 'vocabularySize', vocabularySize, {
    least,
    most: KEY - 1,
    remedy: `it includes 256 bytes and ${specialTokens.length} special tokens; for example 1000`,
  });
  checkWholeNumber('bytePairTokenizer', 'minCount', minCount);
  const list = textList('bytePairTokenizer', texts);
  const merges = learnMerges(list, vocabularySize - least, specialTokens.length, minCount);
  return fromState({ kind: 'bytePair', merges, specialTokens: [...specialTokens] });
}

/**
 * A tokenizer from what `toJSON` gave, parsed or as text.
 *
 * @param json the state of a tokenizer of any kind, or its JSON text.
 * @returns a tokenizer with the same numbers.
 * @throws TypeError if the state is not one of a tokenizer.
 * @example
 * const saved = JSON.stringify(wordTokenizer('the sea the ship'));
 * tokenizerFromJSON(saved).encode('the ship'); // [ 2, 4 ]
 */
export function tokenizerFromJSON(json: TokenizerState | string): Tokenizer {
  const state: TokenizerState | null = typeof json === 'string' ? JSON.parse(json) : json;
  if (
    state?.kind === 'bytePair' &&
    Array.isArray(state.merges) &&
    Array.isArray(state.specialTokens)
  )
    return fromState(structuredClone(state));
  if (state?.kind === 'wordPiece' && Array.isArray(state.tokens)) return wordPieceFromState(state);
  if (state?.kind === 'byteLevel' && Array.isArray(state.tokens)) return byteLevelFromState(state);
  if (state?.kind === 'character' || state?.kind === 'word') return listTokenizer(state);
  throw new TypeError(
    'tokenizerFromJSON: expected what toJSON gives; got something else; save the tokenizer with ' +
      'JSON.stringify(tokenizer).',
  );
}
