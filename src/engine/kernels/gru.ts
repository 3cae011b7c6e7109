/**
 * Gated recurrent unit over a whole sequence; the reset gate acts before the recurrent product.
 *
 * Axes: T time steps · N batch · I input size · H units. Gate order in the weights: z r h.
 */
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import type { GateActivation } from './gates';
import { nativeGru, twinGru } from './gru-cell';
import {
  checkRecurrent,
  flatten,
  lastStep,
  nativeCell,
  projectSteps,
  splitInTwo,
  statesBefore,
  withInitialState,
  type CellActivations,
  type RecurrentWeights,
  type SequenceOptions,
} from './sequence';

/** Weights of a GRU in the order and layout of `tf.layers.gru`: three gates. */
export type GruWeights = RecurrentWeights;

/** Options of {@link gru}. */
export interface GruOptions extends SequenceOptions {
  /** Hidden state before the first step, `[N, H]`. Default zeros. */
  initialState?: tf.Tensor2D;
  /** Activation of the candidate. Default `tanh`. */
  activation?: GateActivation;
  /** Activation of the two gates. Default `sigmoid`, the one the native kernel has. */
  recurrentActivation?: GateActivation;
}

/** Input, kernel, recurrent kernel, initial state, and gates and hidden states of every step. */
type Saved = [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor, tf.Tensor];

/**
 * Runs a GRU over time-major input: h = z ∘ h' + (1 − z) ∘ tanh(x·W + (r ∘ h')·U + b), h' the state before.
 *
 * The reset gate acts before the recurrent product, as in the paper and in TensorFlow.js
 * (`resetAfter: false`).
 *
 * @param x `[T, N, I]` float32
 * @param weights see {@link GruWeights}
 * @returns `[T, N, H]` or `[N, H]`; caller disposes. Differentiable for input, weights and initial state.
 * @throws RangeError if shapes do not fit.
 * @see Cho et al. 2014. https://arxiv.org/abs/1406.1078
 */
export function gru(
  x: tf.Tensor3D,
  weights: GruWeights,
  {
    sequence = false,
    initialState,
    activation = 'tanh',
    recurrentActivation = 'sigmoid',
  }: GruOptions = {},
): tf.Tensor {
  const { kernel, recurrentKernel, bias } = weights;
  checkRecurrent('gru', 3, x, weights);
  const activations: CellActivations = { activation, recurrentActivation };
  const twin = twinGru(activations);
  const cell = nativeCell(activations) ? nativeGru : twin;
  const wanted = (hidden: tf.Tensor) => (sequence ? hidden : lastStep(hidden));
  return withInitialState(initialState, [x.shape[1], recurrentKernel.shape[0]], (h0) =>
    differentiableOne<Saved>([x, kernel, recurrentKernel, bias, h0], {
      forward: (save) => {
        const trace = cell.forward(projectSteps(x, kernel, bias), recurrentKernel, h0);
        save([x, kernel, recurrentKernel, h0, ...trace]);
        return wanted(trace[1]);
      },
      backward: (dy, saved) => {
        const [, , u, initial, gates, hidden] = saved;
        const dHidden = sequence ? dy : tf.expandDims(dy);
        return gradients(cell.backward(dHidden, gates, hidden, initial, u), saved);
      },
      plain: () => wanted(twin.forward(projectSteps(x, kernel, bias), recurrentKernel, h0)[1]),
    }),
  );
}

/** Only the gates' gradients go step by step: those of weights and input are one product over all steps. */
function gradients(
  [dGates, dHidden0]: [tf.Tensor, tf.Tensor],
  [x, kernel, , h0, gates, hidden]: Saved,
): Array<() => tf.Tensor> {
  const units = h0.shape[1];
  const all = flatten(dGates); // [T·N, 3H]
  const forRecurrent = () => {
    const before = flatten(statesBefore(h0, hidden)); // [T·N, H]
    const [dPair, dCandidate] = splitInTwo(all, 2 * units, units);
    const kept = flatten(gates).slice([0, units], [-1, units]).mul(before); // r ∘ h'
    return tf.concat([before.matMul(dPair, true), kept.matMul(dCandidate, true)], 1);
  };
  return [
    () => all.matMul(kernel, false, true).reshape(x.shape),
    () => flatten(x).matMul(all, true),
    forRecurrent,
    () => all.sum(0),
    () => dHidden0,
  ];
}
