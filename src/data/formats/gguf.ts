/**
 * GGUF files: metadata (the tokenizer too) and tensors, most of them quantized in blocks.
 *
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { GgufCursor, type GgufValue } from './gguf-values';
import { decodePlain } from './numbers';
import { dequantizeQ4_0, dequantizeQ4_1, dequantizeQ8_0 } from './quantization';
import {
  checkDisjoint,
  countOf,
  quoted,
  readSource,
  refusal,
  tensorFile,
  type FileSource,
  type StoredTensor,
  type TensorFile,
} from './source';

export type { GgufValue } from './gguf-values';

const CALLER = 'readGguf';
const MAGIC = 'GGUF';
const VERSIONS = [2, 3];
const DEFAULT_ALIGNMENT = 32;
/** The format's own limits. */
const MOST_AXES = 4;
const MOST_NAME = 64 * 1024;
/** Bytes that an entry of each table has at least: lengths, counts, types and offsets, without the texts. */
const LEAST_PAIR = 13;
const LEAST_TENSOR = 24;

/** What {@link readGguf} gives. */
export interface GgufFile extends TensorFile {
  /** Everything that the file says of its model, by key: `general.architecture`, `tokenizer.ggml.tokens`, … */
  metadata: ReadonlyMap<string, GgufValue>;
}

/** How the numbers of a type are stored: how many share a block, and the bytes of one. */
interface Layout {
  name: string;
  numbers: number;
  bytes: number;
}

/** Types by their number in the file; those that `decode` lacks are listed, but not decoded. */
const LAYOUTS = new Map<number, Layout>(
  (
    [
      [0, 'F32', 1, 4],
      [1, 'F16', 1, 2],
      [2, 'Q4_0', 32, 18],
      [3, 'Q4_1', 32, 20],
      [6, 'Q5_0', 32, 22],
      [7, 'Q5_1', 32, 24],
      [8, 'Q8_0', 32, 34],
      [9, 'Q8_1', 32, 36],
      [10, 'Q2_K', 256, 84],
      [11, 'Q3_K', 256, 110],
      [12, 'Q4_K', 256, 144],
      [13, 'Q5_K', 256, 176],
      [14, 'Q6_K', 256, 210],
      [15, 'Q8_K', 256, 292],
      [24, 'I8', 1, 1],
      [25, 'I16', 1, 2],
      [26, 'I32', 1, 4],
      [27, 'I64', 1, 8],
      [28, 'F64', 1, 8],
      [30, 'BF16', 1, 2],
    ] as const
  ).map(([type, name, numbers, bytes]) => [type, { name, numbers, bytes }]),
);

const DECODABLE = ['F32', 'F16', 'BF16', 'Q4_0', 'Q4_1', 'Q8_0'];

function decode(type: string, bytes: Uint8Array, into?: Float32Array): Float32Array | undefined {
  if (type === 'Q4_0') return dequantizeQ4_0(bytes, into);
  if (type === 'Q4_1') return dequantizeQ4_1(bytes, into);
  if (type === 'Q8_0') return dequantizeQ8_0(bytes, into);
  return decodePlain(type, bytes);
}

/** Where a tensor lies: `offset` counts from the first tensor. */
interface Entry {
  name: string;
  shape: number[];
  layout: Layout;
  offset: bigint;
  /** Length in bytes. */
  size: number;
}

function readStart(file: Uint8Array, cursor: GgufCursor): void {
  const magic = Buffer.from(file.subarray(0, MAGIC.length)).toString('latin1');
  if (magic !== MAGIC)
    throw refusal(CALLER, `a file that begins with ${MAGIC}`, quoted(magic), {
      remedy: 'pass a file in the GGUF format',
    });
  cursor.at = MAGIC.length;
  const version = cursor.uint32();
  if (!VERSIONS.includes(version))
    throw refusal(CALLER, `version ${VERSIONS.join(' or ')} of the format`, String(version));
}

function readMetadata(cursor: GgufCursor, count: number): Map<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < count; i++) {
    const key = cursor.string('a key');
    if (metadata.has(key) || key.length > MOST_NAME)
      throw refusal(CALLER, 'different keys of at most 64 KB', `${quoted(key)} twice, or too long`);
    metadata.set(key, cursor.value(key, cursor.uint32()));
  }
  return metadata;
}

function readEntry(cursor: GgufCursor): Entry {
  const name = cursor.string('the name of a tensor');
  const axes = cursor.uint32();
  if (axes > MOST_AXES)
    throw refusal(CALLER, `at most ${MOST_AXES} axes of ${quoted(name)}`, String(axes));
  // The file lists the axis that varies fastest first.
  const sizes = Array.from({ length: axes }, () => Number(cursor.uint64()));
  const type = cursor.uint32();
  const layout = LAYOUTS.get(type);
  if (!layout)
    throw refusal(
      CALLER,
      `a known type of ${quoted(name)} (${[...LAYOUTS.values()].map((each) => each.name).join(', ')})`,
      `number ${type}`,
      { remedy: 'quantize the model to Q4_0, Q4_1 or Q8_0' },
    );
  const count = countOf(sizes);
  if (count === undefined || (sizes[0] ?? 1) % layout.numbers !== 0)
    throw refusal(
      CALLER,
      `rows of whole blocks of ${layout.numbers} numbers in ${quoted(name)}, below 2^53 in all`,
      `sizes ${sizes.join(' × ')}`,
    );
  const size = (count / layout.numbers) * layout.bytes;
  return { name, shape: sizes.reverse(), layout, offset: cursor.uint64(), size };
}

function alignmentOf(metadata: ReadonlyMap<string, GgufValue>): number {
  const alignment = metadata.get('general.alignment') ?? DEFAULT_ALIGNMENT;
  if (typeof alignment === 'number' && alignment > 0 && alignment % 8 === 0) return alignment;
  throw refusal(CALLER, 'general.alignment to be a multiple of 8', quoted(String(alignment)));
}

function storedTensor({ name, shape, layout }: Entry, bytes: Uint8Array): StoredTensor {
  const type = layout.name;
  return {
    name,
    shape,
    type,
    bytes,
    values: (into) => {
      const values = DECODABLE.includes(type) ? decode(type, bytes, into) : undefined;
      if (values) return values;
      throw refusal(CALLER, `numbers of type ${DECODABLE.join(', ')} in ${quoted(name)}`, type, {
        remedy: 'quantize the model to one of these types',
      });
    },
  };
}

/** The tensors of all entries, each with its own bytes behind `begin`. */
function tensorsOf(
  file: Uint8Array,
  entries: readonly Entry[],
  begin: number,
  alignment: number,
): Map<string, StoredTensor> {
  const available = Math.max(0, file.length - begin);
  const regions = entries.map(({ name, offset, size }) => {
    const at = Number(offset);
    if (at % alignment !== 0 || at + size > available)
      throw refusal(
        CALLER,
        `${quoted(name)} to begin at a multiple of ${alignment} within ${available} bytes`,
        `bytes ${offset} to ${at + size}`,
      );
    return { name, begin: begin + at, end: begin + at + size };
  });
  checkDisjoint(CALLER, regions);
  const tensors = new Map<string, StoredTensor>();
  for (const [i, entry] of entries.entries()) {
    const region = regions[i];
    if (tensors.has(entry.name))
      throw refusal(
        CALLER,
        'every tensor to have a name of its own',
        `${quoted(entry.name)} twice`,
      );
    tensors.set(entry.name, storedTensor(entry, file.subarray(region?.begin, region?.end)));
  }
  return tensors;
}

/**
 * Reads a GGUF file: metadata, names, shapes and types at once; numbers, dequantized, when asked for.
 *
 * Counts, lengths and offsets are checked against the file's size before anything is made of them. `F32`, `F16`,
 * `BF16`, `Q4_0`, `Q4_1` and `Q8_0` can be decoded; tensors of other types are listed.
 *
 * @param source path of the file, or its bytes.
 * @returns the tensors by name, and `metadata`. Shapes have the axis that varies fastest last: `[outputs, inputs]`
 *   for a matrix.
 * @throws Error if the file cannot be read or is not what the format says; `values()` if the type cannot be decoded.
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 * @example
 * const start = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]; // version 3, no tensor, one value
 * const pair = [1, 0, 0, 0, 0, 0, 0, 0, 97, 4, 0, 0, 0, 7, 0, 0, 0]; // key 'a', type 4 (32-bit number), 7
 * const file = readGguf(Uint8Array.of(...Buffer.from('GGUF'), ...start, ...pair));
 * file.metadata.get('a'); // 7
 */
export function readGguf(source: FileSource): GgufFile {
  const file = readSource(CALLER, source);
  const cursor = new GgufCursor(file);
  readStart(file, cursor);
  const tensorCount = cursor.count('tensors', LEAST_TENSOR);
  const pairCount = cursor.count('pairs of key and value', LEAST_PAIR);
  const metadata = readMetadata(cursor, pairCount);
  const entries = Array.from({ length: tensorCount }, () => readEntry(cursor));
  const alignment = alignmentOf(metadata);
  const begin = Math.ceil(cursor.at / alignment) * alignment;
  return { ...tensorFile(tensorsOf(file, entries, begin, alignment)), metadata };
}
