/** Exercise 04.6: one step of a GRU. */
import { layers, tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

/** Exercise 04.6 for a whole batch, or a mistaken version of it. */
interface GruMistake {
  order?: readonly [number, number, number];
  /** Exchanges the shares of the old state and of the candidate. */
  exchange?: boolean;
  reset?: 'before' | 'after' | 'none';
  candidate?: 'tanh' | 'sigmoid' | 'linear';
  gates?: 'sigmoid' | 'tanh';
}

function gruState(
  [x, h, kernel, recurrentKernel, bias]: readonly [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
  { order = [0, 1, 2], exchange = false, reset = 'before', candidate = 'tanh', gates = 'sigmoid' }: GruMistake = {},
): tf.Tensor {
  const part = (all: tf.Tensor, which: 0 | 1 | 2): tf.Tensor =>
    tf.split(all, 3, all.rank - 1)[order[which]] as tf.Tensor;
  const input = (which: 0 | 1 | 2): tf.Tensor => x.matMul(part(kernel, which)).add(part(bias, which));
  const state = (which: 0 | 1 | 2, from = h): tf.Tensor => from.matMul(part(recurrentKernel, which));
  const gate = (which: 0 | 1): tf.Tensor => input(which).add(state(which))[gates]();
  const [z, r] = [gate(0), gate(1)];
  const past = reset === 'before' ? state(2, r.mul(h)) : reset === 'after' ? r.mul(state(2)) : state(2);
  const sum = input(2).add(past);
  const g = candidate === 'linear' ? sum : sum[candidate]();
  return exchange ? z.mul(g).add(tf.sub(1, z).mul(h)) : z.mul(h).add(tf.sub(1, z).mul(g));
} // prettier-ignore

export const exercise = defineExercise({
  title: 'One step of a GRU',
  difficulty: 2,
  task: `
Write \`gruStep(x, h, [kernel, recurrentKernel, bias])\`: one step for a batch. \`x\` is \`[N, D]\`, the old state \`h\` is
\`[N, H]\`; return the new state \`[N, H]\`. With update gate $\\mathbf z$, reset gate $\\mathbf r$ and candidate $\\mathbf g$,

$$\\begin{aligned}
\\mathbf z_t &= \\sigma(\\mathbf x_t \\mathbf W_z + \\mathbf h_{t-1} \\mathbf U_z + \\mathbf b_z), &
\\mathbf g_t &= \\tanh(\\mathbf x_t \\mathbf W_g + (\\mathbf r_t \\odot \\mathbf h_{t-1}) \\mathbf U_g + \\mathbf b_g), \\\\
\\mathbf r_t &= \\sigma(\\mathbf x_t \\mathbf W_r + \\mathbf h_{t-1} \\mathbf U_r + \\mathbf b_r), &
\\mathbf h_t &= \\mathbf z_t \\odot \\mathbf h_{t-1} + (1 - \\mathbf z_t) \\odot \\mathbf g_t .
\\end{aligned}$$

The weights are those of \`layers.gru\`: \`kernel\` \`[D, 3H]\`, \`recurrentKernel\` \`[H, 3H]\` and \`bias\` \`[3H]\` hold the columns of
$\\mathbf z$, then $\\mathbf r$, then $\\mathbf g$.`,
  answer: 'gruStep',
  placeholder: `
type Weights = [kernel: tf.Tensor2D, recurrentKernel: tf.Tensor2D, bias: tf.Tensor1D];
function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, weights: Weights): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'The input’s part is computed alike for all three: `tf.split(x.matMul(kernel).add(bias), 3, 1)` gives three tensors `[N, H]`.',
    'The gates can share a product with the state, the candidate cannot: its state has passed the reset gate. Cut the recurrent kernel with `tf.split(recurrentKernel, 3, 1)`.',
    '`const g = xg.add(r.mul(h).matMul(ug)).tanh();`, and then `z.mul(h).add(tf.sub(1, z).mul(g))`.',
  ],
  check(answer, report) {
    const gruStep = report.function(answer);
    for (const [n, d, units] of [
      [5, 2, 3],
      [2, 7, 5],
    ] as const) {
      const values = (shape: [number, ...number[]], scale: number, start: number): tf.Tensor => {
        const count = shape.reduce((product, length) => product * length, 1);
        return tf.tensor(Array.from({ length: count }, (_, i) => ((((i + start) * 61) % 103) / 51 - 1) * scale), shape); // prettier-ignore
      };
      const [x, h] = [values([n, d], 1.5, 3), values([n, units], 0.9, 17)];
      const weights = [values([d, 3 * units], 1.2, 29), values([units, 3 * units], 1.2, 43), values([3 * units], 0.8, 71)] as const; // prettier-ignore
      const all = [x, h, ...weights] as const;
      const result = report.tensor(
        gruStep(x, h, [...weights]),
        { shape: [n, units] },
        'The new state',
      );
      report.close(result, layerState(...all), {
        what: 'The new state',
        on: `N = ${n}, D = ${d}, H = ${units}`,
        mistakes: [
          { gives: gruState(all, { exchange: true }), says: 'The shares are exchanged: here $\\mathbf z$ says how much of the *old* state stays.' },
          { gives: gruState(all, { reset: 'after' }), says: 'The reset gate belongs before the product: $(\\mathbf r \\odot \\mathbf h) \\mathbf U_g$.' },
          { gives: gruState(all, { reset: 'none' }), says: 'The candidate does not use the reset gate.' },
          { gives: gruState(all, { candidate: 'sigmoid' }), says: 'The candidate is new content, between −1 and 1: a tanh.' },
          { gives: gruState(all, { candidate: 'linear' }), says: 'The tanh of the candidate is missing.' },
          { gives: gruState(all, { order: [1, 0, 2] }), says: 'The gates are exchanged: the columns of the update gate come first.' },
          { gives: gruState(all, { gates: 'tanh' }), says: 'A gate is a share, between 0 and 1: a sigmoid.' },
          { gives: candidateOf(all), says: 'That is the candidate; the new state mixes it with the old one.' },
        ],
      }); // prettier-ignore
    }
    report.remark('Your function agrees with `layers.gru` of the library, which judged it.');
  },
});

export function solution() {
  type Weights = [kernel: tf.Tensor2D, recurrentKernel: tf.Tensor2D, bias: tf.Tensor1D];
  function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, weights: Weights): tf.Tensor {
    return tf.tidy(() => {
      const [kernel, recurrentKernel, bias] = weights;
      const [xz, xr, xg] = tf.split(x.matMul(kernel).add(bias), 3, 1); // [N, H] each
      const [uz, ur, ug] = tf.split(recurrentKernel, 3, 1); // [H, H] each
      const z = xz.add(h.matMul(uz)).sigmoid();
      const r = xr.add(h.matMul(ur)).sigmoid();
      const g = xg.add(r.mul(h).matMul(ug)).tanh();
      return z.mul(h).add(tf.sub(1, z).mul(g));
    });
  }
  return gruStep;
}

/** What the library's own layer makes of one step. */
function layerState(
  x: tf.Tensor,
  h: tf.Tensor,
  kernel: tf.Tensor,
  recurrentKernel: tf.Tensor,
  bias: tf.Tensor,
): tf.Tensor {
  const layer = layers.gru({ units: h.shape[1] ?? 1, recurrentActivation: 'sigmoid' });
  layer.build([null, 1, x.shape[1] ?? 1]);
  layer.setWeights([kernel, recurrentKernel, bias]);
  const state = layer.call(x.expandDims(1), { initialState: [h] }) as tf.Tensor;
  return state;
}

function candidateOf(all: Parameters<typeof gruState>[0]): tf.Tensor {
  const [x, h, kernel, recurrentKernel, bias] = all;
  const [, xr, xg] = tf.split(x.matMul(kernel).add(bias), 3, 1);
  const [, ur, ug] = tf.split(recurrentKernel, 3, 1);
  if (!xr || !xg || !ur || !ug) return x;
  return xg.add(xr.add(h.matMul(ur)).sigmoid().mul(h).matMul(ug)).tanh();
}
