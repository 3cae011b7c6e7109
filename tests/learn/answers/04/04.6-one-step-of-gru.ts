/** Foreseen wrong answers to exercise 04.6, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

type Weights = [kernel: tf.Tensor2D, recurrentKernel: tf.Tensor2D, bias: tf.Tensor1D];

/** What the last two lines of an answer compute with. */
interface Parts {
  xg: tf.Tensor;
  ug: tf.Tensor;
  h: tf.Tensor;
  z: tf.Tensor;
  r: tf.Tensor;
  g: tf.Tensor;
}

/** The solution with some of its lines replaced. */
function gru({
  columns = [0, 1, 2],
  gate = 'sigmoid',
  candidate = ({ xg, ug, h, r }) => xg.add(r.mul(h).matMul(ug)).tanh(),
  last = ({ z, h, g }) => z.mul(h).add(tf.sub(1, z).mul(g)),
}: {
  columns?: number[];
  gate?: 'sigmoid' | 'tanh';
  candidate?: (parts: Omit<Parts, 'g'>) => tf.Tensor;
  last?: (parts: Parts) => tf.Tensor;
}) {
  return function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, weights: Weights): tf.Tensor {
    const [kernel, recurrentKernel, bias] = weights;
    const inputs = tf.split(x.matMul(kernel).add(bias), 3, 1);
    const states = tf.split(recurrentKernel, 3, 1);
    const [xz, xr, xg] = columns.map((column) => inputs[column]);
    const [uz, ur, ug] = columns.map((column) => states[column]);
    const z = xz.add(h.matMul(uz))[gate]();
    const r = xr.add(h.matMul(ur))[gate]();
    const g = candidate({ xg, ug, h, z, r });
    return last({ xg, ug, h, z, r, g });
  };
}

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'exchanged',
    answer: gru({ last: ({ z, h, g }) => z.mul(g).add(tf.sub(1, z).mul(h)) }),
  },
  {
    says: 'before the product',
    answer: gru({ candidate: ({ xg, ug, h, r }) => xg.add(r.mul(h.matMul(ug))).tanh() }),
  },
  {
    says: 'reset gate',
    answer: gru({ candidate: ({ xg, ug, h }) => xg.add(h.matMul(ug)).tanh() }),
  },
  {
    says: 'between −1 and 1',
    answer: gru({ candidate: ({ xg, ug, h, r }) => xg.add(r.mul(h).matMul(ug)).sigmoid() }),
  },
  {
    says: 'tanh of the candidate',
    answer: gru({ candidate: ({ xg, ug, h, r }) => xg.add(r.mul(h).matMul(ug)) }),
  },
  { says: 'update gate come first', answer: gru({ columns: [1, 0, 2] }) },
  { says: 'between 0 and 1', answer: gru({ gate: 'tanh' }) },
  { says: 'is the candidate', answer: gru({ last: ({ g }) => g }) },
  { says: 'has shape [5, 6]', answer: gru({ last: ({ h, g }) => tf.concat([h, g], 1) }) },
];
