/**
 * Weights in blocks of 32 numbers that share a scale, as GGUF files store them.
 *
 * @see https://github.com/ggml-org/ggml, `block_q4_0`, `block_q4_1`, `block_q8_0` in ggml-common.h
 */
import { checkWholeNumber } from '../../host/checks';
import { itemAt } from '../../host/item-at';
import { halfTable } from './numbers';

/** Numbers in a block. */
export const BLOCK_SIZE = 32;
const HALF_BLOCK = BLOCK_SIZE / 2;

/** Bytes of a block of each type that can be decoded. */
export const BLOCK_BYTES = { Q4_0: 18, Q4_1: 20, Q8_0: 34 } as const;

function blockCount(caller: string, blocks: Uint8Array, bytes: number): number {
  if (!(blocks instanceof Uint8Array))
    throw new TypeError(
      `${caller}: expected blocks as a Uint8Array; got ${typeof blocks}; pass for example tensor.bytes.`,
    );
  checkWholeNumber(caller, 'the number of blocks', blocks.length / bytes, {
    least: 0,
    remedy: `a block has ${bytes} bytes, and ${blocks.length} were passed`,
  });
  return blocks.length / bytes;
}

/** Where the numbers of `count` blocks go. */
function room(caller: string, count: number, into: Float32Array | undefined): Float32Array {
  const size = count * BLOCK_SIZE;
  if (into === undefined) return new Float32Array(size);
  if (into.length >= size) return into.subarray(0, size);
  throw new RangeError(
    `${caller}: expected room for ${size} numbers; got an array of ${into.length}; pass a longer one, or none.`,
  );
}

/** The float16 that begins at byte `at`. */
function halfAt(bytes: Uint8Array, at: number): number {
  return itemAt(halfTable(), itemAt(bytes, at) | (itemAt(bytes, at + 1) << 8));
}

/**
 * Numbers of blocks of type Q4_0: 4 bits each, q, that mean (q − 8) · scale.
 *
 * A block has 18 bytes: the scale as a float16, then 16 bytes, of which the low halves are numbers 0 to 15 and the
 * high halves numbers 16 to 31.
 *
 * @param blocks 18 bytes for each block.
 * @param into array to write into, from its beginning; a new one by default.
 * @returns 32 numbers for each block; a view of `into` if that was passed.
 * @throws RangeError if the bytes are no whole blocks, or `into` is too short; TypeError if they are no bytes.
 * @example
 * const block = Uint8Array.of(0, 0x40, ...Array(16).fill(0x7b)); // scale 2; 11 and 7, 16 times
 * const values = dequantizeQ4_0(block);
 * [values[0], values[16]]; // [ 6, -2 ]
 */
export function dequantizeQ4_0(blocks: Uint8Array, into?: Float32Array): Float32Array {
  const count = blockCount('dequantizeQ4_0', blocks, BLOCK_BYTES.Q4_0);
  const values = room('dequantizeQ4_0', count, into);
  for (let block = 0, at = 0; block < count; block++, at += BLOCK_BYTES.Q4_0) {
    const scale = halfAt(blocks, at);
    fillNibbles(values, block * BLOCK_SIZE, blocks, at + 2, scale, -8 * scale);
  }
  return values;
}

/**
 * Numbers of blocks of type Q4_1: 4 bits each, q, that mean q · scale + minimum.
 *
 * A block has 20 bytes: scale and minimum as float16, then 16 bytes, of which the low halves are numbers 0 to 15 and
 * the high halves numbers 16 to 31.
 *
 * @param blocks 20 bytes for each block.
 * @param into array to write into, from its beginning; a new one by default.
 * @returns 32 numbers for each block; a view of `into` if that was passed.
 * @throws RangeError if the bytes are no whole blocks, or `into` is too short; TypeError if they are no bytes.
 * @example
 * const block = Uint8Array.of(0, 0x38, 0, 0xbc, ...Array(16).fill(0x7b)); // scale 0.5, minimum −1; 11 and 7
 * const values = dequantizeQ4_1(block);
 * [values[0], values[16]]; // [ 4.5, 2.5 ]
 */
export function dequantizeQ4_1(blocks: Uint8Array, into?: Float32Array): Float32Array {
  const count = blockCount('dequantizeQ4_1', blocks, BLOCK_BYTES.Q4_1);
  const values = room('dequantizeQ4_1', count, into);
  for (let block = 0, at = 0; block < count; block++, at += BLOCK_BYTES.Q4_1) {
    const [scale, minimum] = [halfAt(blocks, at), halfAt(blocks, at + 2)];
    fillNibbles(values, block * BLOCK_SIZE, blocks, at + 4, scale, minimum);
  }
  return values;
}

/** q · scale + shift of the low halves of 16 bytes, then of their high halves. Called for every block of a model. */
function fillNibbles(
  values: Float32Array,
  to: number,
  bytes: Uint8Array,
  from: number,
  scale: number,
  shift: number,
): void {
  for (let i = 0; i < HALF_BLOCK; i++) {
    const byte = bytes[from + i] ?? 0;
    values[to + i] = (byte & 0x0f) * scale + shift;
    values[to + HALF_BLOCK + i] = (byte >> 4) * scale + shift;
  }
}

/**
 * Numbers of blocks of type Q8_0: 8 bits each, q from −128 to 127, that mean q · scale.
 *
 * A block has 34 bytes: the scale as a float16, then 32 signed bytes.
 *
 * @param blocks 34 bytes for each block.
 * @param into array to write into, from its beginning; a new one by default.
 * @returns 32 numbers for each block; a view of `into` if that was passed.
 * @throws RangeError if the bytes are no whole blocks, or `into` is too short; TypeError if they are no bytes.
 * @example
 * const block = Uint8Array.of(0, 0x38, 3, 0xff, ...Array(30).fill(0)); // scale 0.5; 3, −1, 0, 0, …
 * dequantizeQ8_0(block).slice(0, 3); // Float32Array(3) [ 1.5, -0.5, 0 ]
 */
export function dequantizeQ8_0(blocks: Uint8Array, into?: Float32Array): Float32Array {
  const count = blockCount('dequantizeQ8_0', blocks, BLOCK_BYTES.Q8_0);
  const values = room('dequantizeQ8_0', count, into);
  for (let block = 0, at = 0; block < count; block++, at += BLOCK_BYTES.Q8_0) {
    const scale = halfAt(blocks, at);
    for (let i = 0; i < BLOCK_SIZE; i++) {
      const byte = blocks[at + 2 + i] ?? 0;
      values[block * BLOCK_SIZE + i] = (byte < 128 ? byte : byte - 256) * scale;
    }
  }
  return values;
}
