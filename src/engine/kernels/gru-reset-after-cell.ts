/**
 * The steps of a GRU whose reset gate acts after the recurrent product, forward and back through time: as one native
 * operation, and step by step.
 *
 * Axes: T time steps · N batch · H units. Parts `[T, N, 4H]` in order z r h u: the gates after their activation, and
 * u = h'·U + b of the candidate.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { gate } from './gates';
import { nativeOp } from './native-op';
import {
  gradientOfStep,
  splitEvenly,
  splitInTwo,
  stateBefore,
  steps,
  type CellActivations,
} from './sequence';

/** What every recurrent step needs and leaves. */
export interface GruResetAfterCell {
  /**
   * @param projected x·W + b₀ of every step `[T, N, 3H]`
   * @param weights recurrent ones `[H, 3H]`
   * @param bias of the recurrent product `[3H]`
   * @returns parts `[T, N, 4H]` and hidden states `[T, N, H]`
   */
  forward(
    projected: tf.Tensor3D,
    weights: tf.Tensor2D,
    bias: tf.Tensor1D,
    h0: tf.Tensor2D,
  ): [tf.Tensor, tf.Tensor];
  /**
   * @param dHidden gradient of every hidden state `[T, N, H]`, or of the last one alone `[1, N, H]`
   * @returns gradient of the gates' inputs `[T, N, 3H]` on the input's side and on the recurrent one, and of `h0`
   */
  backward(
    dHidden: tf.Tensor,
    parts: tf.Tensor,
    hidden: tf.Tensor,
    h0: tf.Tensor2D,
    weights: tf.Tensor2D,
  ): [tf.Tensor, tf.Tensor, tf.Tensor];
}

/** `scripts/setup/native/cells.h`: tanh and sigmoid only. */
export const nativeGruResetAfter: GruResetAfterCell = {
  forward: (...inputs) => nativeOp('CourseGruResetAfter', {}, inputs, 2) as [tf.Tensor, tf.Tensor],
  backward: (...inputs) =>
    nativeOp('CourseGruResetAfterGradient', {}, inputs, 3) as [tf.Tensor, tf.Tensor, tf.Tensor],
};

/** The same in TensorFlow.js's operations, for all activations. */
export function twinGruResetAfter(activations: CellActivations): GruResetAfterCell {
  const inner = gate(activations.activation);
  const outer = gate(activations.recurrentActivation);
  return {
    forward(projected, weights, bias, h0) {
      const units = h0.shape[1];
      const [parts, hidden]: [tf.Tensor[], tf.Tensor[]] = [[], []];
      let h: tf.Tensor = h0;
      for (const input of steps(projected)) {
        const [innerPair, through] = splitInTwo(h.matMul(weights).add(bias), 2 * units, units);
        const [pairInput, candidateInput] = splitInTwo(input, 2 * units, units);
        const pair = outer.apply(innerPair.add(pairInput));
        const [z, r] = splitEvenly(pair, 2);
        const candidate = inner.apply(candidateInput.add(r.mul(through)));
        h = candidate.add(z.mul(h.sub(candidate)));
        parts.push(tf.concat([pair, candidate, through], 1));
        hidden.push(h);
      }
      return [tf.stack(parts), tf.stack(hidden)];
    },
    backward(dHidden, parts, hidden, h0, weights) {
      const units = h0.shape[1];
      const [allParts, states, given] = [steps(parts), steps(hidden), steps(dHidden)];
      const time = allParts.length;
      const [dInputs, dInners] = [new Array<tf.Tensor>(time), new Array<tf.Tensor>(time)];
      let dh: tf.Tensor = tf.zerosLike(h0);
      for (let t = time - 1; t >= 0; t--) {
        const [pair, more] = splitInTwo(itemAt(allParts, t), 2 * units, 2 * units);
        const [[z, r], [candidate, through]] = [splitEvenly(pair, 2), splitEvenly(more, 2)];
        dh = gradientOfStep(dh, given, t, time);
        const dCandidate = inner.gradient(dh.sub(dh.mul(z)), candidate);
        const fromState = dh.mul(stateBefore(h0, states, t).sub(candidate));
        const dPair = outer.gradient(tf.concat([fromState, dCandidate.mul(through)], 1), pair);
        const dInner = tf.concat([dPair, dCandidate.mul(r)], 1);
        dInputs[t] = tf.concat([dPair, dCandidate], 1);
        dInners[t] = dInner;
        dh = dh.mul(z).add(dInner.matMul(weights, false, true));
      }
      return [tf.stack(dInputs), tf.stack(dInners), dh];
    },
  };
}
