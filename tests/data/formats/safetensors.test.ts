import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSafetensors } from '../../../src/data';
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

const file = fixtureBytes('formats.safetensors');

/** A file with this header and `bytes` bytes of numbers behind it. */
function made(header: unknown, bytes = 8): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(bytes)]);
}
const entry = (change: object) => ({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change } }); // prettier-ignore

describe('readSafetensors', () => {
  test('gives shapes and numbers as the safetensors package wrote them, from a path and from bytes', () => {
    assertTensors(readSafetensors(fixturePath('formats.safetensors')), expected.safetensors);
    assertTensors(readSafetensors(new Uint8Array(file)), expected.safetensors);
    // At an odd address, where no Float32Array could begin.
    assertTensors(readSafetensors(Buffer.concat([Buffer.of(1), file]).subarray(1)), expected.safetensors); // prettier-ignore
  });

  test('names types, bytes and metadata, and decodes nothing before it is asked', () => {
    const { tensors, metadata, tensor } = readSafetensors(file);
    assert.equal(tensors.size, 14);
    assert.equal(tensor('f16').type, 'F16');
    assert.equal(tensor('f16').bytes.length, 14);
    assert.deepEqual(metadata, { format: 'pt' });
    assert.equal(tensor('f8').shape[0], 5);
    assert.throws(
      () => tensor('f8').values(),
      /^Error: readSafetensors: expected numbers of type F64, .* in "f8"; got type "F8_E4M3"; convert/,
    );
  });

  test('gives a new array at each call, so that the file stays as it is', () => {
    const { tensor } = readSafetensors(file);
    tensor('f32').values().fill(7);
    assert.deepEqual([...tensor('f32').values()], [...Float32Array.from(expected.safetensors['f32']?.values ?? [])]); // prettier-ignore
    tensor('u8').values().fill(7);
    assert.deepEqual([...tensor('u8').values()], [0, 255]);
  });

  const wrong: [string, Buffer, RegExp][] = [
    ['an empty file', Buffer.alloc(0), /at least 8 bytes; got a file of 0 bytes/],
    ['a header that is longer than the file', made(entry({})).subarray(0, 20), /a header that fits/],
    ['a length of 2^64 − 1', Buffer.concat([Buffer.alloc(8, 255), Buffer.from('{}')]), /got one of 18446744073709551615 bytes/],
    ['a length of 2^63', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 128]), Buffer.from('{}')]), /a header that fits/],
    ['a header that is no text', made('{"\xff').fill(0xff, 9, 11), /a header in UTF-8; got bytes that are no text/],
    ['a header that is no JSON', made('{"w":'), /a header in JSON; got one that is not/],
    ['a header that is a list', made('[1, 2]'), /begins with \{; got "\[1, 2\]/],
    ['an entry that is a number', made({ w: 3 }), /dtype, shape and data_offsets of "w"/],
    ['a size below 0', made(entry({ shape: [-2, -1] })), /sizes and offsets of "w" that are whole/],
    ['a size of 1.5', made(entry({ shape: [1.5] })), /sizes and offsets of "w" that are whole/],
    ['sizes whose product overflows', made(entry({ shape: [2 ** 40, 2 ** 40] })), /sizes and offsets of "w"/],
    ['sizes that overflow before a 0', made(entry({ shape: [2 ** 40, 2 ** 40, 0] })), /sizes and offsets/],
    ['a huge count in few bytes', made(entry({ shape: [10 ** 12] })), /4000000000000 bytes for the/],
    ['offsets behind the end', made(entry({ data_offsets: [4, 12] })), /within the file's 8 bytes of numbers; got offsets 4 to 12/],
    ['offsets in the wrong order', made(entry({ data_offsets: [8, 0] })), /got offsets 8 to 0/],
    ['an offset below 0', made(entry({ data_offsets: [-8, 0] })), /sizes and offsets/],
    ['three offsets', made(entry({ data_offsets: [0, 4, 8] })), /got offsets 0 to 4 to 8/],
    ['bytes that belong to nobody', made(entry({}), 12), /every byte .* to belong to a tensor; got 8 bytes of tensors in 12/],
    ['tensors that overlap', made({ ...entry({}), v: { dtype: 'F32', shape: [2], data_offsets: [4, 12] } }, 12), /"w" and "v" that overlap at byte 4/],
    ['metadata that is no text', made({ __metadata__: { a: 1 } }, 0), /__metadata__ of texts only/],
  ]; // prettier-ignore
  for (const [what, bytes, message] of wrong)
    test(`refuses ${what}`, () => {
      assert.throws(() => readSafetensors(bytes), message);
      refusesOrReads(() => readSafetensors(bytes), what);
    });

  test('reads names of other scripts and the name __proto__ as names', () => {
    const bytes = made('{"__proto__":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}');
    assert.deepEqual([...readSafetensors(bytes).tensors.keys()], ['__proto__']);
    assert.deepEqual(readSafetensors(file).tensor('größe').shape, [1]);
  });

  test('refuses or reads whatever the damage, and never crashes', () => {
    for (const [what, bytes] of damaged(file, 3000))
      refusesOrReads(() => readAll(readSafetensors(bytes)), what);
  });

  test('says what is wrong with its argument', () => {
    assert.throws(() => readSafetensors('no/such.file'), /got no such file no\/such.file; check the path\.$/);
    assert.throws(() => readSafetensors(__dirname), /^Error: readSafetensors: expected a file that can be read; got .*EISDIR/);
    assert.throws(() => readSafetensors(loose(3)), /^TypeError: readSafetensors: expected a path or a Uint8Array; got number/);
    assert.throws(() => readSafetensors(file).tensor('x'), /^RangeError: tensor: expected one of 14 names; got "x"/);
  }); // prettier-ignore
});
