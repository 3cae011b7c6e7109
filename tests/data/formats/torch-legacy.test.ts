import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readTorchLegacy } from '../../../src/data';
import {
  assertTensors,
  damaged,
  expected,
  fixtureBytes,
  fixturePath,
  readAll,
  refusesOrReads,
} from './fixture';

const file = fixtureBytes('formats.pth');
const START = file.subarray(0, 15);

/** A file whose first pickle, behind the magic number, is these bytes. */
const pickle = (...bytes: number[]): Buffer => Buffer.concat([START, Buffer.from(bytes)]);

/** The file with `from` (of equal length) replaced by `to` at its first place. */
function replaced(from: Buffer, to: Buffer): Buffer {
  const copy = Buffer.from(file);
  const at = copy.indexOf(from);
  assert.ok(at > 0 && from.length === to.length);
  to.copy(copy, at);
  return copy;
}

describe('readTorchLegacy', () => {
  test('gives a module and tensors with any strides as torch has them', () => {
    assertTensors(readTorchLegacy(fixturePath('formats.pth')), expected.torch);
    assertTensors(readTorchLegacy(Buffer.concat([Buffer.of(1), file]).subarray(1)), expected.torch);
  });

  test('names types and bytes; whole numbers too', () => {
    const { tensors, tensor } = readTorchLegacy(file);
    assert.deepEqual([...tensors.keys()], Object.keys(expected.torch));
    assert.equal(tensor('0.weight').type, 'F32');
    assert.equal(tensor('0.weight').bytes.length, 5 * 3 * 4);
    assert.equal(tensor('1.num_batches_tracked').type, 'I64');
  });

  test('refuses a file that calls anything else, without calling it', () => {
    assert.throws(
      () => readTorchLegacy(fixturePath('formats-refused.pth')),
      /^Error: readTorchLegacy: expected a table of tensors of float32 or int64; got a call of ".*print"; save the state_dict/,
    );
  });

  test('refuses other types, and names them', () => {
    const half = replaced(Buffer.from('FloatStorage'), Buffer.from('DoubleTensor'));
    assert.throws(() => readTorchLegacy(half), /got a call of "torch.DoubleTensor"/);
    const other = replaced(Buffer.from('OrderedDict'), Buffer.from('__proto__XX'));
    assert.throws(() => readTorchLegacy(other), /got a call of "collections.__proto__XX"/);
    const inherited = replaced(Buffer.from('FloatStorage'), Buffer.from('constructor\n'));
    refusesOrReads(() => readTorchLegacy(inherited), 'a name that every object has');
  });

  const LONG = [0x8b, 0xff, 0xff, 0xff, 0x7f];
  const wrong: [string, Buffer, RegExp][] = [
    ['an empty file', Buffer.alloc(0), /begins like torch.save before version 1.6; got another one; save it/],
    ['a zip file of newer versions', Buffer.from('PK\x03\x04 and so on, and more'), /begins like torch.save/],
    ['another protocol', pickle(0x80, 2, 0x4d, 0, 0, 0x2e), /protocol 1001; got "0"/],
    ['text that steps back to itself', pickle(0x80, 2, 0x42, 0xfa, 0xff, 0xff, 0xff), /a step within|texts of at most/],
    ['a text of 2 GB', pickle(0x80, 2, 0x58, 0xff, 0xff, 0xff, 0x7f), /texts of at most 65536 bytes; got one of 2147483647/],
    ['a number of 2 GB', pickle(0x80, 2, ...LONG), /texts of at most 65536 bytes/],
    ['a pickle without end', pickle(0x80, 2, 0x4e), /a pickle of the protocol; got a damaged one/],
    ['a mark that is not there', pickle(0x80, 2, 0x74, 0x2e), /a pickle of the protocol; got a damaged one/],
    ['bytes behind the last storage', Buffer.concat([file, Buffer.of(0)]), /a file of 3119 bytes; got one of 3120/],
    ['a cut in the numbers', file.subarray(0, -1), /numbers of storage .* got/],
  ]; // prettier-ignore
  for (const [what, bytes, message] of wrong)
    test(`refuses ${what}`, () => {
      assert.throws(() => readTorchLegacy(bytes), message);
      refusesOrReads(() => readTorchLegacy(bytes), what);
    });

  test('refuses a view that reaches beyond its storage', () => {
    // The shape of `base`, (7, 11), as the pickle holds it: two one-byte numbers, then a tuple.
    const grown = replaced(Buffer.of(0x4b, 7, 0x4b, 11, 0x86), Buffer.of(0x4b, 7, 0x4b, 12, 0x86));
    assert.throws(() => readTorchLegacy(grown), /"base" to be a view of 77 numbers; got shape/);
  });

  test('refuses or reads whatever the damage, and never crashes', (t) => {
    t.mock.method(console, 'warn', () => undefined);
    for (const [what, bytes] of damaged(file, 3000))
      refusesOrReads(() => readAll(readTorchLegacy(bytes)), what);
  });
});
