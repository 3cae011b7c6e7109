import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dequantizeQ4_0, dequantizeQ4_1, dequantizeQ8_0, readGguf } from '../../../src/data';
import { loose } from '../helpers';
import {
  assertTensors,
  damaged,
  expected,
  fixtureBytes,
  fixturePath,
  readAll,
  refusesOrReads,
} from './fixture';

const file = fixtureBytes('formats.gguf');
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const uint64 = (value: bigint | number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value: string): Buffer =>
  Buffer.concat([uint64(Buffer.byteLength(value)), Buffer.from(value)]);

interface Parts {
  version?: number;
  tensors?: bigint | number;
  pairs?: Buffer[];
  pairCount?: bigint | number;
  entries?: Buffer[];
  bytes?: number;
}
/** A file of these parts; counts may lie. */
function made({ version = 3, pairs = [], entries = [], bytes = 0, ...counts }: Parts): Buffer {
  const { tensors = entries.length, pairCount = pairs.length } = counts;
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(version),
    uint64(tensors),
    uint64(pairCount),
    ...pairs,
    ...entries,
  ]);
  return Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), Buffer.alloc(bytes)]);
}
const tensor = (name: string, sizes: (bigint | number)[], type: number, offset: bigint | number) =>
  Buffer.concat([text(name), uint32(sizes.length), ...sizes.map(uint64), uint32(type), uint64(offset)]); // prettier-ignore
const pair = (key: string, type: number, ...value: Buffer[]) =>
  Buffer.concat([text(key), uint32(type), ...value]);

describe('readGguf', () => {
  test('gives the numbers of every type as the gguf package dequantizes them', () => {
    const { Q5_0: _, ...decodable } = expected.gguf;
    assertTensors(readGguf(fixturePath('formats.gguf')), decodable);
    assertTensors(readGguf(Buffer.concat([Buffer.of(1), file]).subarray(1)), decodable);
  });

  test('gives metadata of every type', () => {
    const { metadata } = readGguf(file);
    const value = (key: string) => metadata.get(key);
    assert.deepEqual(
      ['n.u8', 'n.i8', 'n.u16', 'n.i16', 'n.u32', 'n.i32', 'n.u64', 'n.i64', 'n.f64'].map(value),
      [255, -128, 65535, -32768, 2 ** 32 - 1, -(2 ** 31), 2 ** 40, -(2 ** 40), 0.1],
    );
    assert.equal(value('n.f32'), Math.fround(1e-5));
    assert.equal(value('n.large'), 2n ** 63n);
    assert.equal(value('n.bool'), true);
    assert.equal(value('text'), 'größe 鲸 🐋');
    assert.deepEqual(value('words'), ['a', 'Ġb', '鲸']);
    assert.deepEqual(value('nested'), [[1, 2], [3]]);
  });

  test('lists a type that it cannot decode, and says so when asked for its numbers', () => {
    const { tensor: named } = readGguf(file);
    assert.equal(named('Q5_0').type, 'Q5_0');
    assert.equal(named('Q5_0').bytes.length, (3 * 64 * 22) / 32);
    assert.throws(() => named('Q5_0').values(), /readGguf: expected numbers of type F32, F16, BF16, Q4_0, Q4_1, Q8_0 in "Q5_0"; got Q5_0;/); // prettier-ignore
  });

  const nested = Buffer.concat(Array.from({ length: 9 }, () => Buffer.concat([uint32(9), uint64(1)]))); // prettier-ignore
  const wrong: [string, Buffer, RegExp][] = [
    ['an empty file', Buffer.alloc(0), /a file that begins with GGUF; got ""; pass a file in the GGUF format/],
    ['other bytes', Buffer.from('PK34 and more'), /begins with GGUF; got "PK34"/],
    ['version 1', made({ version: 1 }), /version 2 or 3 of the format; got 1/],
    ['the versions of a big-endian machine', made({ version: 0x03000000 }), /version 2 or 3/],
    ['2^60 tensors', made({ tensors: 2n ** 60n }), /tensors that fit into the remaining .* bytes; got 1152921504606846976/],
    ['2^64 − 1 values', made({ pairCount: 2n ** 64n - 1n }), /pairs of key and value that fit/],
    ['a text of 2^63 letters', made({ pairs: [pair('a', 8, uint64(2n ** 63n))] }), /the letters of the text of "a" that fit/],
    ['an array of 2^40 numbers', made({ pairs: [pair('a', 9, uint32(4), uint64(2n ** 40n))] }), /the elements of "a" that fit/],
    ['an unknown type of value', made({ pairs: [pair('a', 13, uint64(0))] }), /a type from 0 to 12 for "a"; got 13/],
    ['an array of an unknown type', made({ pairs: [pair('a', 9, uint32(77), uint64(1))] }), /a type from 0 to 12/],
    ['arrays in arrays in arrays …', made({ pairs: [pair('a', 9, nested)] }), /at most 4 arrays in each other/],
    ['a key twice', made({ pairs: [pair('a', 0, Buffer.of(1)), pair('a', 0, Buffer.of(2))] }), /different keys .*got "a" twice/],
    ['a key that is no text', made({ pairs: [pair('a', 0, Buffer.of(1))] }).fill(0xff, 32, 33), /a key in UTF-8; got bytes/],
    ['five axes', made({ entries: [tensor('w', [1, 1, 1, 1, 1], 0, 0)], bytes: 32 }), /at most 4 axes of "w"; got 5/],
    ['2^32 − 1 axes', made({ entries: [Buffer.concat([text('w'), uint32(2 ** 32 - 1), Buffer.alloc(16)])] }), /at most 4 axes of "w"; got 4294967295/],
    ['sizes whose product overflows', made({ entries: [tensor('w', [2n ** 40n, 2n ** 40n], 0, 0)] }), /below 2\^53 in all/],
    ['a row that is no whole block', made({ entries: [tensor('w', [33], 3, 0)], bytes: 64 }), /whole blocks of 32 numbers in "w".*got sizes 33/],
    ['an unknown type of tensor', made({ entries: [tensor('w', [1], 99, 0)], bytes: 32 }), /a known type of "w" .*got number 99; quantize/],
    ['a tensor behind the end', made({ entries: [tensor('w', [8], 0, 32)], bytes: 32 }), /within 32 bytes; got bytes 32 to 64/],
    ['an offset of 2^64 − 32', made({ entries: [tensor('w', [8], 0, 2n ** 64n - 32n)], bytes: 32 }), /within 32 bytes; got bytes/],
    ['an offset between the lines', made({ entries: [tensor('w', [2], 0, 8)], bytes: 32 }), /a multiple of 32/],
    ['tensors that overlap', made({ entries: [tensor('v', [16], 0, 0), tensor('w', [8], 0, 32)], bytes: 64 }), /"v" and "w" that overlap/],
    ['a name twice', made({ entries: [tensor('w', [8], 0, 0), tensor('w', [8], 0, 32)], bytes: 64 }), /a name of its own; got "w" twice/],
    ['an alignment of 0', made({ pairs: [pair('general.alignment', 4, uint32(0))] }), /general.alignment to be a multiple of 8; got "0"/],
    ['an alignment that is a text', made({ pairs: [pair('general.alignment', 8, text('x'))] }), /general.alignment/],
  ]; // prettier-ignore
  for (const [what, bytes, message] of wrong)
    test(`refuses ${what}`, () => {
      assert.throws(() => readGguf(bytes), message);
      refusesOrReads(() => readGguf(bytes), what);
    });

  test('refuses or reads whatever the damage, and never crashes', () => {
    for (const [what, bytes] of damaged(file, 3000))
      refusesOrReads(() => readAll(readGguf(bytes)), what);
  });
});

describe('blocks of 32 numbers', () => {
  // By hand: scale 0x3400 = 0.25, minimum 0xc000 = −2; byte i has low half i and high half 15 − i.
  const nibbles = Array.from({ length: 16 }, (_, i) => i | ((15 - i) << 4));
  const low = Array.from({ length: 16 }, (_, i) => i);
  const high = low.map((i) => 15 - i);

  test('Q4_0: (q − 8) · scale', () => {
    const block = Uint8Array.of(0, 0x34, ...nibbles);
    assert.deepEqual(
      [...dequantizeQ4_0(block)],
      [...low, ...high].map((q) => (q - 8) / 4),
    );
  });

  test('Q4_1: q · scale + minimum, block after block', () => {
    const block = Uint8Array.of(0, 0x34, 0, 0xc0, ...nibbles);
    const values = [...low, ...high].map((q) => q / 4 - 2);
    assert.deepEqual([...dequantizeQ4_1(block)], values);
    assert.deepEqual(
      [...dequantizeQ4_1(Uint8Array.of(...block, ...block))],
      [...values, ...values],
    );
  });

  test('Q8_0: signed bytes times the scale', () => {
    const bytes = [0, 1, 127, 128, 255, ...Array<number>(27).fill(0)];
    const values = [0, 0.25, 31.75, -32, -0.25, ...Array<number>(27).fill(0)];
    assert.deepEqual([...dequantizeQ8_0(Uint8Array.of(0, 0x34, ...bytes))], values);
  });

  test('no block is no number; half a block is refused', () => {
    assert.equal(dequantizeQ4_0(new Uint8Array(0)).length, 0);
    for (const [name, read] of Object.entries({ dequantizeQ4_0, dequantizeQ4_1, dequantizeQ8_0 })) {
      assert.throws(() => read(new Uint8Array(19)), new RegExp(`^RangeError: ${name}: expected the number of blocks`)); // prettier-ignore
      assert.throws(() => read(loose([1, 2])), new RegExp(`^TypeError: ${name}: expected blocks as a Uint8Array`)); // prettier-ignore
    }
  });
});
