import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from '../../src/engine';
import { losses, type Loss } from '../../src/training';

interface Case {
  name: string;
  loss: keyof typeof losses;
  options: Record<string, unknown>;
  yTrue: number[] | number[][];
  yPred: number[][];
  value: number;
  grad: number[][] | null;
  sampleWeight: number[] | null;
}

const cases = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/losses.json'), 'utf8'),
) as Case[];

const create = (name: keyof typeof losses, options: Record<string, unknown>): Loss =>
  (losses[name] as (o: Record<string, unknown>) => Loss)(options);

function close(actual: number[], expected: number[], tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, i) => {
    const wanted = expected[i] ?? NaN;
    const bound = tolerance * Math.max(1, Math.abs(wanted));
    assert.ok(Math.abs(value - wanted) <= bound, `${what}[${i}]: ${value} instead of ${wanted}`);
  });
}

for (const { name, loss, options, yTrue, yPred, value, grad, sampleWeight } of cases) {
  test(`${name}: value and gradient equal the reference`, () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const target = tf.tensor(yTrue);
      const labels = loss.startsWith('sparse') ? target.toInt() : target;
      const prediction = tf.tensor(yPred);
      const fn = create(loss, options);
      const mean = (p: tf.Tensor): tf.Scalar => {
        if (!sampleWeight) return fn(labels, p);
        const { sum, weight } = fn.sumAndWeight(labels, p, tf.tensor1d(sampleWeight));
        return sum.div(weight);
      };
      const { value: actual, grad: actualGrad } = tf.valueAndGrad(mean)(prediction);
      assert.equal(actual.rank, 0);
      assert.equal(actual.dtype, 'float32');
      close([...actual.dataSync()], [value], 1e-5, 'value');
      if (grad) {
        assert.deepEqual(actualGrad.shape, prediction.shape);
        close([...actualGrad.dataSync()], grad.flat(Infinity) as number[], 1e-5, 'gradient');
      }
    });
    assert.equal(tf.memory().numTensors, before, 'no tensor stays behind');
  });
}

test('the sums of parts of a batch give the mean of the whole, also when masks differ', () => {
  tf.tidy(() => {
    const fn = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex: 0 });
    const labels = tf.tensor2d(
      [
        [1, 2, 3],
        [4, 0, 0],
        [0, 0, 0],
        [2, 1, 0],
        [3, 3, 3],
      ],
      [5, 3],
      'int32',
    );
    const logits = tf.randomNormal([5, 3, 7], 0, 1, 'float32', 3);
    const whole = fn(labels, logits).dataSync()[0] ?? NaN;
    let [sum, weight] = [0, 0];
    for (const [begin, size] of [
      [0, 2],
      [2, 1],
      [3, 2],
    ] as const) {
      const part = fn.sumAndWeight(labels.slice(begin, size), logits.slice(begin, size));
      sum += part.sum.dataSync()[0] ?? NaN;
      weight += part.weight.dataSync()[0] ?? NaN;
    }
    assert.equal(weight, 9);
    close([sum / weight], [whole], 1e-6, 'mean');
  });
});

test('a batch in which everything is masked has loss 0 and no gradient', () => {
  tf.tidy(() => {
    const fn = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex: 0 });
    const { value, grad } = tf.valueAndGrad((p) => fn(tf.tensor1d([0, 0], 'int32'), p))(
      tf.tensor2d([
        [1, 2, 3],
        [3, 2, 1],
      ]),
    );
    assert.equal(value.dataSync()[0], 0);
    assert.ok([...grad.dataSync()].every((g) => g === 0));
  });
});

test('missing targets given as NaN do not reach the gradient', () => {
  tf.tidy(() => {
    const fn = losses.meanSquaredError({ maskValue: NaN });
    const { value, grad } = tf.valueAndGrad((p) => fn(tf.tensor1d([1, NaN, 3]), p))(
      tf.tensor1d([2, 5, 5]),
    );
    assert.equal(value.dataSync()[0], 2.5);
    assert.deepEqual([...grad.dataSync()], [1, 0, 2]);
  });
});

test('logits of any size give finite losses and gradients', () => {
  tf.tidy(() => {
    const logits = tf.tensor2d([
      [1e4, -1e4, 0],
      [-1e4, 1e4, 5],
    ]);
    for (const [fn, labels] of [
      [losses.sparseCategoricalCrossentropy({ fromLogits: true }), tf.tensor1d([1, 1], 'int32')],
      [
        losses.sparseCategoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
        tf.tensor1d([1, 1], 'int32'),
      ],
      [
        losses.categoricalCrossentropy({ fromLogits: true }),
        tf.tensor2d([
          [0, 1, 0],
          [0, 1, 0],
        ]),
      ],
      [
        losses.binaryCrossentropy({ fromLogits: true }),
        tf.tensor2d([
          [0, 1, 0],
          [0, 1, 0],
        ]),
      ],
    ] as const) {
      const { value, grad } = tf.valueAndGrad((p) => fn(labels, p))(logits);
      assert.ok(Number.isFinite(value.dataSync()[0]), fn.lossName);
      assert.ok([...grad.dataSync()].every(Number.isFinite), `${fn.lossName} gradient`);
    }
  });
});

test('targets of rank 1 fit predictions [B, 1] without broadcasting to [B, B]', () => {
  tf.tidy(() => {
    const mean = losses.meanSquaredError()(tf.tensor1d([1, 2, 3]), tf.tensor2d([[1], [2], [5]]));
    close([...mean.dataSync()], [4 / 3], 1e-6, 'mean');
  });
});

test('impossible options are refused with the remedy', () => {
  assert.throws(() => losses.huber({ delta: 0 }), /losses\.huber: expected delta > 0; got 0/);
  assert.throws(
    () => losses.categoricalCrossentropy({ labelSmoothing: 1.5 }),
    /expected labelSmoothing from 0 to 1; got 1\.5/,
  );
});
