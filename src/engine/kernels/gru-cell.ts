/**
 * The steps of a gated recurrent unit, forward and back through time: as one native operation, and step by step.
 *
 * Axes: T time steps · N batch · H units. Gates `[T, N, 3H]` in order z r h, after their activation.
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
export interface GruCell {
  /**
   * @param projected x·W + b of every step `[T, N, 3H]`
   * @param weights recurrent ones `[H, 3H]`
   * @returns gates `[T, N, 3H]` and hidden states `[T, N, H]`
   */
  forward(projected: tf.Tensor3D, weights: tf.Tensor2D, h0: tf.Tensor2D): [tf.Tensor, tf.Tensor];
  /**
   * @param dHidden gradient of every hidden state `[T, N, H]`, or of the last one alone `[1, N, H]`
   * @returns gradient of the gates' inputs `[T, N, 3H]` and of `h0`
   */
  backward(
    dHidden: tf.Tensor,
    gates: tf.Tensor,
    hidden: tf.Tensor,
    h0: tf.Tensor2D,
    weights: tf.Tensor2D,
  ): [tf.Tensor, tf.Tensor];
}

type Two = [tf.Tensor, tf.Tensor];

/** `scripts/setup/native/cells.h`: tanh and sigmoid only. */
export const nativeGru: GruCell = {
  forward: (...inputs) => nativeOp('CourseGru', {}, inputs, 2) as Two,
  backward: (...inputs) => nativeOp('CourseGruGradient', {}, inputs, 2) as Two,
};

/** The same in TensorFlow.js's operations, for all activations. */
export function twinGru({ activation, recurrentActivation }: CellActivations): GruCell {
  const inner = gate(activation);
  const outer = gate(recurrentActivation);
  return {
    forward(projected, weights, h0) {
      const units = h0.shape[1];
      const [forPair, forCandidate] = splitInTwo(weights, 2 * units, units);
      const [gates, hidden]: [tf.Tensor[], tf.Tensor[]] = [[], []];
      let h: tf.Tensor = h0;
      for (const input of steps(projected)) {
        const [pairInput, candidateInput] = splitInTwo(input, 2 * units, units);
        const pair = outer.apply(h.matMul(forPair).add(pairInput));
        const [z, r] = splitEvenly(pair, 2);
        const candidate = inner.apply(r.mul(h).matMul(forCandidate).add(candidateInput));
        h = candidate.add(z.mul(h.sub(candidate)));
        gates.push(tf.concat([pair, candidate], 1));
        hidden.push(h);
      }
      return [tf.stack(gates), tf.stack(hidden)];
    },
    backward(dHidden, gates, hidden, h0, weights) {
      const units = h0.shape[1];
      const [forPair, forCandidate] = splitInTwo(weights, 2 * units, units);
      const [allGates, states, given] = [steps(gates), steps(hidden), steps(dHidden)];
      const time = allGates.length;
      const dGates = new Array<tf.Tensor>(time);
      let dh: tf.Tensor = tf.zerosLike(h0);
      for (let t = time - 1; t >= 0; t--) {
        const [pair, candidate] = splitInTwo(itemAt(allGates, t), 2 * units, units);
        const [z, r] = splitEvenly(pair, 2);
        const before = stateBefore(h0, states, t);
        dh = gradientOfStep(dh, given, t, time);
        const dCandidate = inner.gradient(dh.sub(dh.mul(z)), candidate);
        const dKept = dCandidate.matMul(forCandidate, false, true); // gradient of r ∘ before
        const both = tf.concat([dh.mul(before.sub(candidate)), dKept.mul(before)], 1);
        const dPair = outer.gradient(both, pair);
        dGates[t] = tf.concat([dPair, dCandidate], 1);
        dh = dh
          .mul(z)
          .add(dKept.mul(r))
          .add(dPair.matMul(forPair, false, true));
      }
      return [tf.stack(dGates), dh];
    },
  };
}
