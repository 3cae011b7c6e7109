/**
 * The steps of a long short-term memory, forward and back through time: as one native operation, and step by step.
 *
 * Axes: T time steps · N batch · H units. Gates `[T, N, 4H]` in order i f c o, after their activation.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { gate } from './gates';
import { nativeOp } from './native-op';
import { gradientOfStep, splitEvenly, stateBefore, steps, type CellActivations } from './sequence';

/** What every recurrent step needs and leaves. */
export interface LstmCell {
  /**
   * @param projected x·W + b of every step `[T, N, 4H]`
   * @param weights recurrent ones `[H, 4H]`
   * @returns gates `[T, N, 4H]`, cell states and hidden states `[T, N, H]`
   */
  forward(
    projected: tf.Tensor3D,
    weights: tf.Tensor2D,
    h0: tf.Tensor2D,
    c0: tf.Tensor2D,
  ): [tf.Tensor, tf.Tensor, tf.Tensor];
  /**
   * @param dHidden gradient of every hidden state `[T, N, H]`, or of the last one alone `[1, N, H]`
   * @param dCells likewise, of the cell states
   * @returns gradient of the gates' inputs `[T, N, 4H]`, of `h0` and of `c0`
   */
  backward(
    dHidden: tf.Tensor,
    dCells: tf.Tensor,
    gates: tf.Tensor,
    cells: tf.Tensor,
    c0: tf.Tensor2D,
    weights: tf.Tensor2D,
  ): [tf.Tensor, tf.Tensor, tf.Tensor];
}

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

/** `scripts/setup/native/cells.h`: tanh and sigmoid only. */
export const nativeLstm: LstmCell = {
  forward: (...inputs) => nativeOp('CourseLstm', {}, inputs, 3) as Three,
  backward: (...inputs) => nativeOp('CourseLstmGradient', {}, inputs, 3) as Three,
};

/** The same in TensorFlow.js's operations, for all activations. */
export function twinLstm({ activation, recurrentActivation }: CellActivations): LstmCell {
  const inner = gate(activation);
  const outer = gate(recurrentActivation);
  return {
    forward(projected, weights, h0, c0) {
      const [gates, cells, hidden]: [tf.Tensor[], tf.Tensor[], tf.Tensor[]] = [[], [], []];
      let [h, c]: [tf.Tensor, tf.Tensor] = [h0, c0];
      for (const input of steps(projected)) {
        const [zi, zf, zc, zo] = splitEvenly<tf.Tensor, 4>(input.add(h.matMul(weights)), 4);
        const [i, f, o] = [outer.apply(zi), outer.apply(zf), outer.apply(zo)];
        const candidate = inner.apply(zc);
        c = f.mul(c).add(i.mul(candidate));
        h = o.mul(inner.apply(c));
        gates.push(tf.concat([i, f, candidate, o], 1));
        cells.push(c);
        hidden.push(h);
      }
      return [tf.stack(gates), tf.stack(cells), tf.stack(hidden)];
    },
    backward(dHidden, dCells, gates, cells, c0, weights) {
      const [allGates, allCells] = [steps(gates), steps(cells)];
      const [given, givenCells] = [steps(dHidden), steps(dCells)];
      const time = allGates.length;
      const dGates = new Array<tf.Tensor>(time);
      let [dh, dc]: [tf.Tensor, tf.Tensor] = [tf.zerosLike(c0), tf.zerosLike(c0)];
      for (let t = time - 1; t >= 0; t--) {
        const [i, f, candidate, o] = splitEvenly<tf.Tensor, 4>(itemAt(allGates, t), 4);
        const activated = inner.apply(itemAt(allCells, t));
        dh = gradientOfStep(dh, given, t, time);
        dc = gradientOfStep(dc, givenCells, t, time).add(inner.gradient(dh.mul(o), activated));
        const dStep = tf.concat(
          [
            outer.gradient(dc.mul(candidate), i),
            outer.gradient(dc.mul(stateBefore(c0, allCells, t)), f),
            inner.gradient(dc.mul(i), candidate),
            outer.gradient(dh.mul(activated), o),
          ],
          1,
        );
        dGates[t] = dStep;
        dh = dStep.matMul(weights, false, true);
        dc = dc.mul(f);
      }
      return [tf.stack(dGates), dh, dc];
    },
  };
}
