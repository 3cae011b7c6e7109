import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOverlap } from '../../src/data';
import { loose } from './helpers';

const train = [
  { id: 1, size: 3, name: 'a' },
  { id: 2, size: 5, name: 'b' },
  { id: 3, size: 5, name: 'b' },
];

test('each row of the test part that is in training is found, by the columns that count', () => {
  const test = [
    { id: 7, size: 5, name: 'b' },
    { id: 2, size: 5, name: 'b' },
    { id: 9, size: 3, name: 'b' },
  ];
  assert.deepEqual(findOverlap(train, test), [{ train: 1, test: 1 }]);
  assert.deepEqual(findOverlap(train, test, { columns: ['size', 'name'] }), [
    { train: 1, test: 0 },
    { train: 1, test: 1 },
  ]);
  assert.deepEqual(findOverlap(train, []), []);
});

test('a text is not the number that it reads like, and a gap is like a gap', () => {
  assert.deepEqual(findOverlap([{ a: 1 }], [{ a: '1' }]), []);
  assert.deepEqual(findOverlap([{ a: null }], [{ a: null }]), [{ train: 0, test: 0 }]);
});

test('a column that a row lacks is named', () => {
  assert.throws(
    () => findOverlap(train, [{ id: 1 }]),
    /expected the column size in each row; got rows without it/,
  );
  assert.throws(() => findOverlap(train, train, loose({ column: ['id'] })), /did you mean columns/);
});
