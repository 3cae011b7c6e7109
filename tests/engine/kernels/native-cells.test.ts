/** Recurrent cells as operations of TensorFlow (`scripts/setup/native`) against their twins. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setSeed, tf } from '../../../src/engine';
import { nativeBackend } from '../../../src/engine/backend';
import { gru, gruResetAfter, lstm, withTwins } from '../../../src/engine/kernels';
import { nativeOp } from '../../../src/engine/kernels/native-op';
import { assertClose } from '../../layers/fixture';

const there = nativeBackend()?.binding.ownOperations === true;
const skip = there ? false : 'the binding was not compiled here';

type Run = (x: tf.Tensor, k: tf.Tensor, u: tf.Tensor, b: tf.Tensor, h: tf.Tensor) => tf.Tensor[];

const weights = (k: tf.Tensor, u: tf.Tensor, b: tf.Tensor) => ({
  kernel: k as tf.Tensor2D,
  recurrentKernel: u as tf.Tensor2D,
  bias: b as tf.Tensor1D,
});

/** Each cell with its gates and with what it gives, of every step or of the last one alone. */
const CELLS: Record<string, [gates: number, biases: number, run: (sequence: boolean) => Run]> = {
  lstm: [
    4,
    1,
    (sequence) => (x, k, u, b, h) => {
      const { output, cell } = lstm(x as tf.Tensor3D, weights(k, u, b), {
        sequence,
        cellState: sequence ? 'sequence' : 'last',
        initialState: [h as tf.Tensor2D, h.mul(0.5)],
      });
      return [output, cell as tf.Tensor];
    },
  ],
  gru: [
    3,
    1,
    (sequence) => (x, k, u, b, h) => [
      gru(x as tf.Tensor3D, weights(k, u, b), { sequence, initialState: h as tf.Tensor2D }),
    ],
  ],
  gruResetAfter: [
    3,
    2,
    (sequence) => (x, k, u, b, h) => [
      gruResetAfter(
        x as tf.Tensor3D,
        { ...weights(k, u, b), bias: b as tf.Tensor2D },
        { sequence, initialState: h as tf.Tensor2D },
      ),
    ],
  ],
};

/** Outputs, and gradients for input, weights and initial state. */
function outputsAndGradients(run: Run, inputs: tf.Tensor[]): tf.Tensor[] {
  const all = (...values: tf.Tensor[]) => run(...(values as Parameters<Run>));
  const directions = all(...inputs).map((output) =>
    tf.randomNormal(output.shape, 0, 1, 'float32', 7),
  );
  const loss = (...values: tf.Tensor[]) =>
    tf.addN(all(...values).map((output, i) => output.mul(directions[i] as tf.Tensor).sum()));
  return [...all(...inputs), ...tf.grads(loss)(inputs)];
}

// Rows and units below, at and beyond the widths of vectors and tiles.
const SIZES = [
  [1, 1, 3, 1],
  [2, 3, 5, 7],
  [7, 9, 4, 33],
  [3, 16, 8, 64],
  [20, 13, 16, 40],
];

for (const [name, [gates, biases, cell]] of Object.entries(CELLS))
  test(`${name}: the native cell gives the numbers and gradients of its twin`, { skip }, () => {
    setSeed(3);
    for (const [time = 1, batch = 1, input = 1, units = 1] of SIZES)
      for (const sequence of [true, false])
        tf.tidy(() => {
          const width = gates * units;
          const tensors = [
            tf.randomNormal([time, batch, input]),
            tf.randomNormal([input, width], 0, 0.3),
            tf.randomNormal([units, width], 0, 0.3),
            tf.randomNormal(biases === 1 ? [width] : [biases, width], 0, 0.3),
            tf.randomNormal([batch, units]),
          ];
          const native = outputsAndGradients(cell(sequence), tensors);
          const twin = withTwins(() => outputsAndGradients(cell(sequence), tensors));
          for (const [index, tensor] of native.entries())
            assertClose(
              tensor,
              twin[index] as tf.Tensor,
              1e-4,
              `${name} [${time}, ${batch}, ${input}, ${units}] ${sequence}: tensor ${index}`,
            );
        });
  });

test('what is not a number stays so, and the largest numbers saturate', { skip }, () => {
  tf.tidy(() => {
    for (const [gates, biases, cell] of Object.values(CELLS)) {
      const width = gates * 5;
      const run = (value: number) =>
        cell(true)(
          tf.fill([2, 3, 4], value),
          tf.ones([4, width]),
          tf.ones([5, width]),
          tf.zeros(biases === 1 ? [width] : [biases, width]),
          tf.zeros([3, 5]),
        )[0] as tf.Tensor;
      assert.ok([...run(NaN).dataSync()].every(Number.isNaN));
      for (const huge of [1e30, -1e30, Infinity, -Infinity])
        assert.ok(
          [...run(huge).dataSync()].every((h) => Math.abs(h) <= 1),
          `${huge}`,
        );
    }
  });
});

test('small numbers keep their digits through both activations', { skip }, () => {
  tf.tidy(() => {
    // One step of a GRU whose update gate is shut: the state is tanh of the input.
    const inputs = [1e-30, 1e-8, 3e-4, 0.1, 0.624, 0.626, 3, 9];
    const projected = inputs.map((value) => [[-200, 0, value]]);
    const [, hidden] = nativeOp(
      'CourseGru',
      {},
      [tf.tensor3d([projected.flat()]), tf.zeros([1, 3]), tf.zeros([inputs.length, 1])],
      2,
    );
    for (const [i, h] of [...(hidden as tf.Tensor).dataSync()].entries()) {
      const exact = Math.tanh(inputs[i] as number);
      assert.ok(Math.abs(h / exact - 1) < 3e-7, `tanh(${inputs[i]}) = ${h}`);
    }
  });
});

test('tensors that do not fit together are refused, not read beyond their end', { skip }, () => {
  tf.tidy(() => {
    const call = (state: number[], sequence: number[] = [2, 3, 20]) =>
      nativeOp(
        'CourseLstm',
        {},
        [tf.zeros(sequence), tf.zeros([5, 20]), tf.zeros(state), tf.zeros([3, 5])],
        3,
      );
    assert.throws(() => call([3, 6]), /an input has another shape than the rest asks for/);
    assert.throws(() => call([3, 5], [2, 3, 24]), /expected a sequence \[T, N, gates · H\]/);
    assert.throws(() => call([3, 5], [0, 3, 20]), /expected a sequence \[T, N, gates · H\]/);
  });
});

test('vectors of 8 and of 16 floats give the same numbers bit for bit', { skip }, (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-widths-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const program = path.join(folder, 'widths');
  const source = path.resolve('tests', 'engine', 'kernels', 'widths.cc');
  const compiler = process.env['CXX'] ?? 'g++';
  const flags = ['-std=c++17', '-O2', '-w', '-Wno-psabi', source, '-o', program];
  const { status, stderr, error } = spawnSync(compiler, flags, { encoding: 'utf8' });
  if (error) return t.skip(`${compiler} is not here`);
  assert.equal(status, 0, stderr);
  const run = spawnSync(program, { encoding: 'utf8' });
  assert.equal(run.stdout.trim(), run.stdout.includes('one width') ? 'one width' : 'equal');
});
