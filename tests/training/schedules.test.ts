import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from '../../src/engine';
import { losses, optimizers, schedules, train, type Schedule } from '../../src/training';
import { classes, classifier } from './helpers';

interface Reference {
  name: string;
  factory: 'cosine' | 'warmupCosine';
  options: Record<string, number>;
  stepsPerEpoch: number;
  rates: number[];
}

const references = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/training_schedules.json'), 'utf8'),
) as Reference[];

for (const { name, factory, options, stepsPerEpoch, rates } of references) {
  test(`${name}: the rate of every step equals PyTorch's`, () => {
    const schedule = (schedules[factory] as (o: Record<string, number>) => Schedule)(options);
    rates.forEach((expected, step) => {
      const rate = schedule({ step, totalSteps: rates.length, stepsPerEpoch, learningRate: 0.2 });
      assert.ok(Math.abs(rate - expected) < 1e-9, `step ${step}: ${rate} instead of ${expected}`);
    });
  });
}

test('a schedule without its own rate scales the optimizer’s; constant keeps it', () => {
  const position = { step: 0, totalSteps: 10, stepsPerEpoch: 5, learningRate: 0.3 };
  assert.equal(schedules.constant()(position), 0.3);
  assert.equal(schedules.constant({ learningRate: 0.7 })(position), 0.7);
  assert.equal(schedules.cosine()(position), 0.3);
});

test('training uses the scheduled rate at every step and reports the last of each epoch', async () => {
  const [data, model] = [classes(), classifier()];
  const optimizer = optimizers.sgd({ learningRate: 0.4 });
  const asked: number[] = [];
  const history = await train(model, data, {
    ...{
      loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
      epochs: 3,
      batchSize: 17,
      optimizer,
    },
    schedule: (position) => {
      asked.push(position.step);
      return 0.4 * 0.5 ** Math.floor(position.step / position.stepsPerEpoch);
    },
  });
  assert.deepEqual(
    asked,
    Array.from({ length: 21 }, (_, i) => i),
  );
  assert.deepEqual(history['learningRate'], [0.4, 0.2, 0.1]);
  optimizer.dispose();
  model.dispose();
  tf.dispose([data.x, data.y]);
});

test('options outside their range are refused', () => {
  assert.throws(() => schedules.warmupCosine({ warmupShare: 2 }), /warmupShare from 0 to 1; got 2/);
  assert.throws(
    () => schedules.warmupCosine({ warmupSteps: -3 }),
    /warmupSteps to be a whole number of at least 0; got -3/,
  );
  assert.throws(
    () => schedules.warmupCosine({ warmupSteps: 3, warmupShare: 0.2 }),
    /warmupSteps or warmupShare; got both/,
  );
  const given = (value: unknown) => value as never;
  assert.throws(() => schedules.cosine(given({ finalshare: 0.1 })), /did you mean finalShare/);
  assert.throws(() => schedules.warmupCosine(given({ warmup: 9 })), /got "warmup"/);
  assert.throws(() => schedules.constant(given(0.1)), /expected an object of options; got 0\.1/);
  assert.throws(() => schedules.constant({ learningRate: NaN }), /learningRate ≥ 0; got NaN/);
  assert.throws(() => schedules.cosine({ finalShare: -0.1 }), /finalShare from 0 to 1; got -0\.1/);
});
