import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/engine';
import { createClient, servePredictions } from '../../src/serving';
import { EXAMPLE, instances, post, refusal, serve, sumModel } from './helpers';

test('predictions are those of the model, with the label of the largest output', async (t) => {
  const server = await serve(t, { labels: ['a', 'b', 'c', 'd', 'e'] });
  const answer = await post(server, instances(EXAMPLE));
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), {
    predictions: [{ index: 4, label: 'e', values: [0, 21, 42, 63, 84] }],
  });
});

test('logits become probabilities, and raw numbers are scaled by the server', async (t) => {
  const input = { shape: [6], scale: 1 / 21 };
  const server = await serve(t, { input, output: 'logits' });
  const { predictions } = (await (await post(server, instances([1, 2, 3, 4, 5, 6]))).json()) as {
    predictions: { index: number; values: number[] }[];
  };
  const powers = [0, 1, 2, 3, 4].map(Math.exp);
  const sum = powers.reduce((total, power) => total + power);
  predictions[0]?.values.forEach((value, i) =>
    assert.ok(Math.abs(value - (powers[i] ?? 0) / sum) < 1e-6),
  );
});

test('each kind of wrong request has its status and says how to fix it', async (t) => {
  const server = await serve(t, { maxBodyBytes: 500, maxBatch: 3 });
  const cases: [string, number, RegExp, Record<string, string>?][] = [
    ['{"instances": [[[1,2,3],[4,5,NaN]]]}', 400, /valid JSON.*no NaN/],
    ['{"instances": [[[1,2,3],[4,5,6]]]', 400, /valid JSON/],
    ['', 400, /empty/],
    ['{"__proto__": {"instances": []}}', 400, /valid JSON/],
    ['{}', 400, /no such field/],
    ['[]', 400, /got an array/],
    ['{"instances": [[[1,2,3],[4,5,1e999]]]}', 422, /\[0\]\[1\]\[2\]; got Infinity/],
    [instances([[1, 2, 3]]), 422, /of shape \[2, 3\]; got 1 instead of 2/],
    [instances(EXAMPLE, EXAMPLE, EXAMPLE, EXAMPLE), 422, /1 to 3 instances; got 4/],
    [' '.repeat(501), 413, /at most 500 bytes/],
    [instances(EXAMPLE), 415, /application\/json/, { 'content-type': 'text/plain' }],
    [instances(EXAMPLE), 415, /application\/json/, { 'content-type': 'image/png' }],
  ];
  for (const [body, status, message, headers] of cases) {
    const answer = await post(server, body, headers);
    assert.equal(answer.status, status, body.slice(0, 60));
    assert.match(await refusal(answer), message);
  }
  assert.equal((await post(server, instances(EXAMPLE))).status, 200);
});

test('an unknown address is 404, a wrong method 405 with the right one', async (t) => {
  const server = await serve(t);
  const unknown = await fetch(`${server.url}/prediction`);
  assert.equal(unknown.status, 404);
  assert.match(await refusal(unknown), /expected one of \/predict/);
  const wrong = await fetch(`${server.url}/predict`);
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'POST']);
});

test('health and metrics tell the state', async (t) => {
  const server = await serve(t);
  await post(server, instances(EXAMPLE));
  await post(server, '{}');
  for (const path of ['/health', '/health/live', '/health/ready'])
    assert.equal((await fetch(server.url + path)).status, 200);
  const text = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(text, /^dlts_requests_total{status="200"} 1$/m);
  assert.match(text, /^dlts_requests_total{status="400"} 1$/m);
  assert.match(text, /^dlts_batch_size_count 1$/m);
  const [, seconds] = /^process_cpu_seconds_total ([\d.]+)$/m.exec(text) ?? [];
  assert.ok(Number(seconds) > 0 && Number(seconds) < 600);
  assert.deepEqual(server.metrics().answers, { 200: 1, 400: 1 });
});

test('requests that arrive together are computed together, and each gets its own answer', async (t) => {
  const server = await serve(t, { maxBatch: 8, maxWaitMs: 100 });
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(async (n) => {
      const answer = await post(server, instances([[n, 0, 0], [0, 0, 0]])); // prettier-ignore
      const { predictions } = (await answer.json()) as { predictions: { values: number[] }[] };
      return predictions[0]?.values[1];
    }),
  );
  assert.deepEqual(answers, [1, 2, 3, 4, 5, 6, 7, 8]);
  const { batches, examples } = server.metrics();
  assert.equal(examples, 8);
  assert.ok(batches <= 4, `${batches} batches`);
});

test('a full queue answers 503 and says when to come back', async (t) => {
  const server = await serve(t, { maxBatch: 4, maxQueue: 4, maxWaitMs: 300 });
  const client = createClient(server.url);
  const first = client.predict([EXAMPLE, EXAMPLE, EXAMPLE]);
  while (server.metrics().waiting < 3) await new Promise(setImmediate);
  const refused = await post(server, instances(EXAMPLE, EXAMPLE));
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '1']);
  assert.equal((await first).status, 200);
  client.close();
});

test('an error of the model is a 500 that tells nothing of the inside', async (t) => {
  const model = sumModel();
  const server = await serve(t, { trace: false }, model);
  Object.assign(model, {
    call: () => {
      throw new Error('secret');
    },
    apply: () => {
      throw new Error('secret');
    },
  });
  const answer = await post(server, instances(EXAMPLE));
  assert.equal(answer.status, 500);
  assert.doesNotMatch(await refusal(answer), /secret/);
});

test('options that do not fit the model are refused before anything listens', async () => {
  const model = sumModel();
  const wrong = (options: object, message: RegExp) =>
    assert.rejects(servePredictions(model, options), message);
  await wrong({ maxbatch: 3 }, /did you mean maxBatch/);
  await wrong({ labels: ['one'] }, /expected 5 labels/);
  await wrong({ input: { shape: [7] } }, /6 numbers.*got \[7\]/);
  await wrong({ output: 'softmax' }, /'logits' or 'values'/);
  await wrong({ port: 70_000 }, /port to be a whole number from 0 to 65535/);
  model.dispose();
});

test('a port that is taken fails with a remedy, and leaves no tensor', async (t) => {
  const { url } = await serve(t);
  const model = sumModel();
  const before = tf.memory().numTensors;
  await assert.rejects(servePredictions(model, { port: Number(new URL(url).port) }), /port: 0/);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});
