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
  isGateActivation,
  lstm as lstmKernel,
  simpleRnn as simpleRnnKernel,
  type GateActivation,
} from '../engine/kernels';
import { dropoutMask } from './noise';
import {
  runLayer,
  type BoundKernel,
  type Kwargs,
  type PlainCell,
  type PlainRecurrent,
} from './recurrent-run';
import { register, registeredClass } from './registry';

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

function weightsOf(cell: PlainCell): {
  kernel: tf.Tensor2D;
  recurrentKernel: tf.Tensor2D;
  bias: tf.Tensor1D;
} {
  const kernel = cell.kernel.read() as tf.Tensor2D;
  const bias = cell.bias ? cell.bias.read() : tf.zeros([kernel.shape[1]]);
  return {
    kernel,
    recurrentKernel: cell.recurrentKernel.read() as tf.Tensor2D,
    bias: bias as tf.Tensor1D,
  };
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
    run: (x, [initialState], { sequence }) => ({
      output: gruKernel(x, weightsOf(cell), {
        ...activations,
        ...(initialState ? { initialState } : {}),
        sequence,
      }),
    }),
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

/** A recurrent class of TensorFlow.js whose `call` takes the fast path where there is one. */
function fastClass(className: string, kernelOf: CellKernel) {
  const Plain = registeredClass<PlainRecurrent>(className);
  class Fast extends Plain {
    static override className = className;

    constructor(args: object) {
      super({ ...args });
      this.cell.dropoutFunc = (x, rate) => dropoutMask(x, rate);
    }

    /** A copy of `kwargs`: the plain layer would leave its initial state there for the next layer. */
    override apply(inputs: unknown, kwargs?: Kwargs) {
      return super.apply(inputs, { ...kwargs });
    }

    override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs | null): tf.Tensor | tf.Tensor[] {
      return tf.tidy(() => {
        const { cell } = this;
        const options = kwargs ?? {};
        const recurrentDropout = options['training'] === true && cell.recurrentDropout > 0;
        const kernel = recurrentDropout ? undefined : kernelOf(cell);
        if (kernel) return runLayer(this, kernel, inputs, options);
        const output = super.call(inputs, options);
        dropMasks(cell);
        return output;
      });
    }
  }
  register(Fast);
  return Fast;
}

const Lstm = fastClass('LSTM', lstmOf);
const Gru = fastClass('GRU', gruOf);
const SimpleRnn = fastClass('SimpleRNN', simpleRnnOf);

/**
 * Long short-term memory: `tf.layers.lstm`, faster. `recurrentActivation: 'sigmoid'` is fastest.
 *
 * Input `[N, T, I]`; output `[N, H]`, or `[N, T, H]` with `returnSequences`.
 *
 * @see Hochreiter, Schmidhuber 1997. https://doi.org/10.1162/neco.1997.9.8.1735
 */
export function lstm(
  args: Parameters<typeof tf.layers.lstm>[0],
): ReturnType<typeof tf.layers.lstm> {
  return new Lstm(args) as unknown as ReturnType<typeof tf.layers.lstm>;
}

/**
 * Gated recurrent unit: `tf.layers.gru`, faster. `recurrentActivation: 'sigmoid'` is fastest.
 *
 * Input `[N, T, I]`; output `[N, H]`, or `[N, T, H]` with `returnSequences`.
 *
 * @see Cho et al. 2014. https://arxiv.org/abs/1406.1078
 */
export function gru(args: Parameters<typeof tf.layers.gru>[0]): ReturnType<typeof tf.layers.gru> {
  return new Gru(args) as unknown as ReturnType<typeof tf.layers.gru>;
}

/**
 * Plain recurrent layer: `tf.layers.simpleRNN`, faster.
 *
 * Input `[N, T, I]`; output `[N, H]`, or `[N, T, H]` with `returnSequences`.
 *
 * @see Elman 1990. https://doi.org/10.1207/s15516709cog1402_1
 */
export function simpleRNN(
  args: Parameters<typeof tf.layers.simpleRNN>[0],
): ReturnType<typeof tf.layers.simpleRNN> {
  return new SimpleRnn(args) as unknown as ReturnType<typeof tf.layers.simpleRNN>;
}
