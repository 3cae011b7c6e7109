/**
 * HDF5 files, as far as h5py writes them by default: groups in groups, and whole arrays of numbers in them.
 *
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html, "HDF5 File Format Specification 3.0"
 */
import { HDF5_SIGNATURE, Hdf5Bytes } from './hdf5-bytes';
import { readDataset, type Hdf5Message } from './hdf5-dataset';
import {
  checkDisjoint,
  quoted,
  readSource,
  refusal,
  tensorFile,
  type FileSource,
  type Region,
  type StoredTensor,
  type TensorFile,
} from './source';

const CALLER = 'readHdf5';
/** Kinds of messages in an object's header. */
const [CONTINUATION, SYMBOL_TABLE, LINK_INFO] = [0x10, 0x11, 0x02];
/** Groups in groups in groups: no file of weights goes deeper. */
const MOST_DEPTH = 32;

/** Where the root group's header is; everything that the superblock fixes is checked. */
function readSuperblock(file: Hdf5Bytes): number {
  if (!HDF5_SIGNATURE.every((byte, at) => file.bytes[at] === byte))
    throw refusal(CALLER, 'a file that begins with HDF', 'another beginning');
  const version = file.u8(8);
  if (version > 1)
    throw refusal(CALLER, 'a superblock of version 0 or 1', `version ${version}`, {
      remedy: "write it with h5py's default libver='earliest'",
    });
  if (file.u8(13) !== 8 || file.u8(14) !== 8)
    throw refusal(CALLER, 'addresses and lengths of 8 bytes', 'other ones');
  const begin = version === 0 ? 24 : 28;
  if (file.address(begin, 'the base address') !== 0)
    throw refusal(CALLER, 'a file without a user block', 'one with such');
  return file.address(begin + 40, 'the root group');
}

/** The messages of an object's header, those of its continuations too. */
function readMessages(file: Hdf5Bytes, address: number): Hdf5Message[] {
  const version = file.u8(address);
  if (version !== 1)
    throw refusal(CALLER, 'object headers of version 1', `version ${version}`, {
      remedy: "write it with h5py's default libver='earliest'",
    });
  let left = file.u16(address + 2);
  const blocks = [{ at: address + 16, end: address + 16 + file.u32(address + 8) }];
  const messages: Hdf5Message[] = [];
  // A continuation can name a block once more: the count of messages, which the header gives, ends that.
  for (let block = blocks.shift(); block; block = blocks.shift())
    for (let { at } = block; left > 0 && at + 8 <= block.end; left--) {
      const message = { type: file.u16(at), size: file.u16(at + 2), at: at + 8 };
      file.check(message.at, message.size, 'a message');
      if (message.type === CONTINUATION) {
        const begin = file.address(message.at, 'a continuation');
        blocks.push({ at: begin, end: begin + file.length(message.at + 8, 'a continuation') });
      }
      messages.push(message);
      at += 8 + message.size;
    }
  return messages;
}

interface Member {
  name: string;
  address: number;
}

/** Names and addresses of a group's members, read from its B-tree. */
class GroupReader {
  private readonly seen = new Set<number>();
  private readonly names: number;

  constructor(
    private readonly file: Hdf5Bytes,
    heap: number,
  ) {
    file.expectMark(heap, 'HEAP');
    this.names = file.address(heap + 24, 'the names of a group');
  }

  /** The members below one node. */
  members(node: number): Member[] {
    const { file, seen } = this;
    if (seen.has(node)) throw refusal(CALLER, 'each node of a group once', 'one that recurs');
    seen.add(node);
    if (file.mark(node) === 'SNOD') return this.leaf(node);
    file.expectMark(node, 'TREE');
    if (file.u8(node + 4) !== 0) throw refusal(CALLER, 'a tree of names', 'a tree of another kind');
    const count = file.u16(node + 6);
    return Array.from({ length: count }, (_, child) =>
      this.members(file.address(node + 32 + 16 * child, 'a node of a group')),
    ).flat();
  }

  private leaf(node: number): Member[] {
    const { file } = this;
    return Array.from({ length: file.u16(node + 6) }, (_, entry) => {
      const at = node + 8 + 40 * entry;
      if (file.u32(at + 16) === 2)
        throw refusal(CALLER, 'members that are in the file', 'a symbolic link', {
          remedy: 'write the arrays themselves',
        });
      const name = file.text(this.names + file.length(at, 'a name'));
      return { name, address: file.address(at + 8, `member ${quoted(name)}`) };
    });
  }
}

/** Walks groups, and collects the arrays by their paths. */
class TreeReader {
  readonly tensors = new Map<string, StoredTensor>();
  readonly regions: Region[] = [];
  private readonly seen = new Set<number>();

  constructor(private readonly file: Hdf5Bytes) {}

  read(address: number, path: string[]): void {
    const { file, seen } = this;
    if (seen.has(address) || path.length > MOST_DEPTH)
      throw refusal(CALLER, 'each group and array once', `${quoted(path.join('/'))} again`);
    seen.add(address);
    const messages = readMessages(file, address);
    const table = messages.find(({ type }) => type === SYMBOL_TABLE);
    if (table) this.readGroup(table.at, path);
    else if (messages.some(({ type }) => type === LINK_INFO))
      throw refusal(CALLER, 'groups with a symbol table', 'a group with links', {
        remedy: "write it with h5py's default libver='earliest'",
      });
    else this.readArray(messages, path.join('/'));
  }

  private readGroup(at: number, path: string[]): void {
    const { file } = this;
    const reader = new GroupReader(file, file.address(at + 8, 'the names of a group'));
    for (const { name, address } of reader.members(file.address(at, 'the tree of a group')))
      this.read(address, [...path, name]);
  }

  private readArray(messages: Hdf5Message[], name: string): void {
    const { tensor, region } = readDataset(CALLER, this.file, messages, name);
    if (this.tensors.has(name))
      throw refusal(CALLER, 'each name once', `${quoted(name)} a second time`);
    this.tensors.set(name, tensor);
    this.regions.push(region);
  }
}

/**
 * Reads an HDF5 file: names, shapes and types of its arrays at once, numbers when asked for.
 *
 * Names are paths, such as `layers/dense/vars/0`. Read is what h5py writes by default: superblock 0, groups with symbol
 * tables, arrays in one piece. Compressed or chunked arrays, links and the newer structures (`libver='latest'`) are
 * refused by name; attributes are skipped.
 *
 * @param source path of the file, or its bytes.
 * @returns the arrays by path. `values()` decodes the numbers of one to a Float32Array.
 * @throws Error if the file cannot be read, or is not what the format says.
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 * @example
 * const bytes = hdf5Bytes([{ name: 'dense/0', shape: [1, 2], values: Float32Array.of(3, 4) }]);
 * const file = readHdf5(bytes);
 * file.tensor('dense/0').shape; // [ 1, 2 ]
 * file.tensor('dense/0').values(); // Float32Array(2) [ 3, 4 ]
 */
export function readHdf5(source: FileSource): TensorFile {
  const file = new Hdf5Bytes(CALLER, readSource(CALLER, source));
  const reader = new TreeReader(file);
  reader.read(readSuperblock(file), []);
  checkDisjoint(CALLER, reader.regions);
  return tensorFile(reader.tensors);
}
