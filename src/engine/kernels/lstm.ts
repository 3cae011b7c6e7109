/**
 * Long short-term memory over a whole sequence.
 *
 * Axes: T time steps · N batch · I input size · H units. Gate order in the weights: i f c o.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { int64Scalar } from '../native';
import { differentiable } from './differentiable';
import { gate, type GateActivation } from './gates';
import { nativeKernels, nativeOp } from './native-op';
import { checkRecurrent, flatten, shifted, steps, type SequenceOptions } from './sequence';

/** Weights of an LSTM in the order and layout of `tf.layers.lstm`. */
export interface LstmWeights {
  /** `[I, 4H]` */
  kernel: tf.Tensor2D;
  /** `[H, 4H]` */
  recurrentKernel: tf.Tensor2D;
  /** `[4H]` */
  bias: tf.Tensor1D;
}

/** Options of {@link lstm}. */
export interface LstmOptions extends SequenceOptions {
  /** Hidden and cell state before the first step, `[N, H]` each. Default zeros. */
  initialState?: [tf.Tensor2D, tf.Tensor2D];
  /** Also returns the cell state: the `last` `[N, H]` or every step's `[T, N, H]`. Default neither. */
  cellState?: 'last' | 'sequence';
  /** Activation of the candidate and of the output. Default `tanh`. */
  activation?: GateActivation;
  /** Activation of the three gates. Default `sigmoid`, the one the native kernel has. */
  recurrentActivation?: GateActivation;
}

/** What a forward pass leaves for the gradient: gates and states of every step. */
interface LstmTrace {
  /** Hidden state of every step `[T, N, H]`. */
  hidden: tf.Tensor;
  /** Input gate, cell state, forget gate, output gate, candidate, activated cell: `[T, N, H]` each. */
  parts: tf.Tensor[];
}

type Activations = Required<Pick<LstmOptions, 'activation' | 'recurrentActivation'>>;

/**
 * Runs an LSTM over time-major input.
 *
 * @param x `[T, N, I]` float32
 * @param weights see {@link LstmWeights}
 * @returns `output` `[T, N, H]` or `[N, H]`; `cell` likewise, when asked for. Caller disposes.
 *   Differentiable for input, weights and initial state.
 * @throws RangeError if shapes do not fit.
 * @see Hochreiter, Schmidhuber 1997. https://doi.org/10.1162/neco.1997.9.8.1735
 */
export function lstm(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: LstmWeights,
  {
    sequence = false,
    cellState,
    initialState,
    activation = 'tanh',
    recurrentActivation = 'sigmoid',
  }: LstmOptions = {},
): { output: tf.Tensor; cell?: tf.Tensor } {
  checkRecurrent('lstm', 4, x, kernel, recurrentKernel, bias);
  const [time, batch] = x.shape;
  const units = recurrentKernel.shape[0];
  const activations = { activation, recurrentActivation };
  const native = nativeKernels() && activation === 'tanh' && recurrentActivation === 'sigmoid';
  const zero = initialState ? undefined : tf.zeros<tf.Rank.R2>([batch, units]);
  const [h0, c0] = initialState ?? ([zero, zero] as [tf.Tensor2D, tf.Tensor2D]);

  const outputs = differentiable([x, kernel, recurrentKernel, bias, h0, c0], {
    forward: (save) => {
      const trace = native
        ? nativeForward(x, tf.concat([kernel, recurrentKernel]), bias, h0, c0)
        : twinForward(x, { kernel, recurrentKernel, bias }, h0, c0, activations);
      save([x, kernel, recurrentKernel, bias, h0, c0, trace.hidden, ...trace.parts]);
      const last = (states: tf.Tensor) => tf.squeeze(states.slice([time - 1], [1]), [0]);
      const output = sequence ? trace.hidden : last(trace.hidden);
      if (!cellState) return [output];
      const cells = itemAt(trace.parts, 1);
      return [output, cellState === 'sequence' ? cells : last(cells)];
    },
    backward: (dys, saved) => {
      const [dy, dCell] = dys as [tf.Tensor, tf.Tensor | undefined];
      const perStep = (d: tf.Tensor, all: boolean) => (all ? steps(d) : [d as tf.Tensor2D]);
      const dHidden = perStep(dy, sequence);
      const dCells = dCell ? perStep(dCell, cellState === 'sequence') : [];
      return lstmGradients(dHidden, dCells, saved, native ? nativeStep : twinStep(activations));
    },
  });
  zero?.dispose();
  const [output, cell] = outputs as [tf.Tensor, tf.Tensor | undefined];
  return cell ? { output, cell } : { output };
}

function nativeForward(
  x: tf.Tensor3D,
  weights: tf.Tensor2D,
  bias: tf.Tensor1D,
  h0: tf.Tensor2D,
  c0: tf.Tensor2D,
): LstmTrace {
  const noPeephole = tf.zeros([h0.shape[1]]);
  const outputs = nativeOp(
    'BlockLSTMV2',
    { floats: { cell_clip: 0 }, bools: { use_peephole: false }, types: { T: 'float32' } },
    [int64Scalar(x.shape[0]), x, c0, h0, weights, noPeephole, noPeephole, noPeephole, bias],
    7,
  );
  return { hidden: itemAt(outputs, 6), parts: outputs.slice(0, 6) };
}

function twinForward(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: LstmWeights,
  h0: tf.Tensor2D,
  c0: tf.Tensor2D,
  { activation, recurrentActivation }: Activations,
): LstmTrace {
  const inner = gate(activation);
  const outer = gate(recurrentActivation);
  const units = h0.shape[1];
  // The input's share of every gate at every step, in one product.
  const projected = steps(
    flatten(x)
      .matMul(kernel)
      .add(bias)
      .reshape([x.shape[0], x.shape[1], 4 * units]),
  );
  const hidden: tf.Tensor[] = [];
  const parts: tf.Tensor[][] = [[], [], [], [], [], []];
  let h: tf.Tensor = h0;
  let c: tf.Tensor = c0;
  for (const input of projected) {
    const [zi, zf, zc, zo] = tf.split(input.add(h.matMul(recurrentKernel)), 4, 1);
    const i = outer.apply(zi as tf.Tensor);
    const f = outer.apply(zf as tf.Tensor);
    const candidate = inner.apply(zc as tf.Tensor);
    const o = outer.apply(zo as tf.Tensor);
    c = f.mul(c).add(i.mul(candidate));
    const activated = inner.apply(c);
    h = o.mul(activated);
    hidden.push(h);
    [i, c, f, o, candidate, activated].forEach((part, index) => parts[index]?.push(part));
  }
  return { hidden: tf.stack(hidden), parts: parts.map((part) => tf.stack(part)) };
}

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
type CellGradient = (step: CellStep) => [tf.Tensor, tf.Tensor];

const nativeStep: CellGradient = (step) => {
  const { x, cBefore, i, c, f, o, candidate, activated, dh, dc, weights, bias, noPeephole } = step;
  const inputs = [x, cBefore, dh, weights, noPeephole, noPeephole, noPeephole, bias];
  const [dcBefore, dGates] = nativeOp(
    'LSTMBlockCellGrad',
    { bools: { use_peephole: false }, types: { T: 'float32' } },
    [...inputs, i, c, f, o, candidate, activated, dc, dh],
    5,
  );
  return [dcBefore as tf.Tensor, dGates as tf.Tensor];
};

function twinStep({ activation, recurrentActivation }: Activations): CellGradient {
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
  const [first, second, third, fourth] = tf.split(x, 4, axis) as [T, T, T, T];
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

/**
 * Back-propagation through time. Only the gates' gradients go step by step; those of weights and input are
 * one product over all steps, which is what makes this faster than `BlockLSTMGradV2`.
 *
 * @param dHidden gradient of every step's output, or of the last one alone
 * @param dCells gradient of every step's cell state, of the last one alone, or none
 */
function lstmGradients(
  dHidden: tf.Tensor2D[],
  dCells: tf.Tensor2D[],
  saved: tf.Tensor[],
  cellGradient: CellGradient,
): Array<() => tf.Tensor> {
  const [x, kernel, recurrentKernel, bias, h0, c0, hidden, ...parts] = saved as [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor3D,
    ...tf.Tensor3D[],
  ];
  const time = x.shape[0];
  const xs = steps(x);
  const [i, c, f, o, candidate, activated] = parts.map(steps) as tf.Tensor[][];
  const shared = {
    weights: tf.concat([kernel, recurrentKernel]),
    bias,
    noPeephole: tf.zeros([h0.shape[1]]),
  };
  const back = backwardWeights(recurrentKernel); // [4H, H]
  const earlier = (list: tf.Tensor[], t: number) =>
    list.length === time ? list[t - 1] : undefined;
  const dGates = new Array<tf.Tensor>(time);
  let dh: tf.Tensor = dHidden[dHidden.length - 1] as tf.Tensor;
  let dc: tf.Tensor = dCells[dCells.length - 1] ?? tf.zerosLike(dh);
  for (let t = time - 1; t >= 0; t--) {
    const at = (list: tf.Tensor[] | undefined) => list?.[t] as tf.Tensor;
    const [dcBefore, gates] = cellGradient({
      ...shared,
      x: at(xs),
      cBefore: t > 0 ? (c?.[t - 1] as tf.Tensor) : c0,
      i: at(i),
      c: at(c),
      f: at(f),
      o: at(o),
      candidate: at(candidate),
      activated: at(activated),
      dh,
      dc,
    });
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
