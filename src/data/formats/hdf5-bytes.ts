/** The bytes of an HDF5 file: little-endian numbers, each read only where the file has it. */
import { refusal } from './source';

/** What every HDF5 file begins with. */
export const HDF5_SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** Names are longer in no file of weights; a damaged one could have no end. */
const MOST_NAME = 1000;

/** Reads numbers and texts at addresses. */
export class Hdf5Bytes {
  private readonly view: DataView;

  constructor(
    private readonly caller: string,
    readonly bytes: Uint8Array,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws Error unless the file has `size` bytes at `at`. */
  check(at: number, size: number, what: string): void {
    if (at + size <= this.bytes.length) return;
    throw refusal(
      this.caller,
      `${what} within the file's ${this.bytes.length} bytes`,
      `bytes ${at} to ${at + size}`,
    );
  }

  u8(at: number): number {
    this.check(at, 1, 'a number');
    return this.view.getUint8(at);
  }

  u16(at: number): number {
    this.check(at, 2, 'a number');
    return this.view.getUint16(at, true);
  }

  u32(at: number): number {
    this.check(at, 4, 'a number');
    return this.view.getUint32(at, true);
  }

  /** A number of 64 bits that counts something. */
  length(at: number, what: string): number {
    this.check(at, 8, what);
    const value = this.view.getBigUint64(at, true);
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
    throw refusal(this.caller, `a size of ${what} below 2^53`, String(value));
  }

  /** {@link length} that is the place of something in the file. */
  address(at: number, what: string): number {
    this.check(at, 8, what);
    const value = this.view.getBigUint64(at, true);
    if (value < BigInt(this.bytes.length)) return Number(value);
    throw refusal(
      this.caller,
      `${what} within the file's ${this.bytes.length} bytes`,
      `byte ${value}`,
    );
  }

  /** The four letters at an address. */
  mark(at: number): string {
    this.check(at, 4, 'a mark');
    return String.fromCharCode(...this.bytes.subarray(at, at + 4));
  }

  expectMark(at: number, mark: string): void {
    if (this.mark(at) === mark) return;
    throw refusal(this.caller, `${mark} at byte ${at}`, 'something else');
  }

  /** Text up to the zero byte behind it. */
  text(at: number): string {
    const end = this.bytes.indexOf(0, at);
    const name = end < 0 || end - at > MOST_NAME ? '' : this.decode(at, end);
    if (name !== '' && !name.includes('/')) return name;
    throw refusal(this.caller, 'members with a name', 'one without');
  }

  private decode(at: number, end: number): string {
    return new TextDecoder('utf-8').decode(this.bytes.subarray(at, end));
  }
}
