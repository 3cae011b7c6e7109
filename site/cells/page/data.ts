/** The course's data on a page: scripts that hand over packed files, each loaded when a cell first needs it. */
import { loadScript } from '../../theme/load-script';
import type { CourseFile } from '../protocol';

/** A file, or a piece of one that several scripts bring: its bytes packed by gzip, base 64. */
type Packed = [path: string, packed: string];

declare global {
  interface Window {
    /** Files by data set. */
    dltsCellData?: Record<string, Packed[]>;
    /** Size of each data set, and how many scripts bring it. */
    dltsDataSets?: Record<string, { bytes: number; parts: number }>;
  }
}

/**
 * The files of a data set.
 *
 * @param tell hears how much of a large one is there
 * @throws Error if the site has no such data set, or its scripts cannot be loaded
 */
export async function loadData(
  name: string,
  tell: (share: number) => void = () => undefined,
): Promise<CourseFile[]> {
  const { parts } = window.dltsDataSets?.[name] ?? { parts: 1 };
  const pieces = new Map<string, Uint8Array<ArrayBuffer>[]>();
  for (let part = 1; part <= parts; part++) {
    for (const [path, packed] of await packedFiles(name, part, parts)) {
      const before = pieces.get(path) ?? [];
      pieces.set(path, [...before, await unpack(packed)]);
    }
    if (parts > 1) tell(part / parts);
  }
  return [...pieces].map(([path, bytes]) => ({ path, bytes: joined(bytes) }));
}

/** What one script hands over; a script of several is not kept, since what it holds is large. */
async function packedFiles(name: string, part: number, parts: number): Promise<Packed[]> {
  const data = (window.dltsCellData ??= {});
  const script = `cells/data/${name}${part === 1 ? '' : `-${part}`}.js`;
  if (!data[name]) await loadScript(script);
  const files = data[name];
  if (!files) throw new Error(`${script} was loaded, but has no files.`);
  if (parts > 1) delete data[name];
  return files;
}

async function unpack(packed: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first, ...more] = pieces;
  if (first && more.length === 0) return first;
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
