/** What the library imports, its package names: whoever installs it by itself gets all of it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT, sourceFiles } from './sources';

/** Static and dynamic imports, and what is required under whatever name. */
const IMPORT =
  /\b(?:from |import |(?:import|require|requireFromTfjs)\()'((?:@[\w-]+\/)?[\w-][\w./:-]*)'/g;

test('every package that src imports is a dependency of its package.json', () => {
  const { dependencies, peerDependencies } = JSON.parse(
    fs.readFileSync(path.join(ROOT, 'src', 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'peerDependencies', Record<string, string>>;
  const declared = new Set([
    ...Object.keys(dependencies),
    ...Object.keys(peerDependencies),
    'dlts',
  ]);
  const imported = sourceFiles('src').flatMap((file) => {
    const code = fs.readFileSync(path.join(ROOT, file), 'utf8').replace(/^\s*(\*|\/\/).*$/gm, '');
    return [...code.matchAll(IMPORT)].map(([, name = '']) => ({
      file,
      name: name.split('/', name.startsWith('@') ? 2 : 1).join('/'),
    }));
  });
  const packages = imported.filter(({ name }) => !isBuiltin(name));
  assert.ok(packages.some(({ name }) => name === '@tensorflow/tfjs-core'));
  assert.deepEqual(
    packages.filter(({ name }) => !declared.has(name)),
    [],
  );
});
