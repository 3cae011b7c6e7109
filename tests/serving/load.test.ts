import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureLoad } from '../../src/serving';

const pause = (ms: number) =>
  new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ms));
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

test('an open loop sends all that is due, however slow the answers', async () => {
  const load = await measureLoad(() => pause(200), { rate: 100, seconds: 0.2, even: true });
  assert.equal(load.latencies.length, 20);
  assert.ok(load.inFlight > 8, `${load.inFlight} in flight`);
});

test('random arrivals have the rate that was asked for, and repeat with their seed', async () => {
  const options = { rate: 2000, seconds: 0.5, seed: 3 };
  const [a, b] = [await measureLoad(async () => true, options), await measureLoad(async () => true, options)]; // prettier-ignore
  assert.ok(Math.abs(a.latencies.length - 1000) < 130, `${a.latencies.length}`); // 4 standard deviations
  assert.equal(a.latencies.length, b.latencies.length);
});

test('a closed loop has at most one request per client under way', async () => {
  let [open, most] = [0, 0];
  const send = async () => {
    most = Math.max(most, ++open);
    await pause(5);
    open--;
    return true;
  };
  const load = await measureLoad(send, { clients: 3, seconds: 0.2 });
  assert.equal(most, 3);
  assert.ok(load.inFlight > 2 && load.inFlight <= 3.001, `${load.inFlight}`);
});

test('requests under way are throughput times latency: counted and computed agree', async () => {
  const load = await measureLoad(() => pause(20), { rate: 200, seconds: 0.5 });
  const elapsed = load.latencies.length / load.throughput; // seconds
  const computed = sum(load.services) / 1000 / elapsed;
  assert.ok(Math.abs(load.inFlight / computed - 1) < 1e-6);
});

test('latencies of an open loop count from the time a request was due, services from its sending', async () => {
  let stalled = false;
  const send = async () => {
    if (stalled) return true;
    stalled = true;
    const end = performance.now() + 150;
    while (performance.now() < end); // nothing else runs on this thread meanwhile
    return true;
  };
  const { latencies, services } = await measureLoad(send, { rate: 100, seconds: 0.3, even: true });
  assert.ok(latencies.filter((latency) => latency > 20).length >= 10);
  assert.ok(services.filter((service) => service > 20).length <= 1);
});

test('failures are counted apart, also thrown ones', async () => {
  const send = async (index: number) => {
    if (index % 3 === 0) throw new Error('cut');
    return index % 3 === 1;
  };
  const load = await measureLoad(send, { rate: 300, seconds: 0.1, even: true });
  assert.deepEqual([load.latencies.length, load.failures], [10, 20]);
});

test('neither or both of rate and clients, and wrong numbers, are refused', async () => {
  const ok = async () => true;
  await assert.rejects(measureLoad(ok, { seconds: 1 }), /pass one of them/);
  await assert.rejects(measureLoad(ok, { seconds: 1, rate: 1, clients: 1 }), /pass one of them/);
  await assert.rejects(measureLoad(ok, { seconds: 1, rate: -1 }), RangeError);
  await assert.rejects(measureLoad(ok, { seconds: 0, rate: 1 }), /seconds above 0/);
  await assert.rejects(measureLoad(ok, { second: 0, rate: 1 } as never), /did you mean seconds/);
});
