import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Batcher } from '../../src/serving/batcher';

const OPTIONS = { maxBatch: 3, maxWaitMs: 0, maxQueue: 7 };

/** Doubles numbers, and notes the batches. */
function doubler(options = OPTIONS) {
  const batches: number[][] = [];
  const run = (items: number[]) => {
    batches.push(items);
    return items.map((item) => 2 * item);
  };
  return { batches, batcher: new Batcher(run, options) };
}

test('requests that arrive together share a batch, in order of arrival', async () => {
  const { batches, batcher } = doubler();
  const all = await Promise.all([batcher.submit([1, 2]), batcher.submit([3]), batcher.submit([4])]);
  assert.deepEqual(all, [[2, 4], [6], [8]]);
  assert.deepEqual(batches, [[1, 2, 3], [4]]);
});

test('a request larger than what is left of a batch is split, and put together again', async () => {
  const { batches, batcher } = doubler();
  const all = await Promise.all([batcher.submit([1, 2]), batcher.submit([3, 4, 5])]);
  assert.deepEqual(all, [[2, 4], [6, 8, 10]]); // prettier-ignore
  assert.deepEqual(batches, [[1, 2, 3], [4, 5]]); // prettier-ignore
});

test('an incomplete batch waits for others until its time is over, a complete one does not', async () => {
  const { batches, batcher } = doubler({ ...OPTIONS, maxWaitMs: 50 });
  const first = batcher.submit([1]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual([await first, await batcher.submit([2, 3, 4])], [[2], [4, 6, 8]]);
  assert.deepEqual(batches, [[1], [2, 3, 4]]);
  const late = batcher.submit([5]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([late, batcher.submit([6])]);
  assert.deepEqual(batches.at(-1), [5, 6]);
});

test('what does not fit into the queue is refused as a whole, and the rest still served', async () => {
  const { batches, batcher } = doubler();
  const taken = [batcher.submit([1, 2, 3]), batcher.submit([4, 5, 6])];
  await assert.rejects(
    batcher.submit([7, 8]),
    (error: Error & { status?: number; retryAfter?: number }) =>
      error.status === 503 && error.retryAfter === 1 && /at most 7 waiting/.test(error.message),
  );
  const last = batcher.submit([9]);
  assert.equal(batcher.waiting, 7);
  assert.deepEqual(await Promise.all([...taken, last]), [[2, 4, 6], [8, 10, 12], [18]]);
  assert.deepEqual(batches.flat(), [1, 2, 3, 4, 5, 6, 9]);
  assert.equal(batcher.waiting, 0);
});

test('an error fails its own batch only', async () => {
  const run = (items: number[]) => {
    if (items.includes(13)) throw new Error('unlucky');
    return items;
  };
  const batcher = new Batcher(run, { ...OPTIONS, maxBatch: 2 });
  const results = await Promise.allSettled([13, 1, 2, 3].map((item) => batcher.submit([item])));
  const states = results.map(({ status }) => status);
  assert.deepEqual(states, ['rejected', 'rejected', 'fulfilled', 'fulfilled']);
});

test('a batch that gives too few results fails instead of hanging', async () => {
  const batcher = new Batcher(() => [], OPTIONS);
  await assert.rejects(batcher.submit([1]), /expected one result per example, 1; got 0/);
});

test('options out of range are refused', () => {
  assert.throws(() => doubler({ ...OPTIONS, maxBatch: 0 }), /maxBatch to be a whole number/);
  assert.throws(() => doubler({ ...OPTIONS, maxQueue: 2 }), /let at least one batch wait/);
  assert.throws(() => doubler({ ...OPTIONS, maxWaitMs: NaN }), /maxWaitMs from 0 to 10,000/);
});
