/**
 * Gated recurrent unit whose reset gate acts after the recurrent product, as in Keras (its default), PyTorch
 * and cuDNN.
 *
 * Axes: T time steps · N batch · I input size · H units. Gate order in the weights: z r h.
 */
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import type { GruOptions } from './gru';
import { nativeGruResetAfter, twinGruResetAfter } from './gru-reset-after-cell';
import {
  checkRecurrent,
  flatten,
  lastStep,
  nativeCell,
  projectSteps,
  splitEvenly,
  statesBefore,
  withInitialState,
  type CellActivations,
} from './sequence';

/** Weights in the layout of Keras: one bias for the input, one for the recurrent product. */
export interface ResetAfterWeights {
  /** `[I, 3H]` */
  kernel: tf.Tensor2D;
  /** `[H, 3H]` */
  recurrentKernel: tf.Tensor2D;
  /** `[2, 3H]` */
  bias: tf.Tensor2D;
}

/** Input, kernel, recurrent kernel, initial state, and parts and hidden states of every step. */
type Saved = [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor, tf.Tensor];

/**
 * Runs a GRU over time-major input: h = z ∘ h' + (1 − z) ∘ tanh(x·W + b₀ + r ∘ (h'·U + b₁)), h' the state before.
 *
 * @param x `[T, N, I]` float32
 * @param weights see {@link ResetAfterWeights}
 * @returns `[T, N, H]` or `[N, H]`; caller disposes. Differentiable for input, weights and initial state.
 * @throws RangeError if shapes do not fit.
 * @see Chung et al. 2014. https://arxiv.org/abs/1412.3555
 */
export function gruResetAfter(
  x: tf.Tensor3D,
  weights: ResetAfterWeights,
  {
    sequence = false,
    initialState,
    activation = 'tanh',
    recurrentActivation = 'sigmoid',
  }: GruOptions = {},
): tf.Tensor {
  const { kernel, recurrentKernel, bias } = weights;
  checkRecurrent('gruResetAfter', 3, x, weights, 2);
  const activations: CellActivations = { activation, recurrentActivation };
  const twin = twinGruResetAfter(activations);
  const cell = nativeCell(activations) ? nativeGruResetAfter : twin;
  const wanted = (hidden: tf.Tensor) => (sequence ? hidden : lastStep(hidden));
  const run = ({ forward }: typeof cell, h0: tf.Tensor2D) => {
    const [inputBias, recurrentBias] = splitEvenly(bias, 2, 0).map((row) => row.flatten());
    const projected = projectSteps(x, kernel, inputBias as tf.Tensor1D);
    return forward(projected, recurrentKernel, recurrentBias as tf.Tensor1D, h0);
  };
  return withInitialState(initialState, [x.shape[1], recurrentKernel.shape[0]], (h0) =>
    differentiableOne<Saved>([x, kernel, recurrentKernel, bias, h0], {
      forward: (save) => {
        const trace = run(cell, h0);
        save([x, kernel, recurrentKernel, h0, ...trace]);
        return wanted(trace[1]);
      },
      backward: (dy, saved) => {
        const [, , u, initial, parts, hidden] = saved;
        const dHidden = sequence ? dy : tf.expandDims(dy);
        return gradients(cell.backward(dHidden, parts, hidden, initial, u), saved);
      },
      plain: () => wanted(run(twin, h0)[1]),
    }),
  );
}

/** Only the gates' gradients go step by step: those of weights and input are one product over all steps. */
function gradients(
  [dInputs, dInners, dHidden0]: [tf.Tensor, tf.Tensor, tf.Tensor],
  [x, kernel, , h0, , hidden]: Saved,
): Array<() => tf.Tensor> {
  const inputs = flatten(dInputs); // [T·N, 3H]
  const inners = flatten(dInners); // [T·N, 3H]
  return [
    () => inputs.matMul(kernel, false, true).reshape(x.shape),
    () => flatten(x).matMul(inputs, true),
    () => flatten(statesBefore(h0, hidden)).matMul(inners, true),
    () => tf.stack([inputs.sum(0), inners.sum(0)]),
    () => dHidden0,
  ];
}
