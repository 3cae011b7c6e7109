/**
 * `node:module` in a page: a small loader of CommonJS over the files in memory. Exercises come as compiled files, and
 * the library loads each by its path.
 */
import path from 'path-browserify';
import { existsSync, readFileSync } from './files';

type Require = ((id: string) => unknown) & { resolve(id: string): string };

const loaded = new Map<string, { exports: unknown }>();
const known = new Map<string, () => unknown>();

/** Lets files import a module by its name. */
export function provide(name: string, load: () => unknown): void {
  known.set(name, load);
}

/** The module of that name, or `undefined` where a page has none. */
export function provided(name: string): (() => unknown) | undefined {
  return known.get(name) ?? known.get(name.replace(/^node:/, ''));
}

export function createRequire(from: string): Require {
  const load = (id: string): unknown => {
    const module = provided(id);
    if (module) return module();
    const file = resolve(from, id);
    return run(file);
  };
  return Object.assign(load, { resolve: (id: string) => (provided(id) ? id : resolve(from, id)) });
}

function resolve(from: string, id: string): string {
  const base = path.resolve(path.dirname(from), id);
  const found = [base, `${base}.js`, `${base}/index.js`].find(
    (file) => file.endsWith('.js') && existsSync(file),
  );
  if (found !== undefined) return found;
  throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
}

function run(file: string): unknown {
  const before = loaded.get(file);
  if (before) return before.exports;
  const module = { exports: {} as unknown };
  loaded.set(file, module);
  const code = `${String(readFileSync(file, 'utf8'))}\n//# sourceURL=${file}`;
  const body = new Function('exports', 'require', 'module', '__filename', '__dirname', code);
  body(module.exports, createRequire(file), module, file, path.dirname(file));
  return module.exports;
}

export default { createRequire };
