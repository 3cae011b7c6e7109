/**
 * Gated recurrent unit over a whole sequence; the reset gate acts before the recurrent product.
 *
 * Axes: T time steps · N batch · I input size · H units. Gate order in the weights: z r h.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { gate, type GateActivation } from './gates';
import { nativeOp } from './native-op';
import {
  checkRecurrent,
  flatten,
  nativeCell,
  projectSteps,
  shifted,
  splitEvenly,
  splitInTwo,
  steps,
  withInitialState,
  type CellActivations,
  type RecurrentWeights,
  type SequenceOptions,
} from './sequence';

/** Weights of a GRU in the order and layout of `tf.layers.gru`: three gates. */
export type GruWeights = RecurrentWeights;

/** Options of {@link gru}. */
export interface GruOptions extends SequenceOptions {
  /** Hidden state before the first step, `[N, H]`. Default zeros. */
  initialState?: tf.Tensor2D;
  /** Activation of the candidate. Default `tanh`. */
  activation?: GateActivation;
  /** Activation of the two gates. Default `sigmoid`, the one the native kernel has. */
  recurrentActivation?: GateActivation;
}

/** Update gate, reset gate, candidate and hidden state of every step: T times `[N, H]` each. */
interface GruTrace {
  z: tf.Tensor[];
  r: tf.Tensor[];
  candidate: tf.Tensor[];
  hidden: tf.Tensor[];
}

/** Input, kernel, recurrent kernel, bias, initial state, and the lists of {@link GruTrace}. */
type Saved = [tf.Tensor, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, ...tf.Tensor[]];

/**
 * Runs a GRU over time-major input: h = z ∘ h' + (1 − z) ∘ tanh(x·W + (r ∘ h')·U + b), h' the state before.
 *
 * The reset gate acts before the recurrent product, as in the paper and in TensorFlow.js
 * (`resetAfter: false`).
 *
 * @param x `[T, N, I]` float32
 * @param weights see {@link GruWeights}
 * @returns `[T, N, H]` or `[N, H]`; caller disposes. Differentiable for input, weights and initial state.
 * @throws RangeError if shapes do not fit.
 * @see Cho et al. 2014. https://arxiv.org/abs/1406.1078
 */
export function gru(
  x: tf.Tensor3D,
  weights: GruWeights,
  {
    sequence = false,
    initialState,
    activation = 'tanh',
    recurrentActivation = 'sigmoid',
  }: GruOptions = {},
): tf.Tensor {
  const { kernel, recurrentKernel, bias } = weights;
  checkRecurrent('gru', 3, x, weights);
  const [time, batch] = x.shape;
  const activations = { activation, recurrentActivation };
  const native = nativeCell(activations);
  const wanted = ({ hidden }: GruTrace) => (sequence ? tf.stack(hidden) : itemAt(hidden, time - 1));
  return withInitialState(initialState, [batch, recurrentKernel.shape[0]], (h0) =>
    differentiableOne<Saved>([x, kernel, recurrentKernel, bias, h0], {
      forward: (save) => {
        const run = native ? nativeForward : twinForward;
        const trace = run(x, weights, h0, activations);
        const { z, r, candidate, hidden } = trace;
        save([x, kernel, recurrentKernel, bias, h0, ...z, ...r, ...candidate, ...hidden]);
        return wanted(trace);
      },
      backward: (dy, saved) => {
        const factory = native ? nativeBack : twinBack(activations);
        return gruGradients(sequence ? steps(dy) : [dy], saved, factory);
      },
      plain: () => wanted(twinForward(x, weights, h0, activations)),
    }),
  );
}

/** The native kernel's layout: r before z, input rows above recurrent rows. */
function nativeWeights({ kernel, recurrentKernel, bias }: GruWeights): tf.Tensor[] {
  const [kz, kr, kh] = splitEvenly(kernel, 3);
  const [uz, ur, uh] = splitEvenly(recurrentKernel, 3);
  const [bz, br, bh] = splitEvenly(bias, 3);
  const gates = tf.concat([tf.concat([kr, kz], 1), tf.concat([ur, uz], 1)]); // [I + H, 2H]
  return [gates, tf.concat([kh, uh]), tf.concat([br, bz]), bh];
}

const FLOAT = { types: { T: 'float32' } } as const;

function nativeForward(x: tf.Tensor3D, weights: GruWeights, h0: tf.Tensor2D): GruTrace {
  const layout = nativeWeights(weights);
  const trace: GruTrace = { z: [], r: [], candidate: [], hidden: [] };
  let h: tf.Tensor = h0;
  for (const input of steps(x)) {
    const outputs = nativeOp('GRUBlockCell', FLOAT, [input, h, ...layout], 4);
    const { r, z, candidate, hidden } = trace;
    [r, z, candidate, hidden].forEach((list, index) => list.push(itemAt(outputs, index)));
    h = itemAt(outputs, 3);
  }
  return trace;
}

function twinForward(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: GruWeights,
  h0: tf.Tensor2D,
  { activation, recurrentActivation }: CellActivations,
): GruTrace {
  const units = h0.shape[1];
  const [gateKernel, candidateKernel] = splitInTwo(recurrentKernel, 2 * units, units);
  const trace: GruTrace = { z: [], r: [], candidate: [], hidden: [] };
  let h: tf.Tensor = h0;
  for (const projected of projectSteps(x, kernel, bias)) {
    const [gateInput, candidateInput] = splitInTwo(projected, 2 * units, units);
    const gates = gate(recurrentActivation).apply(h.matMul(gateKernel).add(gateInput));
    const [z, r] = splitEvenly(gates, 2);
    const through = r.mul(h).matMul(candidateKernel);
    const candidate = gate(activation).apply(through.add(candidateInput));
    h = candidate.add(z.mul(h.sub(candidate)));
    trace.z.push(z);
    trace.r.push(r);
    trace.candidate.push(candidate);
    trace.hidden.push(h);
  }
  return trace;
}

/** One step of the backward pass. */
interface BackStep {
  x: tf.Tensor;
  before: tf.Tensor;
  z: tf.Tensor;
  r: tf.Tensor;
  candidate: tf.Tensor;
  dh: tf.Tensor;
}

/** Gradient of the earlier state, and of the inputs of the two gates `[N, 2H]` and of the candidate `[N, H]`. */
type BackStepResult = [dBefore: tf.Tensor, dPair: tf.Tensor, dCandidate: tf.Tensor];

/** The backward pass of every step, and which of the two gates comes first in it. */
interface Back {
  step: (step: BackStep) => BackStepResult;
  resetFirst: boolean;
}
type BackFactory = (weights: GruWeights) => Back;

const nativeBack: BackFactory = (weights) => {
  const layout = nativeWeights(weights);
  const step = ({ x, before, z, r, candidate, dh }: BackStep): BackStepResult => {
    const inputs = [x, before, ...layout, r, z, candidate, dh];
    const outputs = nativeOp('GRUBlockCellGrad', FLOAT, inputs, 4);
    return [itemAt(outputs, 1), itemAt(outputs, 3), itemAt(outputs, 2)];
  };
  return { step, resetFirst: true };
};

function twinBack({ activation, recurrentActivation }: CellActivations): BackFactory {
  return ({ recurrentKernel }) => {
    const units = recurrentKernel.shape[0];
    const [gateKernel, candidateKernel] = splitInTwo(recurrentKernel, 2 * units, units);
    const step = ({ before, z, r, candidate, dh }: BackStep): BackStepResult => {
      const dCandidate = gate(activation).gradient(dh.sub(dh.mul(z)), candidate);
      const dReset = dCandidate.matMul(candidateKernel, false, true); // gradient of r ∘ before
      const dPair = tf.concat([dh.mul(before.sub(candidate)), dReset.mul(before)], 1);
      const dGates = gate(recurrentActivation).gradient(dPair, tf.concat([z, r], 1));
      const dBefore = dh
        .mul(z)
        .add(dReset.mul(r))
        .add(dGates.matMul(gateKernel, false, true));
      return [dBefore, dGates, dCandidate];
    };
    return { step, resetFirst: false };
  };
}

/** Back-propagation through time; gradients of weights and input are one product over all steps. */
function gruGradients(
  dHidden: tf.Tensor[],
  [x, kernel, recurrentKernel, bias, h0, ...lists]: Saved,
  factory: BackFactory,
): Array<() => tf.Tensor> {
  const time = lists.length / 4;
  const part = (index: number) => lists.slice(index * time, (index + 1) * time);
  const [z, r, candidate, hidden] = [part(0), part(1), part(2), part(3)];
  const back = factory({ kernel, recurrentKernel, bias });
  const xs = steps(x);
  const everyStep = dHidden.length === time;
  const [dPairs, dCandidates] = [new Array<tf.Tensor>(time), new Array<tf.Tensor>(time)];
  let dh = itemAt(dHidden, dHidden.length - 1);
  for (let t = time - 1; t >= 0; t--) {
    const at = (list: tf.Tensor[]) => itemAt(list, t);
    const before = t > 0 ? itemAt(hidden, t - 1) : h0;
    const step = { x: at(xs), before, z: at(z), r: at(r), candidate: at(candidate), dh };
    const [dBefore, dPair, dCandidate] = back.step(step);
    [dPairs[t], dCandidates[t]] = [dPair, dCandidate];
    dh = everyStep && t > 0 ? dBefore.add(itemAt(dHidden, t - 1)) : dBefore;
  }
  // Joined once for all steps: hundreds of small operations less.
  const pairs = splitEvenly(flatten(tf.stack(dPairs)), 2);
  const dCandidate = flatten(tf.stack(dCandidates));
  const all = tf.concat([...(back.resetFirst ? pairs.reverse() : pairs), dCandidate], 1); // [T·N, 3H]
  const units = h0.shape[1];
  const forRecurrent = () => {
    const before = flatten(shifted(h0, hidden)); // [T·N, H]
    const dGates = splitInTwo(all, 2 * units, units)[0];
    const reset = flatten(tf.stack(r)).mul(before);
    return tf.concat([before.matMul(dGates, true), reset.matMul(dCandidate, true)], 1);
  };
  return [
    () => all.matMul(kernel, false, true).reshape(x.shape),
    () => flatten(x).matMul(all, true),
    forRecurrent,
    () => all.sum(0),
    () => dh,
  ];
}
