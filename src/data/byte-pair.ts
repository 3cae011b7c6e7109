/**
 * Byte-pair encoding on bytes: no text is unknown, and decoding gives it back.
 *
 * @see Sennrich, Haddow, Birch 2016, algorithm 1. https://arxiv.org/abs/1508.07909
 * @see Radford et al. 2019, section 2.2, for bytes instead of characters.
 */
import { itemAt } from '../host/item-at';
import {
  listTokenizer,
  textList,
  type BytePairState,
  type Texts,
  type Tokenizer,
  type TokenizerState,
} from './tokenizers';

export interface BytePairOptions {
  /** Tokens to end with: special ones, 256 bytes, and one for each merge. Defaults to 1,000. */
  vocabularySize?: number;
  /** Tokens numbered first that no text encodes to, such as '<end>'. Defaults to none. */
  specialTokens?: string[];
  /** Fewest occurrences of a pair that is worth a token. Defaults to 2. */
  minCount?: number;
}

const BYTES = 256;

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
    bytes.push(Buffer.concat([bytes[left] as Buffer, bytes[right] as Buffer]));
  return bytes;
}

function fromState(state: BytePairState): Tokenizer {
  const { merges, specialTokens } = state;
  const firstByte = specialTokens.length;
  const bytes = tokenBytes(state);
  const ranks = new Map(merges.map(([left, right], rank) => [left * KEY + right, rank]));
  const known = new Map<string, number[]>();

  const encodePiece = (piece: string): number[] => {
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
  const remembered = (piece: string): number[] => {
    let tokens = known.get(piece);
    if (!tokens) {
      tokens = encodePiece(piece);
      // Enough for the words of a book; a stream of new words does not fill the memory.
      if (known.size < 50000) known.set(piece, tokens);
    }
    return tokens;
  };
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
    encode: (text) => pieces(text).flatMap(remembered),
    decode: (ids) => decoder.decode(Buffer.concat(Array.from(ids, bytesOf))),
    tokenId: (token) => {
      const id = tokens.indexOf(token);
      if (id >= 0) return id;
      throw new RangeError(
        `tokenId: expected one of ${bytes.length} tokens; got ${JSON.stringify(token)}; encode the text instead.`,
      );
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
 * @param texts texts of the training part.
 * @returns a tokenizer with `vocabularySize` tokens, or fewer if no pair occurs `minCount` times any more.
 * @throws RangeError if the texts are empty or `vocabularySize` leaves no room for the bytes.
 */
export function bytePairTokenizer(
  texts: Texts,
  { vocabularySize = 1000, specialTokens = [], minCount = 2 }: BytePairOptions = {},
): Tokenizer {
  const least = BYTES + specialTokens.length;
  if (!Number.isInteger(vocabularySize) || vocabularySize < least || vocabularySize >= KEY)
    throw new RangeError(
      `bytePairTokenizer: expected vocabularySize to be a whole number in [${least}, ${KEY}), 256 bytes and ` +
        `${specialTokens.length} special tokens included; got ${vocabularySize}; for example 1000.`,
    );
  if (!Number.isInteger(minCount) || minCount < 1)
    throw new RangeError(
      `bytePairTokenizer: expected minCount to be a whole number ≥ 1; got ${minCount}; for example 2.`,
    );
  const list = textList('bytePairTokenizer', texts);
  const merges = learnMerges(list, vocabularySize - least, specialTokens.length, minCount);
  return fromState({ kind: 'bytePair', merges, specialTokens: [...specialTokens] });
}

/**
 * A tokenizer from what `toJSON` gave, parsed or as text.
 *
 * @throws TypeError if the state is not one of a tokenizer.
 */
export function tokenizerFromJSON(json: TokenizerState | string): Tokenizer {
  const state = (typeof json === 'string' ? JSON.parse(json) : json) as TokenizerState | null;
  if (
    state?.kind === 'bytePair' &&
    Array.isArray(state.merges) &&
    Array.isArray(state.specialTokens)
  )
    return fromState(structuredClone(state));
  if (state?.kind === 'character' || state?.kind === 'word') return listTokenizer(state);
  throw new TypeError(
    'tokenizerFromJSON: expected what toJSON gives; got something else; save the tokenizer with ' +
      'JSON.stringify(tokenizer).',
  );
}
