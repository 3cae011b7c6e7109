/** The values of a GGUF file's metadata, read one after the other. */
import { quoted, refusal, utf8 } from './source';

/** A value of a GGUF file's metadata; whole numbers beyond 2^53 are bigints. */
export type GgufValue = number | bigint | boolean | string | GgufValue[];

const CALLER = 'readGguf';
/** Arrays of arrays of … that are still read. */
const MOST_NESTED = 4;
const STRING = 8;
const ARRAY = 9;
/** Smallest size of a value of each type, in bytes; the place in the list is the type's number. */
const LEAST_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8];

/** Reads numbers and texts from front to back, never beyond the end. */
export class GgufCursor {
  private readonly view: DataView;
  /** Byte to be read next. */
  at = 0;

  constructor(private readonly file: Uint8Array) {
    this.view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  }

  /** Moves on. @returns where the `bytes` bytes begin. @throws Error at the end of the file. */
  private take(bytes: number): number {
    const begin = this.at;
    if (bytes > this.file.length - begin)
      throw refusal(
        CALLER,
        `${bytes} more bytes at byte ${begin}`,
        `a file that ends at byte ${this.file.length}`,
      );
    this.at += bytes;
    return begin;
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  uint64(): bigint {
    return this.view.getBigUint64(this.take(8), true);
  }

  /** A 64-bit number of things of at least `bytes` bytes each, of which that many can still follow. */
  count(what: string, bytes: number): number {
    const count = this.uint64();
    const left = this.file.length - this.at;
    if (count * BigInt(bytes) <= BigInt(left)) return Number(count);
    throw refusal(CALLER, `${what} that fit into the remaining ${left} bytes`, String(count));
  }

  string(what: string): string {
    const length = this.count(`the letters of ${what}`, 1);
    const begin = this.take(length);
    return utf8(CALLER, what, this.file.subarray(begin, begin + length));
  }

  /** The value of `key`, of the type with this number. */
  value(key: string, type: number, depth = 0): GgufValue {
    if (type === STRING) return this.string(`the text of ${quoted(key)}`);
    if (type === ARRAY) return this.array(key, depth);
    return this.scalar(key, type);
  }

  private array(key: string, depth: number): GgufValue[] {
    if (depth >= MOST_NESTED)
      throw refusal(
        CALLER,
        `at most ${MOST_NESTED} arrays in each other`,
        `more in ${quoted(key)}`,
      );
    const type = this.uint32();
    const least = LEAST_BYTES[type];
    if (least === undefined) throw unknownType(key, type);
    const count = this.count(`the elements of ${quoted(key)}`, least);
    return Array.from({ length: count }, () => this.value(key, type, depth + 1));
  }

  private scalar(key: string, type: number): GgufValue {
    const bytes = LEAST_BYTES[type];
    if (bytes === undefined) throw unknownType(key, type);
    const at = this.take(bytes);
    const { view } = this;
    switch (type) {
      case 0:
        return view.getUint8(at);
      case 1:
        return view.getInt8(at);
      case 2:
        return view.getUint16(at, true);
      case 3:
        return view.getInt16(at, true);
      case 4:
        return view.getUint32(at, true);
      case 5:
        return view.getInt32(at, true);
      case 6:
        return view.getFloat32(at, true);
      case 7:
        return view.getUint8(at) !== 0;
      case 10:
        return exact(view.getBigUint64(at, true));
      case 11:
        return exact(view.getBigInt64(at, true));
      default:
        return view.getFloat64(at, true);
    }
  }
}

function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function unknownType(key: string, type: number): Error {
  return refusal(
    CALLER,
    `a type from 0 to ${LEAST_BYTES.length - 1} for ${quoted(key)}`,
    `${type}`,
  );
}
