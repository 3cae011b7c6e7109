/** What all readers of tensor files share: where the bytes come from, and how a file that is wrong is refused. */
import { readFileSync } from 'node:fs';

/** A file's path, or its content. */
export type FileSource = string | Uint8Array;

/** One tensor of a file. Nothing is decoded before `values()` is called. */
export interface StoredTensor {
  name: string;
  /** Sizes of the axes; the last one varies fastest. */
  shape: number[];
  /** Type of the stored numbers, as the format calls it: `F32`, `Q4_1`, … */
  type: string;
  /** The stored bytes, a view into the file. */
  bytes: Uint8Array;
  /**
   * Decodes all numbers, row by row, to a new array. Numbers in blocks are written into the beginning of `into` instead
   * if that is passed: a large file needs no second array for each tensor.
   */
  values(into?: Float32Array): Float32Array;
}

/** A file of named tensors. */
export interface TensorFile {
  /** All tensors by name, in the order of the file. */
  tensors: ReadonlyMap<string, StoredTensor>;
  /** One tensor by name. Throws a RangeError if there is none. */
  tensor(name: string): StoredTensor;
}

const REMEDY = 'the file is damaged or of another format, so fetch it again';

/** The error for a file that is not as its format says. */
export function refusal(
  caller: string,
  expected: string,
  got: string,
  options: { remedy?: string; cause?: unknown } = {},
): Error {
  const { remedy = REMEDY, ...rest } = options;
  return new Error(`${caller}: expected ${expected}; got ${got}; ${remedy}.`, rest);
}

/**
 * Content of a file, or the bytes as they are.
 *
 * @throws TypeError if `source` is neither a path nor bytes; Error if the file cannot be read.
 */
export function readSource(caller: string, source: FileSource): Uint8Array {
  if (source instanceof Uint8Array) return plain(source);
  if (typeof source !== 'string')
    throw new TypeError(
      `${caller}: expected a path or a Uint8Array; got ${typeof source}; pass the file's path.`,
    );
  try {
    return plain(readFileSync(source));
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const got = isMissing ? `no such file ${source}` : String(cause);
    throw refusal(caller, 'a file that can be read', got, { remedy: 'check the path', cause });
  }
}

/** Not a Buffer, whose `slice` would share the bytes instead of copying them. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The tensors as a {@link TensorFile}. */
export function tensorFile(tensors: ReadonlyMap<string, StoredTensor>): TensorFile {
  return {
    tensors,
    tensor: (name) => {
      const found = tensors.get(name);
      if (found) return found;
      throw new RangeError(
        `tensor: expected one of ${tensors.size} names; got ${JSON.stringify(name)}; ` +
          'list them with [...file.tensors.keys()].',
      );
    },
  };
}

/** How many numbers a tensor of this shape has; `undefined` if that is not a number of things. */
export function countOf(shape: readonly unknown[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
    count *= size;
    // A later 0 would make it small again: sizes that overflow are refused all the same.
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}

/** A part of the file that belongs to a tensor. */
export interface Region {
  name: string;
  /** First byte. */
  begin: number;
  /** Behind the last byte. */
  end: number;
}

/** @throws Error if two regions share a byte. */
export function checkDisjoint(caller: string, regions: readonly Region[]): void {
  const ordered = regions
    .filter(({ begin, end }) => end > begin)
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let last: Region | undefined;
  for (const region of ordered) {
    if (last && region.begin < last.end)
      throw refusal(
        caller,
        'every tensor to have bytes of its own',
        `${quoted(last.name)} and ${quoted(region.name)} that overlap at byte ${region.begin}`,
      );
    last = region;
  }
}

/** Longest part of a name that a message shows. */
const SHOWN = 60;

/** A name from a file as a message may show it: on one line, not endless. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes. @throws Error if they are no UTF-8. */
export function utf8(caller: string, what: string, bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch (cause) {
    throw refusal(caller, `${what} in UTF-8`, 'bytes that are no text', { cause });
  }
}
