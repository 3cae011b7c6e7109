/** No file leads back to itself by its imports, not even by types: each can be read after those that it stands on. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { ROOT, sourceFiles } from './sources';

/** Static, dynamic, and those of types, in code or in a comment. */
const IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.[^'"]*)['"]/g;

/** Addresses that a module specifier may mean, below the top folder. */
function candidates(file: string, specifier: string): string[] {
  const target = path.posix
    .join(path.posix.dirname(file), specifier)
    .replace(/^(src|kernel)\/dist\//, '$1/')
    .replace(/\.js$/, '');
  return [target, `${target}.ts`, `${target}/index.ts`];
}

function importsOf(file: string, known: ReadonlySet<string>): string[] {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].flatMap(
    ([, specifier = '']) => candidates(file, specifier).find((each) => known.has(each)) ?? [],
  );
}

/** The first circle among files, each importing the next one, or nothing. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] | undefined => {
    const at = trail.indexOf(file);
    if (at >= 0) return [...trail.slice(at), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('imports run in no circle', () => {
  const files = sourceFiles('src', 'kernel', 'scripts', 'bench', 'site', 'lab');
  const known = new Set(files);
  const imports = new Map(files.map((file) => [file, importsOf(file, known)]));

  test('in src, kernel, scripts, bench and site', () => {
    const edges = [...imports.values()].flat().length;
    assert.ok(edges > files.length, `${edges} imports among ${files.length} files were found`);
    assert.equal(circleIn(imports)?.join('\n → '), undefined);
  });

  test('and one that is made is found', () => {
    const { file, target } = { file: 'src/host/html.ts', target: 'src/index.ts' };
    const circle = circleIn(new Map([...imports, [file, [target]]]));
    assert.ok(circle?.includes(file) && circle.includes(target), String(circle));
  });
});
