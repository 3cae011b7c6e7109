import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ready, setSeed, tf } from '../../../src/engine';
import { schedules, trainLoop, trainingStep } from '../../../src/training';
import { FakeNotebook, weightsOf } from '../helpers';
import { coder, objective, points } from './helpers';

before(() => ready());

test('every example comes once an epoch, and values are averaged over examples', async () => {
  const x = tf.tensor1d([1, 2, 3, 4, 5]);
  const seen: number[] = [];
  const history = await trainLoop(
    { x },
    (batch) => {
      seen.push(...batch.x.dataSync());
      return { mean: batch.x.mean().dataSync()[0] ?? NaN };
    },
    { epochs: 2, batchSize: 2, seed: 1, live: false },
  );
  assert.deepEqual([...seen.slice(0, 5)].sort(), [1, 2, 3, 4, 5]);
  assert.deepEqual([...seen.slice(5)].sort(), [1, 2, 3, 4, 5]);
  assert.deepEqual(
    history['mean']?.map((value) => value.toFixed(5)),
    ['3.00000', '3.00000'],
  );
  assert.equal(history.stopped, 'finished');
  x.dispose();
});

test('a seeded run repeats, and leaves the numbers of everybody else and all tensors as they were', async () => {
  const x = points(29);
  const run = async () => {
    const models = coder();
    const tensors = tf.memory().numTensors;
    const step = trainingStep(models, objective, {});
    const options = { epochs: 3, batchSize: 7, seed: 4, live: false, schedule: schedules.cosine() };
    const history = await trainLoop({ x }, step, options);
    step.dispose();
    assert.equal(tf.memory().numTensors, tensors);
    return [...(history['loss'] ?? []), ...weightsOf(models.decoder)];
  };
  const first = await run();
  assert.deepEqual(await run(), first);
  const step = () => ({ drawn: Math.random() });
  const next = async (loop: boolean) => {
    setSeed(6);
    if (loop) await trainLoop({ x }, step, { seed: 2, live: false });
    return Math.random();
  };
  assert.equal(await next(true), await next(false));
  x.dispose();
});

test('the schedule gives the share of each step, and dropRemainder leaves the small batch out', async () => {
  const x = tf.zeros([7]);
  const shares: number[] = [];
  const step = (_: unknown, { share }: { share: number }) => ({ n: shares.push(share) });
  const schedule = schedules.cosine();
  await trainLoop({ x }, step, {
    epochs: 2,
    batchSize: 3,
    dropRemainder: true,
    schedule,
    live: false,
  });
  assert.equal(shares.length, 4);
  const wanted = [0, 1, 2, 3].map((k) =>
    schedule({ step: k, totalSteps: 4, stepsPerEpoch: 2, learningRate: 1 }),
  );
  assert.deepEqual(shares, wanted);
  x.dispose();
});

test('the stop button ends the loop after the step and the chart has a panel for each value', async () => {
  const x = tf.zeros([50]);
  const notebook = new FakeNotebook();
  let steps = 0;
  const history = await notebook.during(() =>
    trainLoop(
      { x },
      () => {
        if (++steps === 12) notebook.interrupt();
        return { critic: 1, generator: 2, divergence: 3 };
      },
      { epochs: 3, batchSize: 5 },
    ),
  );
  assert.equal(steps, 12);
  assert.equal(history.stopped, 'interrupted');
  assert.deepEqual(history.epoch, [1]);
  assert.equal(notebook.listeners.size, 0);
  const html = String(notebook.shown.at(-1)?.['text/html']);
  for (const name of ['critic', 'generator', 'divergence'])
    assert.match(html, new RegExp(`Line chart of ${name} by epoch`));
  x.dispose();
});

test('a value that is not finite ends the loop with its name and step', async () => {
  const x = tf.zeros([4]);
  let step = 0;
  const run = trainLoop({ x }, () => ({ critic: ++step === 3 ? NaN : 1 }), {
    batchSize: 1,
    live: false,
  });
  await assert.rejects(
    run,
    /RangeError: trainLoop: expected finite values; got critic = NaN at step 3, in epoch 1;/,
  );
  await assert.rejects(
    trainLoop({ x }, () => ({}), { epoch: 1 } as object),
    /did you mean epochs/,
  );
  await assert.rejects(
    trainLoop({}, () => ({})),
    /expected tensors by name/,
  );
  x.dispose();
});
