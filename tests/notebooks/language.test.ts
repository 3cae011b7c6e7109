/** Stored notebooks say of their language what the kernel says. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { KERNEL_INFO } from '../../kernel/dist/wire/kernel-info';

const NOTEBOOKS = path.join(__dirname, '..', '..', 'notebooks');

interface Stored {
  metadata: { language_info: unknown };
}

test('JupyterLab has nothing to correct when it opens a chapter, and asks nobody to save it', () => {
  const files = fs.readdirSync(NOTEBOOKS).filter((file) => file.endsWith('.ipynb'));
  assert.ok(files.length >= 25, `${files.length} notebooks`);
  for (const file of files) {
    const { metadata } = JSON.parse(fs.readFileSync(path.join(NOTEBOOKS, file), 'utf8')) as Stored;
    assert.deepEqual(metadata.language_info, KERNEL_INFO.language_info, file);
  }
});
