/**
 * Plain recurrent network over a whole sequence.
 *
 * Axes: T time steps · N batch · I input size · H units.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { gate, type GateActivation } from './gates';
import {
  checkRecurrent,
  flatten,
  projectSteps,
  steps,
  withInitialState,
  type RecurrentWeights,
  type SequenceOptions,
} from './sequence';

/** Weights in the order and layout of `tf.layers.simpleRNN`: one gate. */
export type SimpleRnnWeights = RecurrentWeights;

/** Options of {@link simpleRnn}. */
export interface SimpleRnnOptions extends SequenceOptions {
  /** Hidden state before the first step, `[N, H]`. Default zeros. */
  initialState?: tf.Tensor2D;
  /** Activation of the output. Default `tanh`. */
  activation?: GateActivation;
}

/** Input, kernel, recurrent kernel, initial state, and the hidden state of every step. */
type Saved = [tf.Tensor, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, ...tf.Tensor[]];

/**
 * Runs h = tanh(x·W + h'·U + b), h' the state before, over time-major input.
 *
 * @param x `[T, N, I]` float32
 * @param weights see {@link SimpleRnnWeights}
 * @returns `[T, N, H]` or `[N, H]`; caller disposes. Differentiable for input, weights and initial state.
 * @throws RangeError if shapes do not fit.
 * @see Elman 1990. https://doi.org/10.1207/s15516709cog1402_1
 */
export function simpleRnn(
  x: tf.Tensor3D,
  weights: SimpleRnnWeights,
  { sequence = false, initialState, activation = 'tanh' }: SimpleRnnOptions = {},
): tf.Tensor {
  const { kernel, recurrentKernel, bias } = weights;
  checkRecurrent('simpleRnn', 1, x, weights);
  const [time, batch] = x.shape;
  const wanted = (hidden: tf.Tensor[]) => (sequence ? tf.stack(hidden) : itemAt(hidden, time - 1));
  return withInitialState(initialState, [batch, recurrentKernel.shape[0]], (h0) =>
    differentiableOne<Saved>([x, kernel, recurrentKernel, bias, h0], {
      forward: (save) => {
        const hidden = hiddenStates(x, weights, h0, activation);
        save([x, kernel, recurrentKernel, h0, ...hidden]);
        return wanted(hidden);
      },
      backward: (dy, saved) => simpleRnnGradients(sequence ? steps(dy) : [dy], saved, activation),
      plain: () => wanted(hiddenStates(x, weights, h0, activation)),
    }),
  );
}

/** State after every step: T times `[N, H]`. */
function hiddenStates(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: SimpleRnnWeights,
  h0: tf.Tensor,
  activation: GateActivation,
): tf.Tensor[] {
  const hidden: tf.Tensor[] = [];
  let h = h0;
  for (const input of steps(projectSteps(x, kernel, bias))) {
    h = gate(activation).apply(input.add(h.matMul(recurrentKernel)));
    hidden.push(h);
  }
  return hidden;
}

function simpleRnnGradients(
  dHidden: tf.Tensor[],
  [x, kernel, recurrentKernel, h0, ...hidden]: Saved,
  activation: GateActivation,
): Array<() => tf.Tensor> {
  const time = hidden.length;
  const everyStep = dHidden.length === time;
  const dSteps = new Array<tf.Tensor>(time);
  let dh = itemAt(dHidden, dHidden.length - 1);
  for (let t = time - 1; t >= 0; t--) {
    const dStep = gate(activation).gradient(dh, itemAt(hidden, t));
    dSteps[t] = dStep;
    dh = dStep.matMul(recurrentKernel, false, true);
    if (everyStep && t > 0) dh = dh.add(itemAt(dHidden, t - 1));
  }
  const all = flatten(tf.stack(dSteps)); // [T·N, H]
  return [
    () => all.matMul(kernel, false, true).reshape(x.shape),
    () => flatten(x).matMul(all, true),
    () => flatten(tf.stack([h0, ...hidden.slice(0, -1)])).matMul(all, true),
    () => all.sum(0),
    () => dh,
  ];
}
