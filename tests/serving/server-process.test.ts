import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { createClient, saveModel, startServer } from '../../src/serving';
import { connect, EXAMPLE, rest, sumModel } from './helpers';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts process '));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

before(async () => {
  const model = sumModel();
  const input = { shape: [2, 3], scale: 2 };
  await saveModel(folder, model, { name: 'sums', purpose: 'a test', input, output: 'values' });
  model.dispose();
});

const values = (body: unknown) =>
  (body as { predictions: { values: number[] }[] }).predictions[0]?.values;

test('another process serves the model as its card says, on every engine', async () => {
  for (const engine of ['native', 'wasm'] as const) {
    const server = await startServer(folder, { engine, threads: 1, maxBatch: 4 });
    const client = createClient(server.url);
    const { status, body } = await client.predict([EXAMPLE]);
    assert.deepEqual([status, values(body)], [200, [0, 42, 84, 126, 168]]);
    assert.notEqual(server.pid, process.pid);
    client.close();
    assert.equal(await server.stop(), 0);
  }
});

test('SIGTERM in the middle of a request: it is answered, new ones are refused, and the process ends well', async () => {
  const server = await startServer(folder, { maxWaitMs: 300 });
  const idle = await connect(server);
  const client = createClient(server.url);
  const running = client.predict([EXAMPLE]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const [ended, gone] = [server.stop(), rest(idle)];
  const { status, body } = await running;
  assert.deepEqual([status, values(body)], [200, [0, 42, 84, 126, 168]]);
  assert.equal(await ended, 0);
  assert.equal(await gone, '');
  assert.equal((await client.predict([EXAMPLE])).status, 0);
  client.close();
});

test('a process that is killed is noticed, and so is a model that is not there', async () => {
  const server = await startServer(folder);
  process.kill(server.pid, 'SIGKILL');
  assert.equal(await server.stop(), 'SIGKILL');
  await assert.rejects(startServer(path.join(folder, 'none')), /expected card.json/);
  await assert.rejects(startServer(folder, { labels: [] } as object), /expected options among/);
});
