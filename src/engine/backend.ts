/**
 * Chooses and loads the TensorFlow engine: native, then WebAssembly, then plain JavaScript.
 *
 * Importing this file loads the engine. `DLTS_ENGINE=native|wasm|js` forces one.
 */
import os from 'node:os';
import util from 'node:util';
import type * as tfjs from '@tensorflow/tfjs';
import type { NativeBackend } from './binding';
import { refuseRaggedArrays } from './ragged';
import { explainReshape } from './reshape';
import { registerMissingKernels } from './wasm-kernels';

/** The engines, fastest first. */
export type EngineName = 'native' | 'wasm' | 'js';

/** What runs the numbers, and how. */
export interface EngineInfo {
  /** `native`: TensorFlow's C library; `wasm`: WebAssembly; `js`: plain JavaScript. */
  name: EngineName;
  /** Version of TensorFlow's C library, or of TensorFlow.js for the other two. */
  version: string;
  /** Threads inside one operation, and operations that may run at once. 1 and 1 outside `native`. */
  threads: { intraOp: number; interOp: number };
  /** Whether oneDNN's kernels are on (`native` only). */
  oneDNN: boolean;
  /** Why a slower engine than `native` was taken; absent when native runs or another was asked for. */
  reason?: string;
}

// `require` rather than `import`: environment variables and cures must be in place before these load.
type Tensorflow = typeof tfjs;

/**
 * Sets what TensorFlow reads from the environment at load. A value that the user has set stays.
 *
 * One thread per operation and one operation per core: a compiled step splits its rows into one part per
 * core, which beats many threads inside each small operation.
 */
function setEnvironment(): void {
  const cores = os.availableParallelism();
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
  process.env['TF_NUM_INTEROP_THREADS'] ??= String(cores);
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
}

/** tfjs-node calls functions of `util` that Node 22 warns about and Node 23 lacks. */
function cureNodeUtil(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value == null,
  });
}

function loadNative(): string | undefined {
  try {
    require('@tensorflow/tfjs-node');
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.trim();
  }
}

/** danfojs-node requires tfjs-node by name: where that cannot load, it gets plain TensorFlow.js. */
function aliasNative(tf: Tensorflow): void {
  try {
    const path = require.resolve('@tensorflow/tfjs-node');
    const alias = new (module.constructor as new (id: string) => NodeModule)(path);
    Object.assign(alias, { filename: path, loaded: true, exports: tf });
    require.cache[path] = alias;
  } catch {
    // tfjs-node is not installed at all: nothing to alias, and danfojs-node says so itself.
  }
}

function startJavaScript(tf: Tensorflow): void {
  void tf.setBackend('cpu'); // ready at once
  // The CPU backend greets with an advertisement for tfjs-node at its first use.
  Object.assign(tf.backend(), { firstUse: false });
}

async function startWasm(tf: Tensorflow): Promise<void> {
  const wasm = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  const { dirname, sep } = require('node:path') as typeof import('node:path');
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly module did not start');
  registerMissingKernels(tf);
}

function forcedEngine(): EngineName | undefined {
  const wanted = process.env['DLTS_ENGINE'];
  if (wanted === undefined || wanted === '') return undefined;
  if (wanted === 'native' || wanted === 'wasm' || wanted === 'js') return wanted;
  throw new RangeError(
    `DLTS_ENGINE: expected 'native', 'wasm' or 'js'; got '${wanted}'; unset it to take the fastest.`,
  );
}

const SLOWER: Record<Exclude<EngineName, 'native'>, string> = {
  wasm: 'WebAssembly: every chapter works, training takes several times longer',
  js: 'plain JavaScript: every chapter works, training takes many times longer',
};

function notice(engine: 'wasm' | 'js', reason: string): void {
  console.warn(
    `TensorFlow's native engine is not available (${reason}). Running on ${SLOWER[engine]}. ` +
      'Run `npm run doctor` for the remedy.',
  );
}

let active: EngineName = 'native';
let fallbackReason: string | undefined;
let starting: Promise<void> = Promise.resolve();
let native: NativeBackend | undefined;

function load(): void {
  setEnvironment();
  cureNodeUtil();
  const forced = forcedEngine();
  if (forced === undefined || forced === 'native') {
    fallbackReason = loadNative();
    if (fallbackReason === undefined) {
      const tf = require('@tensorflow/tfjs') as Tensorflow;
      native = tf.backend() as unknown as NativeBackend;
      return;
    }
    if (forced === 'native')
      throw new Error(
        `DLTS_ENGINE: expected the native engine to load; got "${fallbackReason}"; ` +
          'run `npm run doctor` for the remedy.',
      );
  }
  const tf = require('@tensorflow/tfjs') as Tensorflow;
  aliasNative(tf);
  startJavaScript(tf);
  active = 'js';
  if (forced !== 'js') starting = switchToWasm(tf);
}

/** Plain JavaScript serves until WebAssembly has compiled; tensors made before are moved when used. */
async function switchToWasm(tf: Tensorflow): Promise<void> {
  try {
    await startWasm(tf);
    active = 'wasm';
  } catch (error) {
    void tf.setBackend('cpu');
    fallbackReason ??= error instanceof Error ? error.message : String(error);
  }
  if (fallbackReason !== undefined) notice(active === 'wasm' ? 'wasm' : 'js', fallbackReason);
}

/**
 * Waits until the engine is fully started. Native is ready at once; WebAssembly compiles first.
 *
 * @returns resolves when tensors may be made.
 * @example
 * await ready();
 * tf.add(2, 3); // 5
 */
export function ready(): Promise<void> {
  return starting;
}

/** The native backend when it is loaded. @internal */
export function nativeBackend(): NativeBackend | undefined {
  return native;
}

/**
 * Which engine runs, its version and its threads.
 *
 * @returns plain values, see {@link EngineInfo}.
 * @example
 * ['native', 'wasm', 'js'].includes(engineInfo().name); // true
 */
export function engineInfo(): EngineInfo {
  const tf = require('@tensorflow/tfjs') as Tensorflow;
  const threads = (name: string) => Number(process.env[name] ?? 1) || os.availableParallelism();
  const info: EngineInfo = {
    name: active,
    version: native ? native.binding.TF_Version : tf.version['tfjs-core'],
    threads: native
      ? { intraOp: threads('TF_NUM_INTRAOP_THREADS'), interOp: threads('TF_NUM_INTEROP_THREADS') }
      : { intraOp: 1, interOp: 1 },
    oneDNN: native !== undefined && process.env['TF_ENABLE_ONEDNN_OPTS'] !== '0',
  };
  if (fallbackReason !== undefined) info.reason = fallbackReason;
  return info;
}

load();
refuseRaggedArrays(require('@tensorflow/tfjs') as Tensorflow);
explainReshape(require('@tensorflow/tfjs') as Tensorflow);
