/** What the tests of formats share: files that the real packages wrote, and what becomes of damaged ones. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TensorFile } from '../../../src/data/formats/source';

const folder = path.join(__dirname, '..', '..', 'fixtures');

export const fixturePath = (name: string): string => path.join(folder, name);
export const fixtureBytes = (name: string): Buffer => readFileSync(fixturePath(name));

interface Expected {
  shape: number[];
  values: number[];
}

/** Names, shapes and numbers that the fixture's script found in its own files. */
export const expected: Record<
  'safetensors' | 'torch' | 'gguf',
  Record<string, Expected>
> = JSON.parse(fixtureBytes('formats.json').toString('utf8'));

/** Asserts that the file holds all of these tensors, number for number. */
export function assertTensors(file: TensorFile, wanted: Record<string, Expected>): void {
  for (const [name, { shape, values }] of Object.entries(wanted)) {
    const tensor = file.tensor(name);
    assert.deepEqual(tensor.shape, shape, name);
    // −0 is as good as 0.
    const numbers = (list: ArrayLike<number>): number[] => Array.from(list, (value) => value + 0);
    assert.deepEqual(numbers(tensor.values()), numbers(Float32Array.from(values)), name);
  }
}

/** An error in the house's dialect, on one line of sane length. */
const DIALECT = /^(read\w+|tensor|dequantize\w+): expected .+; got .+; .+\.$/;

/** Runs `read`, which may succeed or refuse: anything but a refusal in the dialect is a failure. */
export function refusesOrReads(read: () => unknown, what: string): void {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof Error, what);
    assert.match(error.message, DIALECT, `${what}: ${error.stack}`);
    assert.ok(error.message.length < 700, `${what}: ${error.message.length} letters`);
  }
}

/** Reads every tensor too: what a header says is believed no later than this. */
export function readAll(file: TensorFile): void {
  for (const tensor of file.tensors.values()) {
    if (/^(Q5_0|F8_E4M3)$/.test(tensor.type)) continue;
    const count = tensor.shape.reduce((product, size) => product * size, 1);
    assert.equal(tensor.values().length, count, tensor.name);
  }
}

/** Every cut of the file, and `rounds` copies with one to three bytes changed, from a fixed seed. */
export function* damaged(file: Buffer, rounds: number): Generator<[string, Buffer]> {
  for (let length = 0; length < file.length; length++)
    yield [`cut to ${length} bytes`, file.subarray(0, length)];
  let state = 12345;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
  for (let round = 0; round < rounds; round++) {
    const copy = Buffer.from(file);
    const changes = Array.from({ length: 1 + below(3) }, () => {
      const [at, value] = [below(file.length), below(256)];
      copy[at] = value;
      return `byte ${at} = ${value}`;
    });
    yield [changes.join(', '), copy];
  }
}
