/**
 * Files that `torch.save` wrote before PyTorch 1.6: five pickles, then the numbers of all storages.
 *
 * A pickle is a program. Only the four names that a table of tensors needs are known here, and each makes a plain
 * object: nothing of Python is run.
 *
 * @see https://github.com/pytorch/pytorch/blob/main/torch/serialization.py, `_legacy_load`
 */
import { BufferReader, Parser } from 'pickleparser';
import { itemAt } from '../../host/item-at';
import { decodePlain } from './numbers';
import {
  countOf,
  quoted,
  readSource,
  refusal,
  tensorFile,
  type FileSource,
  type StoredTensor,
  type TensorFile,
} from './source';

const CALLER = 'readTorchLegacy';
/** A pickled whole number of 10 bytes, which begins every such file. */
const MAGIC = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');
const PROTOCOL = 1001;
/** Longest text or number inside the pickles, in bytes: names of tensors, not numbers of them. */
const LONGEST = 64 * 1024;
/** Kinds of storage: the type of its numbers and their bytes. */
const STORAGES: Readonly<Record<string, { type: string; width: number }>> = {
  FloatStorage: { type: 'F32', width: 4 },
  LongStorage: { type: 'I64', width: 8 },
};

/** Numbers that several tensors may share, as the pickles announce them. */
class Storage {
  /** Set when the pickles have been read. */
  bytes: Uint8Array = new Uint8Array(0);

  constructor(
    readonly kind: string,
    readonly count: number,
  ) {}
}

/** What `_rebuild_tensor_v2` was called with. */
class Rebuilt {
  constructor(
    readonly storage: unknown,
    readonly offset: unknown,
    readonly shape: unknown,
    readonly stride: unknown,
  ) {}
}

/** Refuses to step back, which would read the same bytes forever, and to take endless texts. */
class GuardedReader extends BufferReader {
  override skip(bytes: number): void {
    if (bytes < 0 || this.position + bytes > this.length)
      throw refusal(
        CALLER,
        `a step within the file's ${this.length} bytes`,
        `one of ${bytes} at byte ${this.position}`,
      );
    super.skip(bytes);
  }

  override bytes(length: number): ReturnType<BufferReader['bytes']> {
    if (length <= LONGEST) return super.bytes(length);
    throw refusal(CALLER, `texts of at most ${LONGEST} bytes`, `one of ${length}`);
  }
}

/** The four names, each as a function that makes a plain object. */
function resolveName(module: string, name: string): (...values: unknown[]) => unknown {
  const full = `${module}.${name}`;
  if (full === 'collections.OrderedDict') return () => new Map();
  if (full === 'torch._utils._rebuild_tensor_v2')
    return (storage, offset, shape, stride) => new Rebuilt(storage, offset, shape, stride);
  if (module === 'torch' && Object.hasOwn(STORAGES, name)) {
    const kind = (): string => name;
    return kind;
  }
  throw refusal(CALLER, 'a table of tensors of float32 or int64', `a call of ${quoted(full)}`, {
    remedy: 'save the state_dict() of the model, and only from a source that you trust',
  });
}

/** Reads pickles, one after the other, and collects the storages that they announce. */
class Pickles {
  readonly storages = new Map<string, Storage>();
  private readonly parser = new Parser({
    unpicklingTypeOfDictionary: 'Map',
    nameResolver: { resolve: resolveName },
    persistentResolver: { resolve: (id) => this.storage(id) },
  });

  constructor(readonly reader: GuardedReader) {}

  /** @throws Error for what is no pickle, or calls what it may not. */
  next(what: string): unknown {
    try {
      return this.parser.read<unknown>(this.reader);
    } catch (cause) {
      if (cause instanceof Error && cause.message.startsWith(CALLER)) throw cause;
      throw refusal(CALLER, `a pickle of ${what}`, `a damaged one (${quoted(String(cause))})`, {
        cause,
      });
    }
  }

  /** `('storage', kind, key, place, count, view)` */
  private storage(id: unknown): Storage {
    const [word, makeKind, key, , count] = Array.isArray(id) ? id : [];
    const kind: unknown = typeof makeKind === 'function' ? makeKind() : undefined;
    const isWhole = typeof key === 'string' && typeof kind === 'string';
    if (word !== 'storage' || !isWhole || !STORAGES[kind] || countOf([count]) === undefined)
      throw refusal(CALLER, 'storages with kind, key and count', 'something else');
    const known = this.storages.get(key);
    if (known) return known;
    const storage = new Storage(kind, Number(count));
    this.storages.set(key, storage);
    return storage;
  }
}

/** Gives every storage its bytes, which lie behind the pickles in the order of `keys`. */
function readNumbers(file: Uint8Array, { reader, storages }: Pickles, keys: unknown): void {
  if (!Array.isArray(keys) || keys.length !== storages.size)
    throw refusal(CALLER, `the keys of ${storages.size} storages`, 'another list');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = reader.position;
  for (const key of keys) {
    const storage = storages.get(key);
    if (!storage || storage.bytes.length > 0)
      throw refusal(CALLER, 'every storage once', quoted(String(key)));
    const { width } = itemAt([STORAGES[storage.kind] ?? { width: 1 }], 0);
    const size = storage.count * width;
    const count = at + 8 <= file.length ? view.getBigInt64(at, true) : -1n;
    if (count !== BigInt(storage.count) || size > file.length - at - 8)
      throw refusal(
        CALLER,
        `${storage.count} numbers of storage ${quoted(String(key))} at byte ${at}`,
        count < 0n ? 'the end of the file' : `${count} in ${file.length - at - 8} bytes`,
      );
    storage.bytes = file.subarray(at + 8, at + 8 + size);
    at += 8 + size;
  }
  if (at !== file.length) throw refusal(CALLER, `a file of ${at} bytes`, `one of ${file.length}`);
}

/** A view of a storage: number `i` of axis `a` is `stride[a]` numbers behind number `i` − 1. */
interface Strided {
  shape: number[];
  stride: number[];
  offset: number;
  count: number;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => countOf([each]) !== undefined);
}

/** @throws Error unless the view lies within `available` numbers. */
function checkView(name: string, value: Rebuilt, available: number): Strided {
  const { shape, stride, offset } = value;
  const wrong = (got: string): Error =>
    refusal(CALLER, `${quoted(name)} to be a view of ${available} numbers`, got);
  if (!isCounts(shape) || !isCounts(stride) || countOf([offset]) === undefined)
    throw wrong('sizes that are no whole numbers');
  const count = countOf(shape);
  const begin = Number(offset);
  const last = shape.reduce((at, size, axis) => at + (size - 1) * (stride[axis] ?? 0), begin);
  const isInside = count === 0 ? begin <= available : last < available;
  if (shape.length !== stride.length || count === undefined || count > available || !isInside)
    throw wrong(`shape ${quoted(`[${shape.join(', ')}]`)} from ${begin} to ${last}`);
  return { shape, stride, offset: begin, count };
}

/** Numbers of a view in the order of its axes, last one fastest; strides need not be in that order. */
function inOrder(all: Float32Array, { shape, stride, count }: Strided): Float32Array {
  const values = new Float32Array(count);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    values[to] = itemAt(all, from);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [size, step] = [itemAt(shape, axis), itemAt(stride, axis)];
      const next = itemAt(index, axis) + 1;
      from += step;
      if (next < size) {
        index[axis] = next;
        break;
      }
      from -= step * size;
      index[axis] = 0;
    }
  }
  return values;
}

function isInOrder({ shape, stride }: Strided): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== expected) return false;
    expected *= itemAt(shape, axis);
  }
  return true;
}

function storedTensor(name: string, value: unknown): StoredTensor {
  if (!(value instanceof Rebuilt) || !(value.storage instanceof Storage))
    throw refusal(CALLER, `${quoted(name)} to be a tensor`, 'something else', {
      remedy: 'save the state_dict() of the model alone',
    });
  const { type, width } = itemAt([STORAGES[value.storage.kind] ?? { type: '', width: 1 }], 0);
  const view = checkView(name, value, value.storage.count);
  const { shape, stride, offset, count } = view;
  const reach = shape.reduce((at, size, axis) => at + (size - 1) * itemAt(stride, axis), 1);
  const end = count === 0 ? offset : offset + reach;
  const bytes = value.storage.bytes.subarray(offset * width, end * width);
  return {
    name,
    shape,
    type,
    bytes,
    values: () => {
      const all = decodePlain(type, bytes) ?? new Float32Array(0);
      return isInOrder(view) ? all : inOrder(all, view);
    },
  };
}

/**
 * Reads a table of tensors (`state_dict`) that `torch.save` wrote in its format before version 1.6, or with
 * `_use_new_zipfile_serialization=False`.
 *
 * Such a file is a program of Python's pickle. Four names are understood (`OrderedDict`, `_rebuild_tensor_v2`,
 * `FloatStorage`, `LongStorage`), each as plain data; any other is refused, so that no file can run anything.
 *
 * @param source path of the file, or its bytes.
 * @returns the tensors by name. `values()` gives the numbers in the order of the shape, whatever the strides were.
 * @throws Error if the file cannot be read, is not what the format says, or calls something else.
 * @see https://docs.python.org/3/library/pickle.html, on why pickles are dangerous
 * @example
 * let reason = '';
 * try { readTorchLegacy(Uint8Array.of(1, 2, 3)); } catch (error) { reason = String(error); }
 * reason.includes('expected a file that begins like torch.save before version 1.6'); // true
 */
export function readTorchLegacy(source: FileSource): TensorFile {
  const file = readSource(CALLER, source);
  if (Buffer.compare(file.subarray(0, MAGIC.length), MAGIC) !== 0)
    throw refusal(CALLER, 'a file that begins like torch.save before version 1.6', 'another one', {
      remedy: 'save it with torch.save(…, _use_new_zipfile_serialization=False)',
    });
  const reader = new GuardedReader(file);
  reader.skip(MAGIC.length);
  const pickles = new Pickles(reader);
  const protocol = pickles.next('the protocol');
  if (protocol !== PROTOCOL)
    throw refusal(CALLER, `protocol ${PROTOCOL}`, quoted(String(protocol)));
  const system = pickles.next('the system');
  if (!(system instanceof Map) || system.get('little_endian') !== true)
    throw refusal(CALLER, 'a file of a little-endian machine', 'another one');
  const table = pickles.next('tensors');
  if (!(table instanceof Map)) throw refusal(CALLER, 'a table of tensors', 'something else');
  readNumbers(file, pickles, pickles.next('the keys of storages'));
  const tensors = [...table].map(([name, value]) => {
    if (typeof name === 'string') return [name, storedTensor(name, value)] as const;
    throw refusal(CALLER, 'names that are texts', quoted(String(name)));
  });
  return tensorFile(new Map(tensors));
}
