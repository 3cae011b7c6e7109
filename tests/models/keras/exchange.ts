/** What the tests of the exchange with Keras share: random weights and inputs, and real Keras in a process of its own. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { tf } from '../../../src';
import type { Case } from './cases';

/** Numbers that repeat: a linear congruential generator. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every weight of a model is set at random, those that start as 0 or 1 too; variances stay above 0. */
export function randomize(model: tf.LayersModel, seed: number): void {
  const next = numbers(seed);
  for (const weight of model.weights) {
    const positive = /variance/i.test(weight.name);
    const shape = weight.shape as number[];
    const size = shape.reduce((product, axis) => product * axis, 1);
    const values = Float32Array.from({ length: size }, () =>
      positive ? 0.5 + next() : next() - 0.5,
    );
    tf.tidy(() => void weight.write(tf.tensor(values, shape)));
  }
}

/** An input as Keras's side reads it. */
export interface StoredInput {
  shape: number[];
  dtype: 'float32' | 'int32';
  values: number[];
}

/** Three examples of each input; whole numbers where the case says below what, with zeros at the end where it wants padding. */
export function inputsOf({ inputs }: Case, seed: number, examples = 3): StoredInput[] {
  const next = numbers(seed);
  return inputs.map(({ shape, below, zeros = false }) => {
    const size = shape.reduce((product, axis) => product * axis, examples);
    const perExample = size / examples;
    const values = Array.from({ length: size }, (_, at) => {
      if (below === undefined) return Math.fround(2 * next() - 1);
      const hidden = zeros && at % perExample >= perExample - 1 - Math.floor(at / perExample);
      return hidden ? 0 : 1 + Math.floor(next() * (below - 1));
    });
    const dtype = below === undefined ? 'float32' : 'int32';
    return { shape: [examples, ...shape], dtype, values };
  });
}

/** Numbers of every output. */
export function predict(model: tf.LayersModel, inputs: StoredInput[]): number[][] {
  return tf.tidy(() => {
    const tensors = inputs.map(({ values, shape, dtype }) => tf.tensor(values, shape, dtype));
    const outputs = model.predict(tensors.length === 1 ? (tensors[0] as tf.Tensor) : tensors);
    return [outputs].flat().map((output) => Array.from(output.dataSync()));
  });
}

/** Largest difference between two lists of outputs, for numbers below 1 absolute, else relative. */
export function largestDifference(ours: number[][], theirs: Array<{ values: number[] }>): number {
  if (ours.length !== theirs.length) return Infinity;
  const differences = ours.flatMap((output, index) => {
    const other = theirs[index]?.values ?? [];
    if (other.length !== output.length) return [Infinity];
    return output.map((value, at) => Math.abs(value - (other[at] ?? NaN)) / Math.max(1, Math.abs(value))); // prettier-ignore
  });
  return differences.reduce((largest, each) => (each <= largest ? largest : each), 0);
}

/** What Keras is asked to do with one file. */
export interface Job {
  file: string;
  inputs?: StoredInput[];
  /** Where to save it after two steps of training. */
  save?: string;
  weights?: string;
}

interface Output {
  shape: number[];
  values: number[];
}

/** What came out. */
export interface Answer {
  error?: string;
  classes?: string[];
  before?: Output[];
  after?: Output[];
}

const root = path.join(__dirname, '..', '..', '..');
export const python = path.join(root, '.venv-bench', os.platform() === 'win32' ? 'Scripts/python.exe' : 'bin/python'); // prettier-ignore

/** Why there is no Keras here, or `false`. */
export const withoutKeras = fs.existsSync(python)
  ? false
  : 'needs Keras: npm run bench -- --install makes .venv-bench';

export const BACKENDS = ['tensorflow', 'jax', 'torch'] as const;

/** Runs jobs in real Keras. */
export async function askKeras(backend: (typeof BACKENDS)[number], jobs: Job[]): Promise<Answer[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-keras-'));
  try {
    const file = path.join(folder, 'jobs.json');
    fs.writeFileSync(file, JSON.stringify(jobs));
    const script = path.join(__dirname, 'keras_side.py');
    const env = { ...process.env, KERAS_BACKEND: backend, CUDA_VISIBLE_DEVICES: '' };
    const options = { env, maxBuffer: 2 ** 30, timeout: 900_000 };
    const { stdout } = await promisify(execFile)(python, [script, file], options);
    const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { answers: Answer[] };
    return answer.answers;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
