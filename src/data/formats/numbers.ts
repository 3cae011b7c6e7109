/** Numbers as files store them, decoded to float32. All little-endian. */
import { itemAt } from '../../host/item-at';

/** Bytes of one number of each plain type that can be decoded. */
export const PLAIN_BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

let halves: Float32Array | undefined;

/**
 * Value of every 16-bit pattern as a float16: sign, 5 bits of exponent, 10 of fraction.
 *
 * @see IEEE 754, binary16
 */
export function halfTable(): Float32Array {
  return (halves ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction ? Number.NaN : sign * Infinity;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }));
}

/** A copy that begins at an address any typed array may begin at. */
const aligned = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;

/**
 * Decodes numbers of a plain type.
 *
 * @param type one of {@link PLAIN_BYTES}; 64-bit integers beyond 2^24 are rounded, as all float32 are.
 * @returns one float32 a number, or `undefined` for a type that is not plain.
 */
export function decodePlain(type: string, bytes: Uint8Array): Float32Array | undefined {
  switch (type) {
    case 'F32':
      return new Float32Array(aligned(bytes));
    case 'F16': {
      const table = halfTable();
      return Float32Array.from(new Uint16Array(aligned(bytes)), (bits) => itemAt(table, bits));
    }
    case 'BF16': // The upper half of a float32.
      return new Float32Array(
        Uint32Array.from(new Uint16Array(aligned(bytes)), (bits) => bits << 16).buffer,
      );
    case 'F64':
      return Float32Array.from(new Float64Array(aligned(bytes)));
    case 'I64':
      return Float32Array.from(new BigInt64Array(aligned(bytes)), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(aligned(bytes)));
    case 'I16':
      return Float32Array.from(new Int16Array(aligned(bytes)));
    case 'I8':
      return Float32Array.from(new Int8Array(aligned(bytes)));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(bytes);
    default:
      return undefined;
  }
}
