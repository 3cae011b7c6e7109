import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setSeed, tf } from '../../src/engine';
import { losses, optimizers, train } from '../../src/training';

interface Fixture {
  shape: [number, number];
  start: number[];
  gradients: number[][];
  cases: { name: string; factory: Factory; options: Record<string, number>; weights: number[][] }[];
  clipNorm: { maxNorm: number; b: number[]; clipped: [number[], number[]] };
}
type Factory = Exclude<keyof typeof optimizers, 'AdamWOptimizer'>;

const fixture = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/optimizers.json'), 'utf8'),
) as Fixture;

const create = (factory: Factory, options: Record<string, number>): tf.Optimizer =>
  (optimizers[factory] as (o: Record<string, number>) => tf.Optimizer)(options);

function close(actual: ArrayLike<number>, expected: number[], what: string): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((wanted, i) => {
    const value = actual[i] ?? NaN;
    const bound = 2e-5 * Math.max(1, Math.abs(wanted));
    assert.ok(Math.abs(value - wanted) <= bound, `${what}[${i}]: ${value} instead of ${wanted}`);
  });
}

for (const { name, factory, options, weights } of fixture.cases) {
  test(`${name}: weights after each of ${weights.length} steps equal the reference`, () => {
    const before = tf.memory().numTensors;
    const variable = tf.variable(tf.tensor2d(fixture.start, fixture.shape));
    const initial = tf.memory().numTensors;
    const optimizer = create(factory, options);
    weights.forEach((expected, step) => {
      tf.tidy(() => {
        const gradient = tf.tensor2d(fixture.gradients[step] ?? [], fixture.shape);
        optimizer.applyGradients([
          { name: variable.name, tensor: gradient.add(variable.mul(0.3)) },
        ] as Parameters<tf.Optimizer['applyGradients']>[0]);
      });
      close(variable.dataSync(), expected, `step ${step + 1}`);
    });
    optimizer.dispose();
    assert.ok(tf.memory().numTensors <= initial, 'dispose frees the slots');
    variable.dispose();
    assert.ok(tf.memory().numTensors <= before + 1, 'no more than the iteration counter stays');
  });
}

test('AdamW leaves excluded variables undecayed', () => {
  const kernel = tf.variable(tf.ones([2, 3]));
  const bias = tf.variable(tf.ones([3]));
  const optimizer = optimizers.adamW({
    learningRate: 0.5,
    weightDecay: 0.2,
    excludeFromWeightDecay: (variable) => variable.rank === 1,
  });
  optimizer.minimize(() => kernel.sum().add(bias.sum()).mul(0).asScalar(), false, [kernel, bias]);
  close(kernel.dataSync(), Array<number>(6).fill(0.9), 'kernel');
  close(bias.dataSync(), [1, 1, 1], 'bias');
  optimizer.dispose();
  tf.dispose([kernel, bias]);
});

test('hyperparameters outside their range are refused with the remedy', () => {
  assert.throws(
    () => optimizers.sgd({ learningRate: -1 }),
    /sgd: expected learningRate ≥ 0; got -1/,
  );
  assert.throws(
    () => optimizers.adam({ beta1: 1 }),
    /adam: expected beta1 from 0 to below 1; got 1/,
  );
  assert.throws(() => optimizers.adamW({ weightDecay: -1 }), /weightDecay ≥ 0; got -1/);
  assert.throws(() => optimizers.adam({ epsilon: NaN }), /epsilon ≥ 0; got NaN/);
  assert.throws(() => optimizers.rmsprop({ decay: 1.5 }), /decay from 0 to below 1; got 1\.5/);
  assert.throws(
    () => optimizers.adagrad({ initialAccumulatorValue: -0.1 }),
    /initialAccumulatorValue ≥ 0; got -0\.1/,
  );
  assert.throws(
    () => optimizers.momentum({ learningRate: '0.1' as unknown as number }),
    /learningRate ≥ 0; got 0\.1/,
  );
  assert.throws(
    () => optimizers.momentum({ useNesterov: 1 as unknown as boolean }),
    /useNesterov to be a boolean; got 1/,
  );
});

test('options that no optimizer has are refused with the nearest name', () => {
  const given = (value: object | number) => value as never;
  const cases: [() => unknown, RegExp][] = [
    [
      () => optimizers.sgd(given({ lr: 1 })),
      /optimizers\.sgd: expected options among learningRate; got "lr"/,
    ],
    [() => optimizers.sgd(given(0.1)), /optimizers\.sgd: expected an object of options; got 0\.1/],
    [
      () => optimizers.momentum(given({ nesterov: true })),
      /optimizers\.momentum: .*got "nesterov"/,
    ],
    [() => optimizers.momentum(given({ usenesterov: true })), /did you mean useNesterov/],
    [() => optimizers.adagrad(given({ initialAccumulator: 1 })), /got "initialAccumulator"/],
    [() => optimizers.rmsprop(given({ centred: true })), /did you mean centered/],
    [() => optimizers.adam(given({ beta_1: 0.5 })), /did you mean beta1/],
    [() => optimizers.adam(given({ weightDecay: 0.1 })), /optimizers\.adam: .*got "weightDecay"/],
    [() => optimizers.adamW(given({ weightDeacy: 0.1 })), /did you mean weightDecay/],
  ];
  for (const [act, message] of cases) assert.throws(act, message);
});

for (const factory of ['sgd', 'momentum', 'adagrad', 'rmsprop', 'adam', 'adamW'] as const) {
  test(`${factory} lowers the loss when named in train, and leaves no tensor`, async () => {
    setSeed(3);
    const x = tf.randomUniform([31, 3], -1, 1);
    const y = tf.tidy(() => x.sum(1, true).mul(2));
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
    const before = tf.memory().numTensors;
    const history = await train(
      model,
      { x, y },
      {
        ...{
          epochs: 5,
          batchSize: 7,
          optimizer: factory,
          traced: false,
          loss: losses.meanSquaredError(),
        },
      },
    );
    assert.ok((history.loss[4] ?? 1) < (history.loss[0] ?? 0), history.loss.join(' '));
    assert.equal(tf.memory().numTensors, before);
    model.dispose();
    tf.dispose([x, y]);
  });
}
