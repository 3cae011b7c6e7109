/** Half-precision numbers: half the bytes, 11 significant bits. */
import { itemAt } from '../host/item-at';

const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/**
 * Rounds to the nearest float16, to the even one of two that are equally near.
 *
 * @returns the 16 bits of each number, as `tf.io.decodeWeights` reads them. What lies beyond ±65,504 becomes infinite.
 */
export function toFloat16(values: ArrayLike<number>): Uint16Array {
  return Uint16Array.from(values, halfBits);
}

function halfBits(value: number): number {
  number[0] = value;
  const all = itemAt(bits, 0);
  const sign = (all >>> 16) & 0x8000;
  const exponent = ((all >>> 23) & 0xff) - 127;
  const mantissa = (all & 0x7fffff) | 0x800000; // with the leading 1 that is not stored
  if (exponent === 128) return sign | 0x7c00 | (all & 0x7fffff ? 0x200 : 0); // infinite, or not a number
  if (exponent < -25) return sign;
  // Below 2⁻¹⁴ numbers are multiples of 2⁻²⁴: fewer bits of the mantissa are left.
  const dropped = exponent < -14 ? -1 - exponent : 13;
  const rounded = roundedShift(mantissa, dropped);
  // The leading 1, and a carry out of the mantissa, both raise the exponent by one.
  const half = exponent < -14 ? rounded : ((exponent + 14) << 10) + rounded;
  return sign | Math.min(half, 0x7c00);
}

/** `value` / 2^`places`, rounded to the nearest whole number, halves to the even one. */
function roundedShift(value: number, places: number): number {
  const kept = value >>> places;
  const rest = value & ((1 << places) - 1);
  const half = 1 << (places - 1);
  return kept + (rest > half || (rest === half && kept & 1) ? 1 : 0);
}
