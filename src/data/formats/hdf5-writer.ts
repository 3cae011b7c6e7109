/**
 * Writes HDF5 files: groups in groups, and float32 arrays in one piece, in the structures that every HDF5 reads.
 *
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html, "HDF5 File Format Specification 3.0"
 */
import { shapeText } from '../../host/checks';
import { HDF5_SIGNATURE } from './hdf5-bytes';

/** An array to be written. */
export interface NamedArray {
  /** Path: groups and the array's name with `/` between. */
  name: string;
  shape: number[];
  values: Float32Array;
}

const CALLER = 'hdf5Bytes';
const SUPERBLOCK_BYTES = 96;
const NOWHERE = 0xffffffffffffffffn;
/** Half of what a node of a group's tree can hold, as HDF5 has it by default. */
const TREE_RANK = 16;
const ENTRY_BYTES = 40;
/** Messages of object headers. */
const [DATASPACE, DATATYPE, FILL_VALUE, LAYOUT, SYMBOL_TABLE] = [1, 3, 5, 8, 17];

interface Group {
  groups: Map<string, Group>;
  arrays: Map<string, NamedArray>;
}

const emptyGroup = (): Group => ({ groups: new Map(), arrays: new Map() });

/** Grows by aligned blocks; each block knows its address. */
class Blocks {
  size = SUPERBLOCK_BYTES;
  readonly parts: Array<{ at: number; bytes: Uint8Array }> = [];

  /** Puts bytes behind the others, at a multiple of 8. @returns where. */
  add(bytes: Uint8Array): number {
    const at = Math.ceil(this.size / 8) * 8;
    this.parts.push({ at, bytes });
    this.size = at + bytes.length;
    return at;
  }

  joined(superblock: Uint8Array): Uint8Array {
    const file = new Uint8Array(this.size);
    file.set(superblock);
    for (const { at, bytes } of this.parts) file.set(bytes, at);
    return file;
  }
}

type Field = [bytes: 1 | 2 | 4 | 8, value: number | bigint];

/** Little-endian numbers, one after the other. */
function fields(...list: Field[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((size, [width]) => size + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of list) {
    if (width === 8) view.setBigUint64(at, BigInt(value), true);
    else if (width === 4) view.setUint32(at, Number(value), true);
    else if (width === 2) view.setUint16(at, Number(value), true);
    else view.setUint8(at, Number(value));
    at += width;
  }
  return bytes;
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** With zeros up to a multiple of 8. */
const padded = (bytes: Uint8Array): Uint8Array =>
  concat(bytes, new Uint8Array((8 - (bytes.length % 8)) % 8));

const letters = (text: string): Uint8Array => new TextEncoder().encode(text);

function objectHeader(messages: Array<[type: number, content: Uint8Array]>): Uint8Array {
  const body = messages.map(([type, content]) => {
    const bytes = padded(content);
    return concat(fields([2, type], [2, bytes.length], [4, 0]), bytes);
  });
  const size = body.reduce((total, message) => total + message.length, 0);
  return concat(fields([2, 1], [2, messages.length], [4, 1], [4, size], [4, 0]), ...body);
}

/** IEEE 754 binary32, little-endian. */
function float32Type(): Uint8Array {
  const kind = fields([1, 0x11], [1, 0x20], [1, 31], [1, 0], [4, 4]);
  return concat(kind, fields([2, 0], [2, 32], [1, 23], [1, 8], [1, 0], [1, 23], [4, 127]));
}

function arrayHeader({ shape }: NamedArray, at: bigint, size: number): Uint8Array {
  const sizes = shape.map((axis): Field => [8, axis]);
  return objectHeader([
    [DATASPACE, fields([1, 1], [1, shape.length], [2, 0], [4, 0], ...sizes)],
    [DATATYPE, float32Type()],
    // Space is taken late, a fill value is written only if set; the default one, 0, is.
    [FILL_VALUE, fields([1, 2], [1, 2], [1, 2], [1, 1], [4, 0])],
    [LAYOUT, fields([1, 3], [1, 1], [8, at], [8, size])],
  ]);
}

function writeArray(blocks: Blocks, array: NamedArray): number {
  const { values } = array;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const at = bytes.length > 0 ? BigInt(blocks.add(bytes)) : NOWHERE;
  return blocks.add(arrayHeader(array, at, bytes.length));
}

/** Names one after the other, each with its place; the empty name is the first. */
function nameHeap(names: string[]): { bytes: Uint8Array; places: Map<string, number> } {
  const places = new Map<string, number>();
  let bytes: Uint8Array = new Uint8Array(8);
  for (const name of names) {
    places.set(name, bytes.length);
    bytes = concat(bytes, padded(concat(letters(name), new Uint8Array(1))));
  }
  return { bytes, places };
}

/** Tree and heap of a group, and where they are. */
interface GroupPlace {
  header: number;
  tree: number;
  heap: number;
}

/** @param leafRank half of what one leaf of a group's tree can hold */
function writeGroup(blocks: Blocks, group: Group, leafRank: number): GroupPlace {
  const members = [
    ...[...group.groups].map(([name, child]) => ({
      name,
      ...writeGroup(blocks, child, leafRank),
    })),
    ...[...group.arrays].map(([name, array]) => ({
      name,
      header: writeArray(blocks, array),
      tree: undefined,
      heap: undefined,
    })),
  ].sort((a, b) => Buffer.compare(letters(a.name), letters(b.name)));
  const { bytes, places } = nameHeap(members.map(({ name }) => name));
  const names = blocks.add(bytes);
  const heap = blocks.add(
    concat(letters('HEAP'), fields([4, 0], [8, bytes.length], [8, 1], [8, names])),
  );
  const entries = members.map(({ name, header, tree, heap: heapOf }) => {
    const place = places.get(name) ?? 0;
    const rest: Field[] =
      tree === undefined
        ? [[4, 0], [4, 0], [8, 0], [8, 0]] // prettier-ignore
        : [[4, 1], [4, 0], [8, tree], [8, heapOf]]; // prettier-ignore
    return { place, bytes: fields([8, place], [8, header], ...rest) };
  });
  const tree = writeTree(blocks, entries, leafRank);
  const header = blocks.add(objectHeader([[SYMBOL_TABLE, fields([8, tree], [8, heap])]]));
  return { header, tree, heap };
}

/** A tree of one level: leaves with up to 2 · `leafRank` members each, in the order of their names. */
function writeTree(
  blocks: Blocks,
  entries: Array<{ place: number; bytes: Uint8Array }>,
  leafRank: number,
): number {
  const children: Uint8Array[] = [];
  for (let from = 0; from < entries.length; from += 2 * leafRank) {
    const members = entries.slice(from, from + 2 * leafRank);
    const room = new Uint8Array((2 * leafRank - members.length) * ENTRY_BYTES);
    const start = concat(letters('SNOD'), fields([1, 1], [1, 0], [2, members.length]));
    const leaf = blocks.add(concat(start, ...members.map(({ bytes }) => bytes), room));
    // The key behind a leaf is the last name in it.
    children.push(fields([8, leaf], [8, members.at(-1)?.place ?? 0]));
  }
  const node = concat(
    letters('TREE'),
    fields([1, 0], [1, 0], [2, children.length], [8, NOWHERE], [8, NOWHERE], [8, 0]),
    ...children,
  );
  return blocks.add(concat(node, new Uint8Array((2 * TREE_RANK - children.length) * 16)));
}

function superblock(root: GroupPlace, leafRank: number, size: number): Uint8Array {
  return concat(
    Uint8Array.from(HDF5_SIGNATURE),
    fields([4, 0], [1, 0], [1, 8], [1, 8], [1, 0], [2, leafRank], [2, TREE_RANK], [4, 0]),
    fields([8, 0], [8, NOWHERE], [8, size], [8, NOWHERE]),
    fields([8, 0], [8, root.header], [4, 1], [4, 0], [8, root.tree], [8, root.heap]),
  );
}

/** @throws RangeError or TypeError if the array cannot be written so. */
function checkArray({ name, shape, values }: NamedArray): void {
  if (!(values instanceof Float32Array))
    throw new TypeError(
      `${CALLER}: expected a Float32Array in ${name}; got another type; convert it with Float32Array.from().`,
    );
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== values.length)
    throw new RangeError(
      `${CALLER}: expected ${count} numbers for ${name} ${shapeText(shape)}; got ${values.length}; ` +
        'give the array its shape.',
    );
}

function groupTree(arrays: readonly NamedArray[]): Group {
  const root = emptyGroup();
  for (const array of arrays) {
    checkArray(array);
    const parts = array.name.split('/');
    const last = parts.pop() ?? '';
    let group = root;
    for (const part of parts) {
      const child = group.groups.get(part) ?? emptyGroup();
      group.groups.set(part, child);
      group = child;
    }
    if ([...parts, last].includes('') || group.arrays.has(last))
      throw new RangeError(
        `${CALLER}: expected each array under a path of its own; got '${array.name}' again or with an empty part; rename it.`,
      );
    group.arrays.set(last, array);
  }
  return root;
}

/** Members of the largest group. */
function mostMembers({ groups, arrays }: Group): number {
  return Math.max(groups.size + arrays.size, ...[...groups.values()].map(mostMembers));
}

/**
 * An HDF5 file with these arrays, as h5py and every other HDF5 library read it.
 *
 * @param arrays name (a path such as `layers/dense/vars/0`), shape and numbers of each
 * @returns the file's bytes.
 * @throws RangeError if a shape does not fit its numbers or a path recurs; TypeError for other numbers than float32.
 * @see {@link readHdf5}
 * @example
 * const bytes = hdf5Bytes([{ name: 'a', shape: [], values: Float32Array.of(7) }]);
 * readHdf5(bytes).tensor('a').values(); // Float32Array(1) [ 7 ]
 */
export function hdf5Bytes(arrays: readonly NamedArray[]): Uint8Array {
  const blocks = new Blocks();
  const tree = groupTree(arrays);
  const leafRank = Math.max(4, Math.ceil(mostMembers(tree) / (4 * TREE_RANK)));
  const root = writeGroup(blocks, tree, leafRank);
  return blocks.joined(superblock(root, leafRank, blocks.size));
}
