/**
 * Safetensors files: the length of a header, the header in JSON, then the numbers of all tensors, one after the other.
 *
 * @see https://huggingface.co/docs/safetensors, "Format"
 */
import { decodePlain, PLAIN_BYTES } from './numbers';
import {
  checkDisjoint,
  countOf,
  quoted,
  readSource,
  refusal,
  tensorFile,
  utf8,
  type FileSource,
  type Region,
  type StoredTensor,
  type TensorFile,
} from './source';

const CALLER = 'readSafetensors';
const LENGTH_BYTES = 8;
/** The format's own limit on the header, in bytes. */
const MOST_HEADER = 100_000_000;

/** What {@link readSafetensors} gives. */
export interface SafetensorsFile extends TensorFile {
  /** Free text that the writer has added, such as `format: 'pt'`. */
  metadata: Readonly<Record<string, string>>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The header as an object, and where the numbers begin. */
function readHeader(file: Uint8Array): { header: Record<string, unknown>; begin: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < LENGTH_BYTES)
    throw refusal(CALLER, 'at least 8 bytes', `a file of ${file.length} bytes`);
  const length = view.getBigUint64(0, true);
  const begin = LENGTH_BYTES + Number(length);
  if (length > MOST_HEADER || begin > file.length)
    throw refusal(
      CALLER,
      `a header that fits into the file's ${file.length} bytes`,
      `one of ${length} bytes`,
    );
  const text = utf8(CALLER, 'a header', file.subarray(LENGTH_BYTES, begin));
  if (!text.startsWith('{'))
    throw refusal(CALLER, 'a header that begins with {', quoted(text.slice(0, 8)));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw refusal(CALLER, 'a header in JSON', 'one that is not', { cause });
  }
  if (!isRecord(header)) throw refusal(CALLER, 'a header of named tensors', 'something else');
  return { header, begin };
}

/** What the header says of one tensor, checked; offsets count from the first byte behind the header. */
interface Entry extends Region {
  type: string;
  shape: number[];
}

function readEntry(name: string, value: unknown, available: number): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !Array.isArray(offsets))
    throw refusal(CALLER, `dtype, shape and data_offsets of ${quoted(name)}`, 'something else');
  const count = countOf(shape);
  const [begin, end] = offsets;
  if (count === undefined || countOf([begin]) === undefined || countOf([end]) === undefined)
    throw refusal(
      CALLER,
      `sizes and offsets of ${quoted(name)} that are whole numbers from 0 to 2^53`,
      quoted(JSON.stringify({ shape, offsets })),
    );
  if (offsets.length !== 2 || begin > end || end > available)
    throw refusal(
      CALLER,
      `${quoted(name)} to lie within the file's ${available} bytes of numbers`,
      `offsets ${offsets.join(' to ')}`,
    );
  const width = PLAIN_BYTES[dtype];
  if (width !== undefined && end - begin !== count * width)
    throw refusal(
      CALLER,
      `${count * width} bytes for the ${count} numbers of ${quoted(name)} (${quoted(dtype)})`,
      `${end - begin} bytes`,
    );
  return { name, type: dtype, shape, begin, end };
}

function storedTensor({ name, type, shape }: Entry, bytes: Uint8Array): StoredTensor {
  return {
    name,
    shape,
    type,
    bytes,
    values: () => {
      const values = decodePlain(type, bytes);
      if (values) return values;
      throw refusal(
        CALLER,
        `numbers of type ${Object.keys(PLAIN_BYTES).join(', ')} in ${quoted(name)}`,
        `type ${quoted(type)}`,
        { remedy: 'convert the file to float32 first' },
      );
    },
  };
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const entries = isRecord(value) ? Object.entries(value) : [];
  if (!isRecord(value) || entries.some(([, text]) => typeof text !== 'string'))
    throw refusal(CALLER, '__metadata__ of texts only', 'something else');
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}

/**
 * Reads a safetensors file: names, shapes and types at once, numbers when asked for.
 *
 * Everything that the header claims is checked before it is believed: offsets lie in the file, sizes fit types, no two
 * tensors share a byte, no byte belongs to none.
 *
 * @param source path of the file, or its bytes.
 * @returns the tensors by name, and `metadata`. `values()` of a tensor decodes its numbers to a Float32Array.
 * @throws Error if the file cannot be read or is not what the format says; `values()` if the type cannot be decoded.
 * @see https://huggingface.co/docs/safetensors
 * @example
 * const header = '{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}} '; // 57 bytes
 * const bytes = [...Buffer.from([57, 0, 0, 0, 0, 0, 0, 0]), ...Buffer.from(header)];
 * const file = readSafetensors(Uint8Array.of(...bytes, 0, 0, 128, 63, 0, 0, 0, 64));
 * file.tensor('w').shape; // [ 1, 2 ]
 * file.tensor('w').values(); // Float32Array(2) [ 1, 2 ]
 */
export function readSafetensors(source: FileSource): SafetensorsFile {
  const file = readSource(CALLER, source);
  const { header, begin } = readHeader(file);
  const numbers = file.subarray(begin);
  const { __metadata__: metadata, ...claims } = header;
  const entries = Object.entries(claims).map(([name, claim]) =>
    readEntry(name, claim, numbers.length),
  );
  checkDisjoint(CALLER, entries);
  const used = entries.reduce((total, entry) => total + entry.end - entry.begin, 0);
  if (used !== numbers.length)
    throw refusal(
      CALLER,
      'every byte behind the header to belong to a tensor',
      `${used} bytes of tensors in ${numbers.length}`,
    );
  const tensors = entries.map((entry) => {
    const bytes = numbers.subarray(entry.begin, entry.end);
    return [entry.name, storedTensor(entry, bytes)] as const;
  });
  return { ...tensorFile(new Map(tensors)), metadata: readMetadata(metadata) };
}
