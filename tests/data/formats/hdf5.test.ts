import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { unzipSync } from 'fflate';
import { hdf5Bytes, readHdf5 } from '../../../src/data';
import { damaged, fixturePath, readAll, refusesOrReads } from './fixture';

const numbers = (count: number) => Float32Array.from({ length: count }, (_, at) => at / 7 - 3);
const array = (name: string, ...shape: number[]) => ({
  name,
  shape,
  values: numbers(shape.reduce((product, size) => product * size, 1)),
});
/** What h5py wrote for Keras. */
const byPython = () => {
  const files = unzipSync(new Uint8Array(readFileSync(fixturePath('keras/sequential.keras'))));
  return Buffer.from(files['model.weights.h5'] as Uint8Array);
};

describe('readHdf5', () => {
  test('finds every array of a file of h5py, under its path', () => {
    const file = readHdf5(byPython());
    assert.deepEqual(file.tensor('layers/conv2d/vars/0').shape, [3, 3, 2, 3]);
    assert.equal(file.tensor('layers/dense/vars/1').type, 'F32');
    assert.equal(file.tensors.size, 15);
    readAll(file);
  });

  test('every cut, and 2,000 damaged copies: read, or refused with a message', () => {
    const whole = hdf5Bytes([array('a/b', 2, 3), array('c', 5)]);
    for (const [what, bytes] of damaged(Buffer.from(whole), 2000))
      refusesOrReads(() => readAll(readHdf5(bytes)), what);
  });

  test('refuses what it does not read, by name', () => {
    const newer = Buffer.from(byPython());
    newer[8] = 3;
    assert.throws(
      () => readHdf5(newer),
      /expected a superblock of version 0 or 1; got version 3; write it with h5py/,
    );
    assert.throws(() => readHdf5(Buffer.alloc(100)), /expected a file that begins with HDF/);
  });
});

describe('hdf5Bytes', () => {
  test('gives back names, shapes and numbers, of one array and of a thousand in one group', () => {
    const many = Array.from({ length: 1000 }, (_, at) => array(`layers/dense_${at}/vars/0`, 2, 3));
    const arrays = [
      array('scalar'),
      array('empty', 0, 3),
      array('deep/deeper/deepest', 2, 3, 5),
      ...many,
    ];
    const file = readHdf5(hdf5Bytes(arrays));
    assert.equal(file.tensors.size, arrays.length);
    for (const { name, shape, values } of arrays) {
      assert.deepEqual(file.tensor(name).shape, shape);
      assert.deepEqual(file.tensor(name).values(), values);
    }
  });

  test('refuses shapes that do not fit, other numbers, and a path twice', () => {
    const wrong = { ...array('w', 2, 3), shape: [2, 5] };
    assert.throws(
      () => hdf5Bytes([wrong]),
      /^RangeError: hdf5Bytes: expected 10 numbers for w \[2, 5\]; got 6; give/,
    );
    assert.throws(
      () => hdf5Bytes([{ ...array('w', 1), values: [1] as never }]),
      /^TypeError: hdf5Bytes: expected a Float32Array in w/,
    );
    assert.throws(() => hdf5Bytes([array('w', 1), array('w', 1)]), /got 'w' again/);
    assert.throws(() => hdf5Bytes([array('a//b', 1)]), /with an empty part/);
  });
});
