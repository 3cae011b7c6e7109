/**
 * Takes the place of `engine/backend` in the worker that runs a page's cells: WebAssembly whose bytes come with the page,
 * WebGPU where the reader has chosen it and the browser has it, else plain JavaScript.
 */
import type * as tfjs from '@tensorflow/tfjs';
import type { EngineInfo } from '../backend';
import { refuseRaggedArrays } from '../ragged';
import { explainReshape } from '../reshape';
import { registerMissingKernels } from '../wasm-kernels';

type Tensorflow = typeof tfjs;
type WorkerEngine = 'wasm' | 'webgpu' | 'js';

/** What the page says before the library is loaded. */
interface Chosen {
  engine: WorkerEngine;
  /** The WebAssembly module, base 64: a page from a folder may not fetch it. */
  wasm: string;
  /** Loads the backend for WebGPU. */
  loadWebGpu(): void;
}

const tf = require('@tensorflow/tfjs') as Tensorflow;
const { dltsEngine } = globalThis as { dltsEngine?: Chosen };
let active: WorkerEngine = 'js';
let reason: string | undefined;

void tf.setBackend('cpu'); // ready at once
// The CPU backend greets with an advertisement for tfjs-node at its first use.
Object.assign(tf.backend(), { firstUse: false });

async function startWasm(bytes: string): Promise<void> {
  const wasm = require('@tensorflow/tfjs-backend-wasm') as {
    setWasmPaths(paths: Record<string, string>): void;
  };
  // Firefox takes a data: address in a worker of a page without an origin, and refuses a blob: one.
  const address = `data:application/wasm;base64,${bytes}`;
  const names = ['-simd', '', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`);
  wasm.setWasmPaths(Object.fromEntries(names.map((name) => [name, address])));
  if (!(await tf.setBackend('wasm')))
    throw new Error(
      'startWasm: expected the WebAssembly module to start; got a refusal; plain JavaScript computes instead.',
    );
  registerMissingKernels(tf);
  active = 'wasm';
}

async function startWebGpu({ loadWebGpu }: Chosen): Promise<void> {
  loadWebGpu();
  if (!(await tf.setBackend('webgpu')))
    throw new Error(
      'startWebGpu: expected a browser with WebGPU; got one without; WebAssembly computes instead.',
    );
  active = 'webgpu';
}

async function start(chosen: Chosen | undefined): Promise<void> {
  if (!chosen || chosen.engine === 'js') return;
  try {
    if (chosen.engine === 'webgpu') return await startWebGpu(chosen);
  } catch (error) {
    reason = String(error instanceof Error ? error.message : error);
  }
  try {
    await startWasm(chosen.wasm);
  } catch (error) {
    reason ??= String(error instanceof Error ? error.message : error);
    await tf.setBackend('cpu');
  }
}

const starting = start(dltsEngine);

/** Resolves when tensors may be made. */
export function ready(): Promise<void> {
  return starting;
}

/** There is none in a browser. @internal */
export function nativeBackend(): undefined {
  return undefined;
}

/** Which engine runs; see `EngineInfo` of `engine/backend`. */
export function engineInfo(): EngineInfo {
  return {
    name: active as EngineInfo['name'],
    version: tf.version['tfjs-core'],
    threads: { intraOp: 1, interOp: 1 },
    oneDNN: false,
    ...(reason !== undefined && { reason }),
  };
}

refuseRaggedArrays(tf);
explainReshape(tf);
