/**
 * Messages of the compiler without this machine's paths: modules as the reader imports them.
 *
 * TypeScript prints the type of a module as `typeof import("/home/…/src/dist/index")`.
 */
import type { SourceFiles } from './files';

const IMPORT = /\bimport\("((?:[A-Za-z]:)?\/[^"]+)"\)/g;
const QUOTED = /'((?:[A-Za-z]:)?\/[^'\n]+)'/g;

type Files = Pick<SourceFiles, 'folder' | 'read' | 'exists'>;

/** A message whose modules and files are named from the notebook, or by their packages. */
export function withoutPaths(message: string, files: Files): string {
  return message
    .replace(IMPORT, (_, file: string) => `import("${moduleOf(file, files)}")`)
    .replace(QUOTED, (_, file: string) => `'${shortFile(file, files.folder)}'`);
}

/** How a cell would import a file whose path has no ending. */
function moduleOf(file: string, files: Files): string {
  const isDeclared = files.exists(`${file}.d.ts`) || file.includes('/node_modules/');
  const found = isDeclared ? packageOf(file, files) : undefined;
  if (!found) return relative(files.folder, file);
  const { name, root, types } = found;
  const inside = file.slice(root.length + 1);
  return inside === types ? name : `${name}/${inside}`;
}

interface Package {
  name: string;
  root: string;
  /** The file of its own types, from its root and without ending. */
  types: string;
}

/** The package to which a file belongs. */
function packageOf(file: string, files: Files): Package | undefined {
  for (let root = parent(file); root.includes('/'); root = parent(root)) {
    const text = files.read(`${root}/package.json`);
    const { name, types, typings, main = 'index' } = parsed(text);
    if (typeof name !== 'string') continue;
    const entry = [types, typings, main].find((each) => typeof each === 'string') ?? 'index';
    const named = name.replace(/^@types\//, '');
    return {
      name: named,
      root,
      types: entry.replace(/^\.\//, '').replace(/(\.d)?\.[cm]?[jt]s$/, ''),
    };
  }
  return undefined;
}

function parsed(text: string | undefined): Record<string, unknown> {
  try {
    return JSON.parse(text ?? '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}

function parent(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** `./helper` or `../other/helper`. */
function relative(folder: string, file: string): string {
  const from = folder.split('/');
  const to = file.split('/');
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  const up = from.length - same;
  return [up === 0 ? '.' : Array(up).fill('..').join('/'), ...to.slice(same)].join('/');
}

function shortFile(file: string, folder: string): string {
  const inPackages = file.lastIndexOf('/node_modules/');
  if (inPackages >= 0) return file.slice(inPackages + 1);
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
