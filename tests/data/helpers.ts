/** What the tests of this folder share. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { tf } from '../../src/engine';

/** Runs `body` with a folder that is removed afterwards. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dlts data '));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asserts that `body` leaves as many tensors as it found. */
export async function assertNoLeak(body: () => unknown): Promise<void> {
  const before = tf.memory().numTensors;
  await body();
  assert.equal(tf.memory().numTensors, before, 'tensors left behind');
}

/** Asserts that two lists of numbers agree to `tolerance`. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
): void {
  assert.equal(actual.length, expected.length);
  for (let at = 0; at < actual.length; at++)
    assert.ok(
      Math.abs((actual[at] as number) - (expected[at] as number)) <= tolerance,
      `at ${at}: ${actual[at]} instead of ${expected[at]}`,
    );
}

/** A `.tar.gz` archive of some files, as the tar command writes it. */
export function tarGz(files: Record<string, Buffer | string>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text as string);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(content.length.toString(8).padStart(11, '0') + '\0', 124);
    header.write('        0ustar\0', 148);
    header.write('00', 263);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(sum.toString(8).padStart(6, '0') + '\0 ', 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** Values that no type allows, as they come from files and untyped code. */
export const loose = (value: unknown): never => value as never;
