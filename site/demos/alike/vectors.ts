/** Sentence vectors from stored vectors of word pieces: their sum, divided by its length. Plain arithmetic. */
import { wordPieceTokenizer } from '../../../src/data/word-piece';
import { itemAt } from '../../../src/host/item-at';
import { bytesOf } from '../dense';

/** Sentences to begin with. */
export interface Preset {
  label: string;
  sentences: string[];
  /** MiniLM's own cosines of all pairs, in hundredths, in the order of {@link pairsOf}. */
  hundredths: number[];
}

/** The file that `scripts/site/store-alike.mjs` makes. */
export interface StoredPieces {
  /** What it comes from, and what made it. */
  about: string;
  /** Word pieces, the frequent ones first, with a line end between two. */
  tokens: string;
  dimensions: number;
  /** Base64: a byte for each piece, its largest number in units of the largest of all / 255. */
  scales: string;
  /** Base64: four bits for each number, 0 to 15 from minus to plus its piece's largest, two to a byte, the first low. */
  codes: string;
  presets: Preset[];
}

/** From sentences to vectors. */
export interface Encoder {
  dimensions: number;
  /** A vector of length 1, or of zeros where no piece is known. */
  embed(sentence: string): number[];
  /** How often the sentence has each known word piece, divided by the length of this bag of words. */
  bag(sentence: string): Map<number, number>;
}

const MIDDLE = 7.5;

/** Reads the stored file. */
export function createEncoder({ tokens, dimensions, scales, codes }: StoredPieces): Encoder {
  const tokenizer = wordPieceTokenizer(tokens);
  const unknown = tokenizer.tokenId('[UNK]');
  const [largest, packed] = [bytesOf(scales), bytesOf(codes)];
  const codeAt = (at: number): number => (itemAt(packed, at >> 1) >> (at % 2 === 0 ? 0 : 4)) & 15;
  return {
    dimensions,
    embed: (sentence) => {
      const sum = new Array<number>(dimensions).fill(0);
      for (const piece of tokenizer.encode(sentence)) {
        const scale = itemAt(largest, piece) / MIDDLE;
        for (let i = 0; i < dimensions; i++)
          sum[i] = itemAt(sum, i) + scale * (codeAt(piece * dimensions + i) - MIDDLE);
      }
      const length = Math.hypot(...sum) || 1;
      return sum.map((value) => value / length);
    },
    bag: (sentence) => {
      const counts = new Map<number, number>();
      for (const piece of tokenizer.encode(sentence))
        if (piece !== unknown) counts.set(piece, (counts.get(piece) ?? 0) + 1);
      const length = Math.hypot(...counts.values());
      return new Map([...counts].map(([piece, count]) => [piece, count / length]));
    },
  };
}

/** Cosine of two vectors of length 1. */
export const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * itemAt(b, i), 0);

/** Cosine of two bags of words. */
export function bagCosine(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [piece, share] of a) sum += share * (b.get(piece) ?? 0);
  return sum;
}

/** All pairs of `count` things: (0, 1), (0, 2), …, (1, 2), … */
export const pairsOf = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: count - i - 1 }, (_, j): [number, number] => [i, i + j + 1]),
  ).flat();

/** A symmetric table from the values of all pairs, ones where a thing meets itself. */
export function tableOf(count: number, values: readonly number[]): number[][] {
  const table = Array.from({ length: count }, () => new Array<number>(count).fill(1));
  for (const [at, [i, j]] of pairsOf(count).entries()) {
    const value = itemAt(values, at);
    itemAt(table, i)[j] = value;
    itemAt(table, j)[i] = value;
  }
  return table;
}

/** The most alike of the others, for each row of a table. */
export const nearestOf = (table: readonly (readonly number[])[]): number[] =>
  table.map((row, i) => {
    const others = row.map((value, j) => (i === j ? -Infinity : value));
    return others.indexOf(Math.max(...others));
  });
