import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureEncoder, featureEncoderFromJSON } from '../../src/data';
import { assertClose, assertNoLeak, loose } from './helpers';

const TRAIN = [
  { weight: 1, power: 10, origin: 'USA' },
  { weight: 3, power: null, origin: 'Japan' },
  { weight: 5, power: 40, origin: null },
  { weight: 7, power: 20, origin: 'USA' },
  { weight: 9, power: 10, origin: 'Japan' },
];
const OPTIONS = { numbers: ['weight', 'power'], categories: ['origin'] };

test('numbers are scaled and filled, gaps marked, categories spread, all by the training rows', () => {
  const encoder = featureEncoder(TRAIN, OPTIONS);
  assert.deepEqual(encoder.names, [
    'weight',
    'power',
    'power missing',
    'origin = Japan',
    'origin = USA',
    'origin missing',
  ]);
  const x = encoder.transform([
    { weight: 13, power: null, origin: 'Japan' },
    { weight: 5, power: 29, origin: null },
    { weight: -3, power: 15, origin: 'USA' },
  ]);
  assert.deepEqual([x.shape, x.dtype], [[3, 6], 'float32']);
  // weight: mean 5, deviation √8; power filled with 15 (median of 10, 10, 20, 40): mean 19, deviation √124
  const [w, p] = [Math.sqrt(8), Math.sqrt(124)];
  assertClose(x.dataSync(), [
    ...[8 / w, -4 / p, 1, 1, 0, 0],
    ...[0, 10 / p, 0, 0, 0, 1],
    ...[-8 / w, -4 / p, 0, 0, 1, 0],
  ]);
  x.dispose();
});

test('nothing is learned from the rows that are transformed, and they stay as they are', () => {
  const encoder = featureEncoder(TRAIN, { numbers: ['weight'] });
  const rows = [{ weight: 13 }];
  const [once, again] = [encoder.transform(rows), encoder.transform([...rows, { weight: 1e6 }])];
  assert.equal(once.dataSync()[0], again.dataSync()[0]);
  assert.deepEqual(rows, [{ weight: 13 }]);
  once.dispose();
  again.dispose();
});

test('an encoder that went through JSON gives the same numbers', () => {
  const encoder = featureEncoder(TRAIN, { ...OPTIONS, unseen: 'zeros' });
  const back = featureEncoderFromJSON(JSON.stringify(encoder));
  const rows = [...TRAIN, { weight: 2, power: 3, origin: 'Mars' }];
  const [a, b] = [encoder.transform(rows), back.transform(rows)];
  assert.deepEqual(a.arraySync(), b.arraySync());
  assert.deepEqual(back.names, encoder.names);
  a.dispose();
  b.dispose();
  for (const wrong of [{}, { kind: 'features' }, { kind: 'features', features: [{ column: 'a' }] }])
    assert.throws(() => featureEncoderFromJSON(loose(wrong)), /as toJSON gives/);
  assert.throws(() => featureEncoderFromJSON(loose(null)), /as toJSON gives/);
});

test('a category that training has not seen is named, or left at zeros when asked for', () => {
  const rows = [
    { weight: 1, power: 1, origin: 'USA' },
    { weight: 1, power: 1, origin: 'Usa' },
  ];
  assert.throws(
    () => featureEncoder(TRAIN, OPTIONS).transform(rows),
    /column origin that training has seen \("Japan", "USA", null\); got "Usa" in row 1/,
  );
  const zeros = featureEncoder(TRAIN, { categories: ['origin'], unseen: 'zeros' }).transform(rows);
  assert.deepEqual(zeros.arraySync(), [
    [0, 1, 0],
    [0, 0, 0],
  ]);
  zeros.dispose();
});

test('what is no number is named with column and row, and so is a gap that training did not have', () => {
  const { transform } = featureEncoder(TRAIN, { numbers: ['weight'] });
  assert.throws(() => transform([{ weight: 1 }, { weight: '3,504' }]), /column weight; got "3,504" in row 1/); // prettier-ignore
  assert.throws(
    () => transform([{ weight: Infinity }]),
    /column weight; got null in row 0|Infinity/,
  );
  assert.throws(() => transform([{ weight: null }]), /weight, which was never missing in training/);
  assert.throws(() => transform([{ Weight: 1 }]), /the column weight in each row; got row 0 with Weight/); // prettier-ignore
  const mixed = [{ a: 1 }, { a: 'x' }];
  assert.throws(() => featureEncoder(mixed, { numbers: ['a'] }), /column a; got "x" in row 1/);
  assert.throws(
    () => featureEncoder(mixed, { categories: ['a'] }),
    /labels of one kind in column a/,
  );
  assert.throws(() => featureEncoder([{ a: null }], { numbers: ['a'] }), /got none in 1 rows/);
});

test('options are checked', () => {
  assert.throws(() => featureEncoder([], { numbers: ['a'] }), /got 0 rows and 1 columns/);
  assert.throws(() => featureEncoder(TRAIN), /got 5 rows and 0 columns/);
  const twice = { numbers: ['weight'], categories: ['weight'] };
  assert.throws(() => featureEncoder(TRAIN, twice), /2 columns, weight twice/);
  assert.throws(() => featureEncoder(TRAIN, loose({ number: ['weight'] })), /did you mean numbers/);
  assert.throws(
    () => featureEncoder(TRAIN, { numbers: ['weight'], unseen: loose('ignore') }),
    /unseen to be 'refuse' or 'zeros'; got "ignore"/,
  );
});

test('fitting and transforming leave nothing behind but the result', () =>
  assertNoLeak(() => featureEncoder(TRAIN, OPTIONS).transform(TRAIN).dispose()));
