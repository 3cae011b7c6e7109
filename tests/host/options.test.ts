import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOptions } from '../../src/host/options';

const KNOWN = ['epochs', 'batchSize', 'validationSplit', 'seed'] as const;

function complaint(options: object, known: Parameters<typeof checkOptions>[2] = KNOWN): string {
  try {
    checkOptions('train', options, known);
  } catch (error) {
    assert.ok(error instanceof RangeError || error instanceof TypeError);
    return `${error.name} ${error.message}`;
  }
  return '';
}

test('known options, none and undefined pass', () => {
  assert.equal(complaint({ epochs: 3, seed: undefined }), '');
  assert.equal(complaint({}), '');
  checkOptions('train', undefined, KNOWN);
});

test('an unknown option is refused with all names and the nearest one', () => {
  assert.equal(
    complaint({ epoch: 3 }),
    'RangeError train: expected options among epochs, batchSize, validationSplit, seed; ' +
      'got "epoch"; did you mean epochs?',
  );
});

test('one letter more, less, other, two swapped, other case and underscores are seen through', () => {
  const meant = (key: string) => /did you mean (\w+)\?$/.exec(complaint({ [key]: 1 }))?.[1];
  assert.equal(meant('batchsize'), 'batchSize');
  assert.equal(meant('batch_size'), 'batchSize');
  assert.equal(meant('bacthSize'), 'batchSize');
  assert.equal(meant('validationSplitt'), 'validationSplit');
  assert.equal(meant('sead'), 'seed');
  assert.equal(meant('validatoinSpilt'), 'validationSplit', 'two swaps');
});

test('a name like no other gets no guess', () => {
  assert.match(complaint({ optimiser: 'adam' }), /got "optimiser"; leave it out\.$/);
  assert.match(complaint({ lr: 1 }), /got "lr"; leave it out\.$/);
});

test('the known names may be given as the keys of an object', () => {
  const known = { units: true, rate: true } as const;
  assert.match(
    complaint({ unit: 5 }, known),
    /among units, rate; got "unit"; did you mean units\?/,
  );
  assert.equal(complaint({ rate: 5 }, known), '');
});

test('what is no object of options is named', () => {
  const given = (value: unknown) => complaint(value as object);
  assert.match(
    given(5),
    /^TypeError train: expected an object of options; got 5; pass for example/,
  );
  assert.match(given(null), /got null; pass for example \{ epochs: … \}/);
  assert.match(given([1, 2]), /got an array/);
});
