/** What no well-behaved client does. After each attack the server still answers, and nothing has grown. */
import assert from 'node:assert/strict';
import type net from 'node:net';
import { test, type TestContext } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tf } from '../../src/engine';
import { createClient, type PredictionServer, type ServeOptions } from '../../src/serving';
import { connect, EXAMPLE, instances, post, rest, serve } from './helpers';

const HEAD = 'POST /predict HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

/** A server that is checked after the attack: it answers, queue and tensors are as before. */
async function attacked(
  t: TestContext,
  options: ServeOptions,
  attack: (server: PredictionServer) => Promise<void>,
): Promise<void> {
  const server = await serve(t, options);
  assert.equal((await post(server, instances(EXAMPLE))).status, 200);
  const { tensors } = server.metrics();
  await attack(server);
  assert.equal((await post(server, instances(EXAMPLE))).status, 200);
  assert.deepEqual([server.metrics().tensors, server.metrics().waiting], [tensors, 0]);
}

test('a body that never ends is cut off by its size, without being read', async (t) => {
  await attacked(t, { maxBodyBytes: 1000 }, async (server) => {
    const announced = await connect(server);
    announced.write(`${HEAD}content-length: 1000000000\r\n\r\n{`);
    assert.match(await firstLine(announced), /413/);
    const chunked = await connect(server);
    chunked.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
    const line = firstLine(chunked);
    for (let i = 0; i < 20; i++) chunked.write(`64\r\n${' '.repeat(100)}\r\n`);
    assert.match(await line, /413/);
    for (const socket of [announced, chunked]) socket.destroy();
  });
});

test('slow clients get 408: in the headers, in the body, and those that never say a word', async (t) => {
  await attacked(t, { requestTimeoutMs: 200 }, async (server) => {
    const starts = [
      'POST /predict HTTP/1.1\r\nhost: x\r\nx: ',
      `${HEAD}content-length: 50\r\n\r\n{"`,
      '',
    ];
    const sockets = await Promise.all(starts.map(() => connect(server)));
    const said = sockets.map((socket, i) => {
      if (starts[i]) socket.write(starts[i]);
      const drip = setInterval(() => socket.writable && starts[i] && socket.write('1'), 20);
      return rest(socket).finally(() => clearInterval(drip));
    });
    const [headers, body, silent] = await Promise.all(said);
    assert.match(headers ?? '', /^HTTP\/1\.1 408/);
    assert.match(body ?? '', /^HTTP\/1\.1 408/);
    assert.match(silent ?? '', /^(HTTP\/1\.1 408|$)/);
  });
});

test('what is no HTTP at all is a bad request', async (t) => {
  await attacked(t, {}, async (server) => {
    for (const text of [
      '\x16\x03\x01\x02\x00\x01\x00',
      'GET\r\n\r\n',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const socket = await connect(server);
      socket.write(text);
      assert.match(await rest(socket), /^HTTP\/1\.1 4(00|31)/);
    }
  });
});

test('a thousand connections are served, each with its own answer', async (t) => {
  await attacked(t, { maxQueue: 2000 }, async (server) => {
    const client = createClient(server.url, { connections: 1000 });
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => client.predict([[[n, 0, 0], [0, 0, 0]]])),
    ); // prettier-ignore
    answers.forEach(({ status, body }, n) => {
      assert.equal(status, 200);
      const { predictions } = body as { predictions: { values: number[] }[] };
      assert.equal(predictions[0]?.values[1], n);
    });
    client.close();
  });
});

test('more work than fits is refused at once, and what was accepted is answered', async (t) => {
  await attacked(t, { maxQueue: 64, maxBatch: 32 }, async (server) => {
    const client = createClient(server.url, { connections: 300 });
    const sent = Array.from({ length: 300 }, () => client.predict([EXAMPLE, EXAMPLE, EXAMPLE]));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    assert.ok(statuses.every((status) => status === 200 || status === 503));
    assert.ok(statuses.includes(200));
    const { answers } = server.metrics();
    assert.equal((answers['200'] ?? 0) - 1, statuses.filter((status) => status === 200).length);
    client.close();
  });
});

test('clients that are killed in the middle of a request or before their answer leave nothing behind', async (t) => {
  await attacked(t, { maxWaitMs: 30 }, async (server) => {
    const body = instances(EXAMPLE);
    const whole = `${HEAD}content-length: ${body.length}\r\n\r\n${body}`;
    for (let i = 0; i < 50; i++) {
      const socket = await connect(server);
      socket.write(whole.slice(0, i % 2 ? whole.length : whole.length - 7));
      if (i % 4 < 2) await new Promise((resolve) => setTimeout(resolve, 2));
      socket.resetAndDestroy();
    }
    while (server.metrics().waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

test('thousands of good and bad requests leave neither tensors nor memory', async (t) => {
  const server = await serve(t, {}, undefined);
  const client = createClient(server.url);
  const bodies = [instances(EXAMPLE), '{"instances": [[[1]]]}', '{', instances(EXAMPLE, EXAMPLE)];
  const round = async () => {
    for (let i = 0; i < 20; i++)
      await Promise.all(Array.from({ length: 50 }, (_, n) => client.send(bodies[n % 4] ?? '')));
  };
  await round();
  const [tensors, before] = [tf.memory().numTensors, memory()];
  for (let i = 0; i < 5; i++) await round();
  assert.equal(tf.memory().numTensors, tensors);
  // 5,000 requests of which each kept a promise, a row and a connection's buffer would be above this.
  assert.ok(memory() - before < 3e6, `memory grows by ${memory() - before} bytes`);
  client.close();
});

test('closing finishes what runs, refuses what is new, and cuts connections that idle', async (t) => {
  const server = await serve(t, { maxWaitMs: 200 });
  const idle = await connect(server);
  const client = createClient(server.url);
  const running = client.predict([EXAMPLE]);
  while (server.metrics().waiting < 1) await new Promise(setImmediate);
  const closed = server.close();
  const gone = rest(idle);
  assert.equal((await running).status, 200);
  await closed;
  assert.equal(await gone, '');
  assert.equal((await client.predict([EXAMPLE])).status, 0);
  await server.close(); // a second time changes nothing
  client.close();
});

test('closing does not wait longer than it was told for a client that does not finish', async (t) => {
  const server = await serve(t, { closeTimeoutMs: 100 });
  const stuck = await connect(server);
  stuck.write(`${HEAD}content-length: 50\r\n\r\n{"`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const gone = rest(stuck);
  await server.close();
  await gone;
});

/** Bytes in use after all garbage is collected. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The first line of what a server says. */
function firstLine(socket: net.Socket): Promise<string> {
  return new Promise((resolve) =>
    socket.once('data', (chunk) => resolve(String(chunk).split('\r\n', 1)[0] ?? '')),
  );
}
