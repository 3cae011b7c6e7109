import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkInputSpec, readInstances } from '../../src/serving/input';

const spec = { shape: [2, 3], least: 0, most: 255, shift: 51, scale: 1 / 51 };
const example = [
  [0, 51, 102],
  [153, 204, 255],
];

const refused = (body: unknown, status: number, message: RegExp) =>
  assert.throws(
    () => readInstances(body, spec, 7),
    (error: Error & { status?: number }) => error.status === status && message.test(error.message),
  );

test('numbers are shifted, scaled and laid out row by row', () => {
  const [row] = readInstances({ instances: [example] }, spec, 7);
  assert.deepEqual([...(row ?? [])], [-1, 0, 1, 2, 3, 4]);
});

test('a body of another kind is a bad request', () => {
  for (const body of [null, undefined, 3, 'text', [example]])
    refused(body, 400, /expected an object .*; got (null|undefined|number|string|an array); put/);
  refused({}, 400, /"instances" to be an array of examples; got no such field/);
  refused({ instances: 5 }, 400, /got number; send/);
  refused({ instances: [example], extra: 1 }, 400, /only the field "instances"; got "extra"/);
});

test('too many or no examples are refused with the limit', () => {
  refused({ instances: [] }, 422, /expected 1 to 7 instances; got 0; send at least one/);
  refused({ instances: Array(8).fill(example) }, 422, /expected 1 to 7 instances; got 8/);
});

test('a wrong shape names the example, the axis and the length', () => {
  refused({ instances: [example, [[1, 2, 3]]] }, 422, /instances\[1\] of shape \[2, 3\]; got 1 instead of 2 entries on axis 0/); // prettier-ignore
  refused({ instances: [[[1, 2], [3, 4]]] }, 422, /got 2 instead of 3 entries on axis 1/); // prettier-ignore
  refused({ instances: [[1, 2, 3, 4, 5, 6]] }, 422, /got 6 instead of 2/);
  refused({ instances: ['text'] }, 422, /got a string instead of 2/);
});

test('what is no finite number is refused with its place', () => {
  const cases: [unknown, RegExp][] = [
    [null, /instances\[0\]\[1\]\[2\]; got null; JSON.stringify turns NaN/],
    [Infinity, /got Infinity/],
    ['7', /got "7"/],
    [[7], /got an array/],
    [true, /got true/],
    [{}, /got {}/],
  ];
  for (const [value, message] of cases)
    refused({ instances: [[[0, 0, 0], [0, 0, value]]] }, 422, message); // prettier-ignore
});

test('a number out of range is refused: it was probably scaled already, or not at all', () => {
  refused({ instances: [[[0, 0, 0], [256, 0, 0]]] }, 422, /from 0 to 255 at instances\[0\]\[1\]\[0\]; got 256/); // prettier-ignore
  refused({ instances: [[[0, -1, 0], [0, 0, 0]]] }, 422, /instances\[0\]\[0\]\[1\]; got -1/); // prettier-ignore
});

test('a specification that cannot be is refused', () => {
  const check = (wrong: object) => () => checkInputSpec('f', { ...spec, ...wrong });
  assert.throws(check({ shape: [] }), /f: expected input.shape to be a list/);
  assert.throws(check({ shape: [2, 0] }), RangeError);
  assert.throws(check({ least: 255, most: 0 }), /input.least below input.most/);
  assert.throws(check({ scale: 0 }), /input.scale other than 0/);
  assert.throws(check({ sclae: 1 }), /did you mean scale/);
});
