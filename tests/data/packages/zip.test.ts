import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readZip } from '../../../src/data/packages/zip';
import { CONTENTS, WHEEL, zip } from './helpers';

const wanted = ['toy/words.txt', 'toy/weights.bin'];
const read = (archive: Buffer) => readZip('load', archive, wanted);
const refused = /^Error: load: expected a whole zip archive; got one that is damaged \(.+\); fetch it again\.$/s; // prettier-ignore

test('readZip gives the files asked for, in that order, also behind a comment', () => {
  const contents = [CONTENTS['words.txt'], CONTENTS['weights.bin']];
  assert.deepEqual(read(WHEEL), contents);
  assert.deepEqual(read(Buffer.concat([WHEEL, Buffer.from('a comment')])), contents);
});

test('readZip refuses what is no archive, is cut off, or lacks a file', () => {
  assert.throws(() => read(Buffer.alloc(0)), refused);
  assert.throws(() => read(Buffer.alloc(100_000)), /it has no directory/);
  assert.throws(() => read(WHEEL.subarray(0, -1)), refused);
  assert.throws(() => read(zip({ 'toy/words.txt': Buffer.from('x') })), /it holds no toy\/weights\.bin/); // prettier-ignore
});

test('readZip unpacks no more than the directory announces', () => {
  const bomb = zip({ 'toy/words.txt': Buffer.alloc(1e6), 'toy/weights.bin': Buffer.alloc(1) });
  const entry = bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  bomb.writeUInt32LE(1000, entry + 24);
  assert.throws(() => read(bomb), /Cannot create a Buffer larger than 1000 bytes/);
});

test('readZip refuses or reads whatever byte is changed', () => {
  for (let at = 0; at < WHEEL.length; at++)
    for (const value of [0, 255]) {
      const copy = Buffer.from(WHEEL);
      copy[at] = value;
      try {
        read(copy);
      } catch (error) {
        assert.match(String(error), refused, `byte ${at}`);
      }
    }
});
