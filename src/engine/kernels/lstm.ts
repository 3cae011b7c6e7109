/**
 * Long short-term memory over a whole sequence.
 *
 * Axes: T time steps · N batch · I input size · H units. Gate order in the weights: i f c o.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { differentiable } from './differentiable';
import type { GateActivation } from './gates';
import { nativeLstm, twinLstm } from './lstm-cell';
import {
  checkRecurrent,
  flatten,
  lastStep,
  nativeCell,
  projectSteps,
  statesBefore,
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

/** Input, kernel, recurrent kernel, initial hidden and cell state, and gates, cells and hidden states of every step. */
type Saved = [
  tf.Tensor3D,
  tf.Tensor2D,
  tf.Tensor2D,
  tf.Tensor2D,
  tf.Tensor2D,
  tf.Tensor,
  tf.Tensor,
  tf.Tensor,
];

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

function runLstm(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: LstmWeights,
  [h0, c0]: [tf.Tensor2D, tf.Tensor2D],
  options: LstmOptions,
): tf.Tensor[] {
  const { sequence = false, cellState } = options;
  const { activation = 'tanh', recurrentActivation = 'sigmoid' } = options;
  const activations: CellActivations = { activation, recurrentActivation };
  const twin = twinLstm(activations);
  const cell = nativeCell(activations) ? nativeLstm : twin;
  const wanted = (hidden: tf.Tensor, cells: tf.Tensor) => {
    const output = sequence ? hidden : lastStep(hidden);
    if (!cellState) return [output];
    return [output, cellState === 'sequence' ? cells : lastStep(cells)];
  };
  /** A gradient of every step stays; that of the last one alone becomes `[1, N, H]`. */
  const perStep = (dy: tf.Tensor, every: boolean) => (every ? dy : tf.expandDims(dy));
  return differentiable<Saved>([x, kernel, recurrentKernel, bias, h0, c0], {
    forward: (save) => {
      const trace = cell.forward(projectSteps(x, kernel, bias), recurrentKernel, h0, c0);
      save([x, kernel, recurrentKernel, h0, c0, ...trace]);
      return wanted(trace[2], trace[1]);
    },
    backward: ([dy, dCell], saved) => {
      const given = perStep(dy as tf.Tensor, sequence);
      const givenCells = dCell
        ? perStep(dCell, cellState === 'sequence')
        : tf.zeros([1, ...h0.shape]);
      const [, , u, , initialCell, gates, cells] = saved;
      return weightGradients(cell.backward(given, givenCells, gates, cells, initialCell, u), saved);
    },
    plain: () => {
      const trace = twin.forward(projectSteps(x, kernel, bias), recurrentKernel, h0, c0);
      return wanted(trace[2], trace[1]);
    },
  });
}

/** Only the gates' gradients go step by step: those of weights and input are one product over all steps. */
function weightGradients(
  [dGates, dHidden0, dCell0]: [tf.Tensor, tf.Tensor, tf.Tensor],
  [x, kernel, , h0, , , , hidden]: Saved,
): Array<() => tf.Tensor> {
  const all = flatten(dGates); // [T·N, 4H]
  return [
    () => all.matMul(kernel, false, true).reshape(x.shape),
    () => flatten(x).matMul(all, true),
    () => flatten(statesBefore(h0, hidden)).matMul(all, true),
    () => all.sum(0),
    () => dHidden0,
    () => dCell0,
  ];
}
