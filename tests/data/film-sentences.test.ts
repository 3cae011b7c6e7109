import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadFilmSentences } from '../../src/data';
import { readArchive } from '../../src/data/archive';
import { readRated } from '../../src/data/film-sentences';
import { tarGz } from './helpers';

test('readRated joins texts with their ratings by number, whatever the order of the rows', () => {
  const texts = '2\t-1.5\tDull.\r\n1\t2\tGreat fun. \r\n';
  const ratings = '1\t2\t0.1\t[3, 2, 1]\n2\t-1.5\t0.5\t[-1, -2]\n';
  assert.deepEqual(readRated(texts, ratings), [
    { text: 'Dull.', ratings: [-1, -2], sum: -3 },
    { text: 'Great fun.', ratings: [3, 2, 1], sum: 6 },
  ]);
});

test('readRated leaves out ratings that cancel out, and texts seen before in any case', () => {
  const texts = '1\t0\tSo so.\n2\t1\tGood.\n3\t1\tGOOD. \n';
  const ratings = '1\t0\t1\t[1, -1]\n2\t1\t0\t[1]\n3\t1\t0\t[2]\n';
  assert.deepEqual(
    readRated(texts, ratings).map(({ text }) => text),
    ['Good.'],
  );
});

test('readArchive reads an archive that lies in memory, and says that a damaged one is', async () => {
  const inner = tarGz({ 'a.txt': 'one', 'b.txt': 'two' });
  const read = async (content: Buffer) => {
    const found: string[] = [];
    for await (const each of readArchive('test', 'inner', (name) => name === 'b.txt', content))
      found.push(each.content.toString());
    return found;
  };
  assert.deepEqual(await read(inner), ['two']);
  await assert.rejects(read(inner.subarray(0, 40)), /test: expected inner to be a whole .tar.gz/);
});

test('loadFilmSentences rejects options that do not exist or are out of range', async () => {
  // @ts-expect-error deliberately misspelled
  await assert.rejects(loadFilmSentences({ paht: 'x' }), RangeError);
  await assert.rejects(loadFilmSentences({ limit: 0 }), RangeError);
});
