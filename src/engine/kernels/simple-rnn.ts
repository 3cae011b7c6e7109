/**
 * Plain recurrent network over a whole sequence.
 *
 * Axes: T time steps · N batch · I input size · H units.
 */
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { gate, type GateActivation } from './gates';
import { checkRecurrent, flatten, shifted, steps, type SequenceOptions } from './sequence';

/** Weights in the order and layout of `tf.layers.simpleRNN`. */
export interface SimpleRnnWeights {
  /** `[I, H]` */
  kernel: tf.Tensor2D;
  /** `[H, H]` */
  recurrentKernel: tf.Tensor2D;
  /** `[H]` */
  bias: tf.Tensor1D;
}

/** Options of {@link simpleRnn}. */
export interface SimpleRnnOptions extends SequenceOptions {
  /** Hidden state before the first step, `[N, H]`. Default zeros. */
  initialState?: tf.Tensor2D;
  /** Activation of the output. Default `tanh`. */
  activation?: GateActivation;
}

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
  { kernel, recurrentKernel, bias }: SimpleRnnWeights,
  { sequence = false, initialState, activation = 'tanh' }: SimpleRnnOptions = {},
): tf.Tensor {
  checkRecurrent('simpleRnn', 1, x, kernel, recurrentKernel, bias);
  const [time, batch] = x.shape;
  const units = recurrentKernel.shape[0];
  const zero = initialState ? undefined : tf.zeros<tf.Rank.R2>([batch, units]);
  const h0 = initialState ?? (zero as tf.Tensor2D);
  const output = differentiableOne([x, kernel, recurrentKernel, bias, h0], {
    forward: (save) => {
      const projected = flatten(x).matMul(kernel).add(bias); // [T·N, H]
      const hidden: tf.Tensor[] = [];
      let h: tf.Tensor = h0;
      for (const input of steps(projected.reshape([time, batch, units]))) {
        h = gate(activation).apply(input.add(h.matMul(recurrentKernel)));
        hidden.push(h);
      }
      save([x, kernel, recurrentKernel, h0, ...hidden]);
      return [sequence ? tf.stack(hidden) : h];
    },
    backward: ([dy], saved) => {
      const dHidden = sequence ? steps(dy as tf.Tensor) : [dy as tf.Tensor2D];
      return simpleRnnGradients(dHidden, saved, activation);
    },
  });
  zero?.dispose();
  return output;
}

function simpleRnnGradients(
  dHidden: tf.Tensor2D[],
  saved: tf.Tensor[],
  activation: GateActivation,
): Array<() => tf.Tensor> {
  const [x, kernel, recurrentKernel, h0, ...hidden] = saved as [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
    ...tf.Tensor2D[],
  ];
  const time = hidden.length;
  const everyStep = dHidden.length === time;
  const dSteps = new Array<tf.Tensor>(time);
  let dh = dHidden[dHidden.length - 1] as tf.Tensor;
  for (let t = time - 1; t >= 0; t--) {
    const dStep = gate(activation).gradient(dh, hidden[t] as tf.Tensor);
    dSteps[t] = dStep;
    dh = dStep.matMul(recurrentKernel, false, true);
    if (everyStep && t > 0) dh = dh.add(dHidden[t - 1] as tf.Tensor);
  }
  const all = flatten(tf.stack(dSteps)); // [T·N, H]
  return [
    () => all.matMul(kernel, false, true).reshape(x.shape),
    () => flatten(x).matMul(all, true),
    () => flatten(shifted(h0, hidden)).matMul(all, true),
    () => all.sum(0),
    () => dh,
  ];
}
