/** One array of an HDF5 file: its shape, its type, and where its numbers lie. */
import { shapeText } from '../../host/checks';
import type { Hdf5Bytes } from './hdf5-bytes';
import { decodePlain } from './numbers';
import { countOf, quoted, refusal, type Region, type StoredTensor } from './source';

/** One message of an object's header. */
export interface Hdf5Message {
  type: number;
  size: number;
  /** Where its content begins. */
  at: number;
}

/** What a dataset's messages are about. */
const [DATASPACE, DATATYPE, EXTERNAL, LAYOUT, FILTERS] = [0x01, 0x03, 0x07, 0x08, 0x0b];
const [WHOLE_NUMBERS, FLOATS] = [0, 1];
const COMPACT = 0;
const CONTIGUOUS = 1;
/** An address that is none: nothing has been written. */
const NOWHERE = 0xffffffff;

/** One dataset while it is read. */
class DatasetReader {
  constructor(
    private readonly caller: string,
    private readonly file: Hdf5Bytes,
    private readonly messages: Hdf5Message[],
    private readonly name: string,
  ) {}

  private message(type: number, what: string): Hdf5Message {
    const found = this.messages.find((message) => message.type === type);
    if (found) return found;
    throw this.refused(`${what} of ${quoted(this.name)}`, 'none');
  }

  refused(expected: string, got: string, remedy?: string): Error {
    return refusal(this.caller, expected, got, remedy === undefined ? {} : { remedy });
  }

  shape(): number[] {
    const { file } = this;
    const { at } = this.message(DATASPACE, 'a shape');
    const version = file.u8(at);
    if (version !== 1 && version !== 2)
      throw this.refused(`a shape of ${quoted(this.name)} in version 1 or 2`, `version ${version}`);
    const begin = at + (version === 1 ? 8 : 4);
    return Array.from({ length: file.u8(at + 1) }, (_, axis) =>
      file.length(begin + 8 * axis, `axis ${axis} of ${quoted(this.name)}`),
    );
  }

  /** The type of the numbers as {@link decodePlain} calls it, and their width in bytes. */
  type(): { type: string; width: number } {
    const { file } = this;
    const { at } = this.message(DATATYPE, 'a type');
    const kind = file.u8(at) & 0x0f;
    const flags = file.u8(at + 1);
    const width = file.u32(at + 4);
    const signed = (flags & 8) !== 0;
    const known = kind === FLOATS ? [2, 4, 8] : signed ? [1, 2, 4, 8] : [1];
    const order = (flags & 1) === 0;
    if ((kind !== FLOATS && kind !== WHOLE_NUMBERS) || !known.includes(width) || !order)
      return { type: `kind ${kind} of ${width} bytes`, width };
    return { type: `${kind === FLOATS ? 'F' : signed ? 'I' : 'U'}${8 * width}`, width };
  }

  /** Where the numbers lie. */
  place(): { begin: number; size: number } {
    const { file, name } = this;
    if (this.messages.some(({ type }) => type === FILTERS || type === EXTERNAL))
      throw this.notWhole('one that is compressed or lies elsewhere');
    const { at } = this.message(LAYOUT, 'a layout');
    const version = file.u8(at);
    if (version !== 3) throw this.refused(`a layout of ${quoted(name)} in version 3`, `${version}`);
    const kind = file.u8(at + 1);
    if (kind === COMPACT) return { begin: at + 4, size: file.u16(at + 2) };
    if (kind !== CONTIGUOUS) throw this.notWhole('one in chunks');
    const size = file.length(at + 10, `array ${quoted(name)}`);
    // Nothing is written of an array without numbers.
    if (size === 0 || (file.u32(at + 2) === NOWHERE && file.u32(at + 6) === NOWHERE))
      return { begin: 0, size: 0 };
    return { begin: file.address(at + 2, `array ${quoted(name)}`), size };
  }

  private notWhole(got: string): Error {
    return this.refused(
      `array ${quoted(this.name)} in one piece`,
      got,
      'write it with h5py without chunks and compression',
    );
  }
}

/**
 * Reads what the header of an array says, and checks it against the file.
 *
 * @returns the array, and the bytes that it owns.
 * @throws Error if a part is missing or does not fit the others.
 */
export function readDataset(
  caller: string,
  file: Hdf5Bytes,
  messages: Hdf5Message[],
  name: string,
): { tensor: StoredTensor; region: Region } {
  const reader = new DatasetReader(caller, file, messages, name);
  const shape = reader.shape();
  const { type, width } = reader.type();
  const { begin, size } = reader.place();
  file.check(begin, size, `array ${quoted(name)}`);
  const count = countOf(shape);
  if (count === undefined || count * width !== size)
    throw reader.refused(
      `${width} bytes for each number of ${quoted(name)} ${shapeText(shape)}`,
      `${size} bytes`,
    );
  const bytes = file.bytes.subarray(begin, begin + size);
  const values = () => {
    const decoded = decodePlain(type, bytes);
    if (decoded) return decoded;
    throw reader.refused(
      `little-endian numbers in ${quoted(name)}`,
      type,
      'convert the array to float32 first',
    );
  };
  return {
    tensor: { name, shape, type, bytes, values },
    region: { name, begin, end: begin + size },
  };
}
