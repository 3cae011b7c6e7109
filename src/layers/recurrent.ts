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
import { compact, final, planCompaction, spread, type Compaction } from './masked-sequence';
import { dropoutMask } from './noise';
import { register, registeredClass, type Activation } from './registry';

interface PlainCell extends tf.layers.Layer {
  readonly units: number;
  readonly activation: Activation;
  readonly recurrentActivation?: Activation;
  readonly kernel: tf.LayerVariable;
  readonly recurrentKernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | null;
  readonly dropout: number;
  readonly recurrentDropout: number;
  dropoutFunc?: (x: tf.Tensor, rate: number) => tf.Tensor;
  dropoutMask: tf.Tensor | tf.Tensor[] | null;
  recurrentDropoutMask: tf.Tensor | tf.Tensor[] | null;
}

interface PlainRecurrent extends tf.layers.Layer {
  readonly cell: PlainCell;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  states: Array<tf.Tensor2D | null>;
  apply(inputs: unknown, kwargs?: Kwargs): tf.Tensor | tf.Tensor[] | tf.SymbolicTensor;
  resetStates(states?: tf.Tensor | tf.Tensor[], training?: boolean): void;
}

type Kwargs = Record<string, unknown>;

/** What a kernel computes: outputs of every step or of the last one, and the cell state likewise. */
interface KernelResult {
  output: tf.Tensor;
  cell?: tf.Tensor;
}

/** One recurrent kernel, bound to a layer's weights and activations. */
interface BoundKernel {
  /** How many states the layer has: 2 for LSTM, else 1. */
  states: 1 | 2;
  run(
    x: tf.Tensor3D,
    initial: tf.Tensor2D[],
    want: { sequence: boolean; cell?: 'last' | 'sequence' },
  ): KernelResult;
}

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

/** Outputs and final states of a layer, batch-major. */
interface LayerResult {
  /** `[N, T, H]` or `[N, H]` */
  output: tf.Tensor;
  /** `[N, H]` each; empty unless asked for. */
  states: tf.Tensor[];
}

function runUnmasked(
  kernel: BoundKernel,
  x: tf.Tensor3D,
  initial: tf.Tensor2D[],
  layer: PlainRecurrent,
  wantStates: boolean,
): LayerResult {
  const timeMajor = x.transpose([1, 0, 2]) as tf.Tensor3D;
  const input = layer.goBackwards ? timeMajor.reverse(0) : timeMajor;
  const sequence = layer.returnSequences;
  const cell = wantStates && kernel.states === 2 ? ('last' as const) : undefined;
  const result = kernel.run(input, initial, { sequence, ...(cell ? { cell } : {}) });
  const output = sequence ? result.output.transpose([1, 0, 2]) : result.output;
  if (!wantStates) return { output, states: [] };
  const last = sequence
    ? tf.squeeze(result.output.slice([input.shape[0] - 1], [1]), [0])
    : result.output;
  return { output, states: result.cell ? [last, result.cell] : [last] };
}

function runMasked(
  kernel: BoundKernel,
  x: tf.Tensor3D,
  mask: tf.Tensor2D,
  initial: tf.Tensor2D[],
  layer: PlainRecurrent,
  wantStates: boolean,
): LayerResult {
  const backwards = layer.goBackwards;
  // As numbers: WebAssembly's kernel for reversing writes past the end of truth values.
  const visible = mask.toInt();
  const plan: Compaction = planCompaction(backwards ? visible.reverse(1) : visible);
  const input = compact(backwards ? x.reverse(1) : x, plan);
  const cell = wantStates && kernel.states === 2 ? ('sequence' as const) : undefined;
  const result = kernel.run(input, initial, { sequence: true, ...(cell ? { cell } : {}) });
  const zeros = () => tf.zeros<tf.Rank.R2>([x.shape[0], layer.cell.units]);
  const hidden = result.output as tf.Tensor3D;
  const before = initial[0] ?? zeros();
  const last = final(hidden, before, plan);
  const output = layer.returnSequences ? spread(hidden, before, plan) : last;
  if (!wantStates) return { output, states: [] };
  if (!result.cell) return { output, states: [last] };
  const cellBefore = initial[1] ?? zeros();
  return { output, states: [last, final(result.cell as tf.Tensor3D, cellBefore, plan)] };
}

/** The mask that reached a layer. @throws RangeError if it is not `[N, T]`. */
function maskOf(kwargs: Kwargs, x: tf.Tensor3D): tf.Tensor2D | undefined {
  const value = kwargs['mask'];
  const mask = (Array.isArray(value) ? value[0] : value) as tf.Tensor | null | undefined;
  if (!mask) return undefined;
  const [batch, time] = x.shape;
  if (mask.size !== batch * time)
    throw new RangeError(
      `recurrent layer: expected a mask [${batch}, ${time}]; got [${mask.shape}]; ` +
        'give the mask one value per time step of the input.',
    );
  return tf.reshape<tf.Rank.R2>(mask, [batch, time]);
}

function initialStates(layer: PlainRecurrent, kwargs: Kwargs): tf.Tensor2D[] {
  const given = kwargs['initialState'] as tf.Tensor2D | tf.Tensor2D[] | null | undefined;
  if (given) return Array.isArray(given) ? given : [given];
  if (layer.stateful) return layer.states.flatMap((state) => state ?? []);
  return [];
}

/** The fast path of a layer's `call`. */
function runLayer(
  layer: PlainRecurrent,
  kernel: BoundKernel,
  inputs: tf.Tensor | tf.Tensor[],
  kwargs: Kwargs,
): tf.Tensor | tf.Tensor[] {
  const first = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
  const training = kwargs['training'] === true;
  const { dropout } = layer.cell;
  // One mask for all time steps, as in Gal and Ghahramani 2016. https://arxiv.org/abs/1512.05287
  const drops = training && dropout > 0 && dropout < 1;
  const x = drops ? dropoutMask(first, dropout, [first.shape[0], 1, first.shape[2]]) : first;
  const initial = initialStates(layer, kwargs);
  if (initial.length > 0 && initial.length !== kernel.states)
    throw new RangeError(
      `${layer.name}: expected ${kernel.states} initial states; got ${initial.length}; ` +
        'an LSTM takes hidden and cell state, the other layers one state.',
    );
  const mask = maskOf(kwargs, x);
  const wantStates = layer.returnState || layer.stateful;
  const { output, states } = mask
    ? runMasked(kernel, x, mask, initial, layer, wantStates)
    : runUnmasked(kernel, x, initial, layer, wantStates);
  if (layer.stateful) layer.resetStates(states, training);
  return layer.returnState ? [output, ...states] : output;
}

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
