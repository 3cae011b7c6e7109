import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { readSafetensors, writeSafetensors } from '../../../src/data';
import { tf } from '../../../src/engine';
import { python, withoutKeras } from '../../models/keras/exchange';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-safetensors-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'w.safetensors');
const matrix = () => tf.tensor2d([0.5, -1, 2, 3e-8, -0, 7], [2, 3]);

describe('writeSafetensors', () => {
  test('writes floats, whole numbers, truth values and plain arrays, which come back bit for bit', () => {
    const ids = tf.tensor1d([3, -5, 7], 'int32');
    const mask = tf.tensor1d([true, false], 'bool');
    const plain = { shape: [1, 2], values: Float32Array.of(11, 13) };
    writeSafetensors(
      file,
      { 'a/kernel': matrix(), ids, mask, plain, none: tf.zeros([0, 5]) },
      { format: 'pt' },
    );
    const { tensor, tensors, metadata } = readSafetensors(file);
    assert.equal(tensors.size, 5);
    assert.deepEqual(metadata, { format: 'pt' });
    assert.deepEqual(tensor('a/kernel').shape, [2, 3]);
    assert.deepEqual(tensor('a/kernel').values(), matrix().dataSync());
    assert.deepEqual([tensor('ids').type, ...tensor('ids').values()], ['I32', 3, -5, 7]);
    assert.deepEqual([tensor('mask').type, ...tensor('mask').values()], ['BOOL', 1, 0]);
    assert.deepEqual([...tensor('plain').values()], [11, 13]);
    assert.deepEqual(tensor('none').shape, [0, 5]);
  });

  test('the Python package reads it, and reads the same', { skip: withoutKeras }, () => {
    writeSafetensors(file, { w: matrix(), b: tf.tensor1d([1, 2], 'int32') }, { by: 'dlts' });
    const code = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], "numpy") as f:
    print(json.dumps([f.metadata(), {k: [str(f.get_tensor(k).dtype), f.get_tensor(k).tolist()] for k in sorted(f.keys())}]))`;
    const [metadata, tensors] = JSON.parse(
      execFileSync(python, ['-c', code, file], { encoding: 'utf8' }),
    );
    assert.deepEqual(metadata, { by: 'dlts' });
    assert.deepEqual(tensors.b, ['int32', [1, 2]]);
    assert.equal(tensors.w[0], 'float32');
    assert.deepEqual(
      tensors.w[1].map((row: number[]) => row.map(Math.fround)),
      matrix().arraySync(),
    );
  });

  test('refuses other types and values, and writes nothing then', () => {
    const other = path.join(folder, 'other.safetensors');
    assert.throws(
      () => writeSafetensors(other, { text: tf.tensor1d(['a']) }),
      /^TypeError: writeSafetensors: expected tensors of type float32, int32 or bool; got string in 'text'; cast it first\.$/,
    );
    assert.throws(
      () => writeSafetensors(other, { w: { shape: [3], values: Float32Array.of(1) } }),
      /expected a Float32Array of 3 numbers for 'w' \[3\]; got other values/,
    );
    assert.throws(
      () => writeSafetensors(other, { __metadata__: matrix() }),
      /no tensor named __metadata__; got one/,
    );
    assert.equal(fs.existsSync(other), false);
  });

  test('leaves no tensor behind', () => {
    const w = matrix();
    const { numTensors } = tf.memory();
    writeSafetensors(file, { w });
    assert.equal(tf.memory().numTensors, numTensors);
  });
});
