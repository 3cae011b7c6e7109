/** Every command can be read before anything is installed or compiled: it is what installs and compiles. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(__dirname, '..', '..');
let folder: string;

before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts clone '));
  for (const name of ['package.json', 'package-lock.json', 'requirements-tensorflow.txt'])
    fs.copyFileSync(path.join(ROOT, name), path.join(folder, name));
  for (const name of ['scripts', 'bench'])
    fs.cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Package {
  scripts: Record<string, string>;
}
const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Package;

for (const [name, command] of Object.entries(scripts)) {
  const [, file] = /^node (\S+\.mjs)$/.exec(command) ?? [];
  if (!file) continue;
  test(`npm run ${name}`, () => {
    // Imported from elsewhere, a script defines its command and does not run it.
    const program = `import(${JSON.stringify(pathToFileURL(path.join(folder, file)).href)})`;
    assert.equal(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }), '');
  });
}
