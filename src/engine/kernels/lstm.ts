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
import { lstmGradients, nativeStep, twinStep, type LstmSaved } from './lstm-gradients';
import { nativeOp } from './native-op';
import {
  checkRecurrent,
  nativeCell,
  projectSteps,
  splitEvenly,
  steps,
  withInitialState,
  type CellActivations,
  type RecurrentWeights,
  type SequenceOptions,
} from './sequence';

/** Weights of an LSTM in the order and layout of `tf.layers.lstm`: four gates. */
export type LstmWeights = RecurrentWeights;

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
  weights: LstmWeights,
  options: LstmOptions = {},
): { output: tf.Tensor; cell?: tf.Tensor } {
  checkRecurrent('lstm', 4, x, weights);
  const { initialState: [hidden, cell] = [] } = options;
  const shape: [number, number] = [x.shape[1], weights.recurrentKernel.shape[0]];
  const outputs = withInitialState(hidden, shape, (h0) =>
    withInitialState(cell, shape, (c0) => runLstm(x, weights, [h0, c0], options)),
  );
  const output = itemAt(outputs, 0);
  return outputs[1] ? { output, cell: outputs[1] } : { output };
}

type States = [tf.Tensor2D, tf.Tensor2D];

function runLstm(
  x: tf.Tensor3D,
  weights: LstmWeights,
  initial: States,
  options: LstmOptions,
): tf.Tensor[] {
  const { sequence = false, cellState } = options;
  const { activation = 'tanh', recurrentActivation = 'sigmoid' } = options;
  const { kernel, recurrentKernel, bias } = weights;
  const activations = { activation, recurrentActivation };
  const native = nativeCell(activations);
  const last = (states: tf.Tensor) => tf.squeeze(states.slice([x.shape[0] - 1], [1]), [0]);
  const wanted = ({ hidden, parts }: LstmTrace) => {
    const output = sequence ? hidden : last(hidden);
    if (!cellState) return [output];
    const cells = itemAt(parts, 1);
    return [output, cellState === 'sequence' ? cells : last(cells)];
  };
  return differentiable<LstmSaved>([x, kernel, recurrentKernel, bias, ...initial], {
    forward: (save) => {
      const trace = native
        ? nativeForward(x, weights, initial)
        : twinForward(x, weights, initial, activations);
      save([x, kernel, recurrentKernel, bias, ...initial, trace.hidden, ...trace.parts]);
      return wanted(trace);
    },
    backward: ([dy, dCell], saved) => {
      const perStep = (d: tf.Tensor | undefined, all: boolean) => (!d ? [] : all ? steps(d) : [d]);
      const dHidden = perStep(dy, sequence);
      const dCells = perStep(dCell, cellState === 'sequence');
      return lstmGradients(dHidden, dCells, saved, native ? nativeStep : twinStep(activations));
    },
    plain: () => wanted(twinForward(x, weights, initial, activations)),
  });
}

function nativeForward(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: LstmWeights,
  [h0, c0]: States,
): LstmTrace {
  const weights = tf.concat([kernel, recurrentKernel]);
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
  [h0, c0]: States,
  { activation, recurrentActivation }: CellActivations,
): LstmTrace {
  const inner = gate(activation);
  const outer = gate(recurrentActivation);
  const hidden: tf.Tensor[] = [];
  const parts: tf.Tensor[][] = [[], [], [], [], [], []];
  let h: tf.Tensor = h0;
  let c: tf.Tensor = c0;
  for (const input of projectSteps(x, kernel, bias)) {
    const [zi, zf, zc, zo] = splitEvenly<tf.Tensor, 4>(input.add(h.matMul(recurrentKernel)), 4);
    const [i, f, o] = [outer.apply(zi), outer.apply(zf), outer.apply(zo)];
    const candidate = inner.apply(zc);
    c = f.mul(c).add(i.mul(candidate));
    const activated = inner.apply(c);
    h = o.mul(activated);
    hidden.push(h);
    [i, c, f, o, candidate, activated].forEach((part, index) => parts[index]?.push(part));
  }
  return { hidden: tf.stack(hidden), parts: parts.map((part) => tf.stack(part)) };
}
