/** The course's data on a page: scripts that hand over packed files, each loaded when a cell first needs it. */
import { loadScript } from '../../theme/load-script';
import type { CourseFile } from '../protocol';

declare global {
  interface Window {
    /** Files by data set: path, and its bytes packed by gzip, base 64. */
    dltsCellData?: Record<string, [path: string, packed: string][]>;
  }
}

/** @throws Error if the site has no such data set, or its script cannot be loaded */
export async function loadData(name: string): Promise<CourseFile[]> {
  if (!window.dltsCellData?.[name]) await loadScript(`cells/data/${name}.js`);
  const files = window.dltsCellData?.[name];
  if (!files) throw new Error(`cells/data/${name}.js was loaded, but has no files.`);
  return Promise.all(files.map(async ([path, packed]) => ({ path, bytes: await unpack(packed) })));
}

async function unpack(packed: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
