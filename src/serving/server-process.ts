/** A prediction server in a process of its own, as in production: it shares nothing with whoever asks it. */
import childProcess, { type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { checkOptions } from '../host/options';
import type { ServeOptions } from './options';

/** Options of {@link startServer}. */
export interface StartOptions extends Omit<ServeOptions, 'input' | 'labels' | 'output'> {
  /** Engine of the process. Default: the fastest there is. */
  engine?: 'native' | 'wasm' | 'js';
  /** Cores that one call of the model may use (native engine). Default: all. */
  threads?: number;
}

const KNOWN = {
  ...{ engine: true, threads: true, host: true, port: true, maxBatch: true, maxWaitMs: true },
  ...{ maxQueue: true, maxBodyBytes: true, requestTimeoutMs: true, closeTimeoutMs: true },
  ...{ maxConnections: true, trace: true },
} as const satisfies Record<keyof StartOptions, true>;

/** Characters of a failed process's error stream that the message shows. */
const MOST_WORDS = 2000;

/** A server in another process. Stop it. */
export interface ServerProcess {
  readonly url: string;
  /** Number of the process. */
  readonly pid: number;
  /** Milliseconds from starting the process to its first readiness. */
  readonly startMs: number;
  /** Asks it to stop by SIGTERM: it finishes what runs. @returns its exit code, or the signal that ended it. */
  stop(): Promise<number | NodeJS.Signals>;
}

/** What the process is told first. @internal */
export interface Order {
  folder: string;
  options: ServeOptions;
}

/** What the process says back. @internal */
export type Reply = { url: string } | { error: string };

/**
 * Starts a process that loads a model which `saveModel` wrote, and serves it as its card says.
 *
 * It ends with this process, however that ends.
 *
 * @param folder of the saved model
 * @param options those of `servePredictions`, except for what the card knows; and engine and threads
 * @returns a server that listens already. Caller stops it.
 * @example
 * const outputs = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })] });
 * const card = { name: 'outputs', purpose: 'an example', input: { shape: [2] }, output: 'values' as const };
 * await saveModel('.cache/outputs-example', outputs, card);
 * const process = await startServer('.cache/outputs-example', { threads: 1 });
 * await process.stop(); // 0
 * @throws RangeError for an unknown option; Error with the process's own message when it cannot start.
 */
export async function startServer(
  folder: string,
  options: StartOptions = {},
): Promise<ServerProcess> {
  checkOptions('startServer', options, KNOWN);
  const { engine, threads, ...rest } = options;
  const began = performance.now();
  const child = fork(engine, threads);
  const order: Order = { folder: path.resolve(folder), options: rest };
  const lastWords = listenTo(child);
  child.send(order);
  const reply = await firstReply(child, lastWords);
  if ('error' in reply) {
    child.kill('SIGKILL');
    throw new Error(
      `startServer: expected the server to start; got "${reply.error}"; mend that first.`,
    );
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  return {
    url: reply.url,
    pid: child.pid ?? 0,
    startMs: performance.now() - began,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function fork(engine: string | undefined, threads: number | undefined): ChildProcess {
  const extension = path.extname(__filename);
  const env = {
    ...process.env,
    ...(engine !== undefined && { DLTS_ENGINE: engine }),
    ...(threads !== undefined && { TF_NUM_INTEROP_THREADS: String(threads) }),
  };
  return childProcess.fork(path.join(__dirname, `server-main${extension}`), [], {
    env,
    // From sources it needs the loader that this process was started with; compiled, nothing.
    execArgv: extension === '.ts' ? process.execArgv : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Keeps the end of what the process writes to its error stream, for the message if it fails. */
function listenTo(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text = (text + String(chunk)).slice(-MOST_WORDS);
  });
  return () => text.trim();
}

/** The first message, or why there is none. */
function firstReply(child: ChildProcess, lastWords: () => string): Promise<Reply> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as Reply));
    child.once('error', (error) => resolve({ error: error.message }));
    child.once('exit', (code, signal) =>
      resolve({ error: `the process ended by ${signal ?? `code ${code}`}: ${lastWords()}` }),
    );
  });
}
