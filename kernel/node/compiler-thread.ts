/**
 * The thread that compiles cells.
 *
 * The main thread loads TensorFlow while this one reads the types of TensorFlow.js: the first result comes
 * sooner. Requests arrive one at a time; the main thread waits for each answer.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort,
} from 'node:worker_threads';
import { CellCompiler } from '../compile/cell-compiler';
import type { Answer, Request } from './compiler';
import { nodeFiles } from './files';
import { createMapReader } from './source-map';

const { port, signal } = workerData as { port: MessagePort; signal: SharedArrayBuffer };
const answered = new Int32Array(signal);
const compiler = new CellCompiler(
  nodeFiles(process.cwd()),
  `Node ${process.versions.node}`,
  createMapReader(),
);

function answer({ method, args }: Request): Answer {
  try {
    return { value: compiler[method](...(args as [never, never, never])) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function serve(request: Request): void {
  port.postMessage(answer(request));
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}

/** Reads the types that nearly every notebook needs, unless a cell is already waiting. */
function warmUp(): void {
  const waiting = receiveMessageOnPort(port) as { message: Request } | undefined;
  if (waiting) return serve(waiting.message);
  try {
    compiler.warmUp(hasLibrary() ? "import { tf } from 'dlts'; tf.scalar(1)" : '1');
  } catch {
    // Whatever is wrong shows when a cell is compiled.
  }
}

function hasLibrary(): boolean {
  try {
    createRequire(path.join(process.cwd(), 'cell.js')).resolve('dlts');
    return true;
  } catch {
    return false;
  }
}

warmUp();
port.on('message', (request: Request) => serve(request));
parentPort?.postMessage('ready');
