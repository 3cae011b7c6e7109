import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadBreastCancer, loadCompas, loadWordVectors } from '../../src/data';
import { readWord2Vec } from '../../src/data/word-vectors';

test('loadBreastCancer reads 569 tumors with thirty numbers each, the first as published', async () => {
  const { rows, columns } = await loadBreastCancer();
  assert.equal(rows.length, 569);
  const [first] = rows;
  assert.deepEqual(
    [first?.radiusMean, first?.areaWorst, first?.diagnosis],
    [17.99, 2019, 'malignant'],
  );
  for (const { diagnosis, ...measures } of rows) {
    assert.ok(diagnosis === 'malignant' || diagnosis === 'benign');
    assert.equal(Object.values(measures).filter(Number.isFinite).length, 30);
  }
  assert.deepEqual(Object.keys(columns), Object.keys(first ?? {}));
});

test('readWord2Vec reads words and numbers, and says where a file ends too early', () => {
  const numbers = (values: number[]) => Buffer.from(new Float32Array(values).buffer);
  const file = Buffer.concat([
    Buffer.from('2 3\n'),
    ...[Buffer.from('in '), numbers([1, 2, 3]), Buffer.from('\nout '), numbers([5, 7, 11])],
  ]);
  const { words, values, size } = readWord2Vec(file);
  assert.deepEqual([words, [...values], size], [['in', 'out'], [1, 2, 3, 5, 7, 11], 3]);
  assert.throws(
    () => readWord2Vec(file.subarray(0, 20)),
    /readWord2Vec: expected a first line .*; got "2 3" in 20 bytes; fetch/,
  );
  assert.throws(
    () => readWord2Vec(file.subarray(0, 30)),
    /readWord2Vec: expected 2 words of 3 numbers; got only 1; fetch/,
  );
  for (const claim of ['1e12 300\n', '-1 3\n', 'x\n', '9 9 \n'])
    assert.throws(() => readWord2Vec(Buffer.from(claim + 'in 1234')), RangeError);
});

test('loadCompas and loadWordVectors reject options that do not exist', async () => {
  // @ts-expect-error deliberately misspelled
  await assert.rejects(loadCompas({ paht: 'x' }), RangeError);
  // @ts-expect-error deliberately misspelled
  await assert.rejects(loadWordVectors({ paht: 'x' }), RangeError);
});
