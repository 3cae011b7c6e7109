/**
 * Runs a recurrent kernel for a layer: masks, direction, states, dropout, batch-major input and output.
 *
 * Axes: N batch · T time steps · I input size · H units.
 */
import { tf } from '../engine';
import { compact, final, planCompaction, spread, type Compaction } from './masked-sequence';
import { dropoutMask } from './noise';
import { shapeText } from '../host/checks';
import type { Activation, Kwargs, Tensors } from './registry';

/** What TensorFlow.js's recurrent cells hold. */
export interface PlainCell extends tf.layers.Layer {
  readonly units: number;
  readonly activation: Activation;
  readonly recurrentActivation?: Activation;
  readonly kernel: tf.LayerVariable;
  readonly recurrentKernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | null;
  /** Only a GRU's: whether the reset gate acts after the recurrent product. */
  readonly resetAfter?: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  dropoutFunc?: (x: tf.Tensor, rate: number) => tf.Tensor;
  dropoutMask: tf.Tensor | tf.Tensor[] | null;
  recurrentDropoutMask: tf.Tensor | tf.Tensor[] | null;
}

/** What TensorFlow.js's recurrent layers hold. */
export interface PlainRecurrent extends tf.layers.Layer {
  cell: PlainCell;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  states: Array<tf.Tensor2D | null>;
  resetStates(states?: tf.Tensor | tf.Tensor[], training?: boolean): void;
}

/** What a kernel computes: outputs of every step or of the last one, and the cell state likewise. */
interface KernelResult {
  output: tf.Tensor;
  cell?: tf.Tensor;
}

/** One recurrent kernel, bound to a layer's weights and activations. */
export interface BoundKernel {
  /** How many states the layer has: 2 for LSTM, else 1. */
  states: 1 | 2;
  run(
    x: tf.Tensor3D,
    initial: tf.Tensor2D[],
    want: { sequence: boolean; cell?: 'last' | 'sequence' },
  ): KernelResult;
}

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
  const timeMajor = x.transpose<tf.Tensor3D>([1, 0, 2]);
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
  const hidden = result.output;
  const before = initial[0] ?? zeros();
  const last = final(hidden, before, plan);
  const output = layer.returnSequences ? spread(hidden, before, plan) : last;
  if (!wantStates) return { output, states: [] };
  if (!result.cell) return { output, states: [last] };
  const cellBefore = initial[1] ?? zeros();
  return { output, states: [last, final(result.cell, cellBefore, plan)] };
}

/** The mask that reached a layer. @throws RangeError if it is not `[N, T]`. */
function maskOf(name: string, kwargs: Kwargs, x: tf.Tensor3D): tf.Tensor2D | undefined {
  const [mask] = [kwargs['mask']].flat();
  if (!(mask instanceof tf.Tensor)) return undefined;
  const [batch, time] = x.shape;
  if (mask.size !== batch * time)
    throw new RangeError(
      `${name}: expected a mask [${batch}, ${time}]; got ${shapeText(mask.shape)}; ` +
        'give the mask one value per time step of the input.',
    );
  return tf.reshape<tf.Rank.R2>(mask, [batch, time]);
}

function initialStates(layer: PlainRecurrent, kwargs: Kwargs): tf.Tensor2D[] {
  const given = [kwargs['initialState'] ?? []].flat();
  if (given.length > 0) return given as tf.Tensor2D[];
  if (layer.stateful) return layer.states.flatMap((state) => state ?? []);
  return [];
}

/** The fast path of a layer's `call`. */
export function runLayer(
  layer: PlainRecurrent,
  kernel: BoundKernel,
  inputs: Tensors,
  kwargs: Kwargs,
): Tensors {
  const [first] = [inputs].flat() as [tf.Tensor3D];
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
  const mask = maskOf(layer.name, kwargs, x);
  const wantStates = layer.returnState || layer.stateful;
  const { output, states } = mask
    ? runMasked(kernel, x, mask, initial, layer, wantStates)
    : runUnmasked(kernel, x, initial, layer, wantStates);
  if (layer.stateful) layer.resetStates(states, training);
  return layer.returnState ? [output, ...states] : output;
}
