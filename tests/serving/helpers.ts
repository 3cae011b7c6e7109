/** A small model, and servers that are closed even when a test fails. */
import type { TestContext } from 'node:test';
import net from 'node:net';
import { tf } from '../../src/engine';
import { servePredictions, type PredictionServer, type ServeOptions } from '../../src/serving';

/** Two rows of three numbers to five outputs: output j is the sum of all numbers, times j. */
export function sumModel(): tf.LayersModel {
  const dense = tf.layers.dense({ units: 5, useBias: false });
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 3] }), dense] });
  const kernel = Array.from({ length: 6 }, () => [0, 1, 2, 3, 4]);
  tf.tidy(() => model.setWeights([tf.tensor2d(kernel)]));
  return model;
}

/** An example of sum 21. */
export const EXAMPLE = [
  [1, 2, 3],
  [4, 5, 6],
];

export async function serve(
  t: TestContext,
  options: ServeOptions = {},
  model = sumModel(),
): Promise<PredictionServer> {
  const server = await servePredictions(model, options);
  t.after(async () => {
    await server.close();
    model.dispose();
  });
  return server;
}

/** Posts a body as it is. */
export function post(
  { url }: PredictionServer,
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Response> {
  return fetch(`${url}/predict`, { method: 'POST', headers, body });
}

export const instances = (...examples: unknown[]): string =>
  JSON.stringify({ instances: examples });

/** The message of a refusal. */
export async function refusal(response: Response): Promise<string> {
  return ((await response.json()) as { error: string }).error;
}

/** A raw connection to a server, for requests that no well-behaved client sends. */
export async function connect({ url }: { url: string }): Promise<net.Socket> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  socket.on('error', () => undefined); // a cut connection is what some tests want
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** All that a connection still says, when the other side has closed it. */
export async function rest(socket: net.Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}
