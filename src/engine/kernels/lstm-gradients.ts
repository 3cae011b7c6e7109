/**
 * The gradient of a long short-term memory, step by step.
 *
 * Axes: T time steps · N batch · I input size · H units.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { gate } from './gates';
import { nativeOp } from './native-op';
import { flatten, shifted, splitEvenly, steps, type CellActivations } from './sequence';

/**
 * Input, kernel, recurrent kernel, bias, initial hidden and cell state, hidden states, and then input gate, cell
 * state, forget gate, output gate, candidate and activated cell of every step.
 */
export type LstmSaved = [
  tf.Tensor,
  tf.Tensor2D,
  tf.Tensor2D,
  tf.Tensor1D,
  tf.Tensor2D,
  tf.Tensor2D,
  tf.Tensor,
  ...tf.Tensor[],
];

/** Tensors of one step that the gradient of a cell reads. */
interface CellStep {
  x: tf.Tensor;
  cBefore: tf.Tensor;
  i: tf.Tensor;
  c: tf.Tensor;
  f: tf.Tensor;
  o: tf.Tensor;
  candidate: tf.Tensor;
  activated: tf.Tensor;
  dh: tf.Tensor;
  dc: tf.Tensor;
  /** `[I + H, 4H]`, `[4H]`, `[H]`: read by the native kernel for their shapes only. */
  weights: tf.Tensor;
  bias: tf.Tensor;
  noPeephole: tf.Tensor;
}

/** Returns the gradient of the earlier cell state `[N, H]` and of the gates `[N, 4H]` in order i c f o. */
export type CellGradient = (step: CellStep) => [tf.Tensor, tf.Tensor];

export const nativeStep: CellGradient = (step) => {
  const { x, cBefore, i, c, f, o, candidate, activated, dh, dc, weights, bias, noPeephole } = step;
  const inputs = [x, cBefore, dh, weights, noPeephole, noPeephole, noPeephole, bias];
  const outputs = nativeOp(
    'LSTMBlockCellGrad',
    { bools: { use_peephole: false }, types: { T: 'float32' } },
    [...inputs, i, c, f, o, candidate, activated, dc, dh],
    5,
  );
  return [itemAt(outputs, 0), itemAt(outputs, 1)];
};

export function twinStep({ activation, recurrentActivation }: CellActivations): CellGradient {
  const inner = gate(activation);
  const outer = gate(recurrentActivation);
  return ({ cBefore, i, f, o, candidate, activated, dh, dc }) => {
    const dState = dc.add(inner.gradient(dh.mul(o), activated));
    const dGates = tf.concat(
      [
        outer.gradient(dState.mul(candidate), i),
        inner.gradient(dState.mul(i), candidate),
        outer.gradient(dState.mul(cBefore), f),
        outer.gradient(dh.mul(activated), o),
      ],
      1,
    );
    return [dState.mul(f), dGates];
  };
}

/** Swaps the two middle quarters of an axis (default the last): i f c o ↔ i c f o. */
function swapMiddleGates<T extends tf.Tensor>(x: T, axis = x.rank - 1): T {
  const [first, second, third, fourth] = splitEvenly(x, 4, axis);
  return tf.concat([first, third, second, fourth], axis);
}

/**
 * Weights `[…, 4H]` as the gates' gradients (i c f o) want them: `[4H, …]`.
 *
 * Transposed once, not in every product: at 16 examples and 64 units a step then takes half the time.
 */
function backwardWeights(weights: tf.Tensor2D): tf.Tensor2D {
  // The gates are swapped last: TensorFlow would put a transposition back into the products that read it.
  return swapMiddleGates(weights.transpose(), 0);
}

/** The tensors of every step, read from what the forward pass saved. */
function cellSteps([x, kernel, recurrentKernel, bias, h0, c0, , ...parts]: LstmSaved) {
  const xs = steps(x);
  const lists = parts.map(steps);
  const weights = tf.concat([kernel, recurrentKernel]);
  const noPeephole = tf.zeros([itemAt(h0.shape, 1)]);
  return (t: number, dh: tf.Tensor, dc: tf.Tensor): CellStep => {
    const at = (part: number, step = t) => itemAt(itemAt(lists, part), step);
    return {
      x: itemAt(xs, t),
      cBefore: t > 0 ? at(1, t - 1) : c0,
      ...{ i: at(0), c: at(1), f: at(2), o: at(3), candidate: at(4), activated: at(5) },
      ...{ dh, dc, weights, bias, noPeephole },
    };
  };
}

/**
 * Back-propagation through time. Only the gates' gradients go step by step; those of weights and input are
 * one product over all steps, which is what makes this faster than `BlockLSTMGradV2`.
 *
 * @param dHidden gradient of every step's output, or of the last one alone
 * @param dCells gradient of every step's cell state, of the last one alone, or none
 */
export function lstmGradients(
  dHidden: tf.Tensor[],
  dCells: tf.Tensor[],
  saved: LstmSaved,
  cellGradient: CellGradient,
): Array<() => tf.Tensor> {
  const [x, kernel, recurrentKernel, , h0, , hidden] = saved;
  const time = itemAt(x.shape, 0);
  const stepAt = cellSteps(saved);
  const back = backwardWeights(recurrentKernel); // [4H, H]
  const earlier = (list: tf.Tensor[], t: number) =>
    list.length === time ? list[t - 1] : undefined;
  const dGates = new Array<tf.Tensor>(time);
  let dh = itemAt(dHidden, dHidden.length - 1);
  let dc = dCells[dCells.length - 1] ?? tf.zerosLike(dh);
  for (let t = time - 1; t >= 0; t--) {
    const [dcBefore, gates] = cellGradient(stepAt(t, dh, dc));
    dGates[t] = gates;
    dc = dcBefore;
    if (t === 0) continue;
    const through = gates.matMul(back);
    const direct = earlier(dHidden, t);
    dh = direct ? through.add(direct) : through;
    const directCell = earlier(dCells, t);
    if (directCell) dc = dc.add(directCell);
  }
  const all = flatten(tf.stack(dGates)); // [T·N, 4H]
  return [
    () => all.matMul(backwardWeights(kernel)).reshape(x.shape),
    () => swapMiddleGates(flatten(x).matMul(all, true)),
    () => swapMiddleGates(flatten(shifted(h0, steps(hidden))).matMul(all, true)),
    () => swapMiddleGates(all.sum(0)),
    () => itemAt(dGates, 0).matMul(back),
    () => dc,
  ];
}
