/**
 * `lstm`, `gru` and `simpleRNN` with TensorFlow.js's options, weights, defaults and class names, but fast.
 *
 * A saved model names the ordinary classes, so plain TensorFlow.js loads it and gives the same numbers.
 *
 * Defaults stay those of TensorFlow.js, `recurrentActivation: 'hardSigmoid'` included. The native kernels
 * know `'sigmoid'` (the default of Keras and PyTorch): pass it for the fastest layer. What the kernels cannot
 * do (other activations, recurrent dropout while training) runs in TensorFlow.js's own code.
 *
 * Axes: N batch · T time steps · I input size · H units.
 */
import { tf } from '../engine';
import {
  gru as gruKernel,
  gruResetAfter,
  isGateActivation,
  lstm as lstmKernel,
  simpleRnn as simpleRnnKernel,
  type GateActivation,
  type ResetAfterWeights,
} from '../engine/kernels';
import { created } from './factories';
import { GruCell, type ResetAfterArgs } from './gru-cell';
import { forgetMask } from './masks';
import { dropoutMask } from './noise';
import { runLayer, type BoundKernel, type PlainCell, type PlainRecurrent } from './recurrent-run';
import {
  maybeValueOf,
  register,
  registeredClass,
  valueOf,
  type Kwargs,
  type Tensors,
} from './registry';

type CellKernel = (cell: PlainCell) => BoundKernel | undefined;

/** Activations of a cell, or `undefined` where the kernels do not know them. */
function gateActivations(
  cell: PlainCell,
): { activation: GateActivation; recurrentActivation: GateActivation } | undefined {
  const activation = cell.activation.getClassName();
  const recurrentActivation = cell.recurrentActivation?.getClassName() ?? 'sigmoid';
  if (!isGateActivation(activation) || !isGateActivation(recurrentActivation)) return undefined;
  return { activation, recurrentActivation };
}

/** Weights of a cell; a bias that it does without is 0. */
function weightsOf(cell: PlainCell): {
  kernel: tf.Tensor2D;
  recurrentKernel: tf.Tensor2D;
  bias: tf.Tensor1D;
} {
  const kernel = valueOf<tf.Tensor2D>(cell.kernel);
  return {
    kernel,
    recurrentKernel: valueOf<tf.Tensor2D>(cell.recurrentKernel),
    bias: maybeValueOf<tf.Tensor1D>(cell.bias) ?? tf.zeros<tf.Rank.R1>([kernel.shape[1]]),
  };
}

/** {@link weightsOf} a GRU with `resetAfter`: two biases. */
function resetAfterWeightsOf(cell: PlainCell): ResetAfterWeights {
  const { kernel, recurrentKernel } = weightsOf(cell);
  const bias = maybeValueOf<tf.Tensor2D>(cell.bias) ?? tf.zeros<tf.Rank.R2>([2, kernel.shape[1]]);
  return { kernel, recurrentKernel, bias };
}

const lstmOf: CellKernel = (cell) => {
  const activations = gateActivations(cell);
  if (!activations) return undefined;
  return {
    states: 2,
    run: (x, [h, c], { sequence, cell: cellState }) =>
      lstmKernel(x, weightsOf(cell), {
        ...activations,
        ...(h && c ? { initialState: [h, c] } : {}),
        ...(cellState ? { cellState } : {}),
        sequence,
      }),
  };
};

const gruOf: CellKernel = (cell) => {
  const activations = gateActivations(cell);
  if (!activations) return undefined;
  return {
    states: 1,
    run: (x, [initialState], { sequence }) => {
      const options = { ...activations, ...(initialState ? { initialState } : {}), sequence };
      const output = cell.resetAfter
        ? gruResetAfter(x, resetAfterWeightsOf(cell), options)
        : gruKernel(x, weightsOf(cell), options);
      return { output };
    },
  };
};

const simpleRnnOf: CellKernel = (cell) => {
  const activations = gateActivations(cell);
  if (!activations) return undefined;
  return {
    states: 1,
    run: (x, [initialState], { sequence }) => ({
      output: simpleRnnKernel(x, weightsOf(cell), {
        activation: activations.activation,
        ...(initialState ? { initialState } : {}),
        sequence,
      }),
    }),
  };
};

/** Frees the dropout masks that a cell keeps from one call to the next. */
function dropMasks(cell: PlainCell): void {
  tf.dispose([cell.dropoutMask, cell.recurrentDropoutMask].flatMap((mask) => mask ?? []));
  cell.dropoutMask = null;
  cell.recurrentDropoutMask = null;
}

/**
 * A recurrent class of TensorFlow.js whose `call` takes the fast path where there is one.
 *
 * @param cellOf makes a cell of ours in place of TensorFlow.js's
 */
function fastClass(
  className: string,
  kernelOf: CellKernel,
  cellOf: (args: object) => PlainCell | undefined = () => undefined,
) {
  const Plain = registeredClass<PlainRecurrent>(className);
  class Fast extends Plain {
    static override className = className;

    constructor(args: object) {
      super({ ...args, resetAfter: false });
      this.cell = cellOf(args) ?? this.cell;
      this.cell.dropoutFunc = (x, rate) => dropoutMask(x, rate);
    }

    /** With a copy of `kwargs`: the plain layer would leave its initial state there for the next layer. */
    override apply(
      inputs: Tensors | tf.SymbolicTensor | tf.SymbolicTensor[],
      kwargs?: Kwargs,
    ): ReturnType<tf.layers.Layer['apply']> {
      const output = super.apply(inputs, { ...kwargs });
      forgetMask(inputs, kwargs);
      return output;
    }

    override call(inputs: Tensors, kwargs: Kwargs | null): Tensors {
      return tf.tidy(() => {
        const options = kwargs ?? {};
        const recurrentDropout = options['training'] === true && this.cell.recurrentDropout > 0;
        const kernel = recurrentDropout ? undefined : kernelOf(this.cell);
        if (kernel) return runLayer(this, kernel, inputs, options);
        const output = super.call(inputs, options);
        dropMasks(this.cell);
        return output;
      });
    }
  }
  register(Fast);
  return Fast;
}

const Lstm = fastClass('LSTM', lstmOf);
const Gru = fastClass('GRU', gruOf, (args: ResetAfterArgs) =>
  args.resetAfter ? new GruCell(args) : undefined,
);
const SimpleRnn = fastClass('SimpleRNN', simpleRnnOf);

/**
 * Long short-term memory: `tf.layers.lstm`, faster. `recurrentActivation: 'sigmoid'` is fastest.
 *
 * Axes: N batch · T time steps · I input size · H units.
 *
 * @param args `units`, `returnSequences` (default `false`), `recurrentActivation` (`'hardSigmoid'`), …
 * @returns a layer from `[N, T, I]` to `[N, H]`, or to `[N, T, H]` with `returnSequences`.
 * @throws RangeError for an option that does not exist.
 * @see Hochreiter, Schmidhuber 1997. https://doi.org/10.1162/neco.1997.9.8.1735
 * @example
 * const layer = layers.lstm({ units: 2, returnSequences: true });
 * (layer.apply(tf.zeros([1, 3, 5])) as tf.Tensor).shape; // [ 1, 3, 2 ]
 */
export function lstm(
  args: Parameters<typeof tf.layers.lstm>[0],
): ReturnType<typeof tf.layers.lstm> {
  return created('lstm', Lstm, args);
}

/** Options of {@link gru}: those of `tf.layers.gru`, and `resetAfter`. */
export type GruArgs = Parameters<typeof tf.layers.gru>[0] & ResetAfterArgs;

/**
 * Gated recurrent unit: `tf.layers.gru`, faster. `recurrentActivation: 'sigmoid'` is fastest.
 *
 * Axes: N batch · T time steps · I input size · H units. With `resetAfter: true` it is the GRU of PyTorch and of
 * Keras's defaults, weights included (`recurrentActivation: 'sigmoid'` given).
 *
 * @param args `units`, `returnSequences` and `resetAfter` (default `false`), `recurrentActivation`
 *   (`'hardSigmoid'`), …
 * @returns a layer from `[N, T, I]` to `[N, H]`, or to `[N, T, H]` with `returnSequences`.
 * @throws RangeError for an option that does not exist.
 * @see Cho et al. 2014. https://arxiv.org/abs/1406.1078
 * @example
 * const layer = layers.gru({ units: 2, resetAfter: true });
 * (layer.apply(tf.zeros([1, 3, 5])) as tf.Tensor).shape; // [ 1, 2 ]
 * layer.weights.map((weight) => weight.shape); // [ [ 5, 6 ], [ 2, 6 ], [ 2, 6 ] ]
 */
export function gru(args: GruArgs): ReturnType<typeof tf.layers.gru> {
  return created('gru', Gru, args);
}

/**
 * One step of a GRU, for `layers.rnn`: `tf.layers.gruCell`, which can also `resetAfter`.
 *
 * @param args `units`, `resetAfter` (default `false`), …
 * @returns a cell.
 * @throws RangeError for an option that does not exist.
 * @example
 * const layer = layers.rnn({ cell: layers.gruCell({ units: 2, resetAfter: true }) });
 * (layer.apply(tf.zeros([1, 3, 5])) as tf.Tensor).shape; // [ 1, 2 ]
 */
export function gruCell(
  args: Parameters<typeof tf.layers.gruCell>[0],
): ReturnType<typeof tf.layers.gruCell> {
  return created('gruCell', GruCell, args);
}

/**
 * Plain recurrent layer, h = tanh(x·W + h'·U + b): `tf.layers.simpleRNN`, faster.
 *
 * Axes: N batch · T time steps · I input size · H units.
 *
 * @param args `units`, `returnSequences` (default `false`), `activation` (`'tanh'`), …
 * @returns a layer from `[N, T, I]` to `[N, H]`, or to `[N, T, H]` with `returnSequences`.
 * @throws RangeError for an option that does not exist.
 * @see Elman 1990. https://doi.org/10.1207/s15516709cog1402_1
 * @example
 * layers.simpleRNN({ units: 2 }).apply(tf.zeros([1, 3, 5])); // [ [ 0, 0 ] ]
 */
export function simpleRNN(
  args: Parameters<typeof tf.layers.simpleRNN>[0],
): ReturnType<typeof tf.layers.simpleRNN> {
  return created('simpleRNN', SimpleRnn, args);
}
