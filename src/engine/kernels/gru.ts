/**
 * Gated recurrent unit over a whole sequence.
 *
 * Axes: T time steps · N batch · I input size · H units. Gate order in the weights: z r h.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { gate, type GateActivation } from './gates';
import { nativeKernels, nativeOp } from './native-op';
import { checkRecurrent, flatten, shifted, steps, type SequenceOptions } from './sequence';

/** Weights of a GRU in the order and layout of `tf.layers.gru`. */
export interface GruWeights {
  /** `[I, 3H]` */
  kernel: tf.Tensor2D;
  /** `[H, 3H]` */
  recurrentKernel: tf.Tensor2D;
  /** `[3H]` */
  bias: tf.Tensor1D;
}

/** Options of {@link gru}. */
export interface GruOptions extends SequenceOptions {
  /** Hidden state before the first step, `[N, H]`. Default zeros. */
  initialState?: tf.Tensor2D;
  /** Activation of the candidate. Default `tanh`. */
  activation?: GateActivation;
  /** Activation of the two gates. Default `sigmoid`, the one the native kernel has. */
  recurrentActivation?: GateActivation;
}

type Activations = Required<Pick<GruOptions, 'activation' | 'recurrentActivation'>>;

/** Update gate, reset gate, candidate and hidden state of every step: T times `[N, H]` each. */
interface GruTrace {
  z: tf.Tensor[];
  r: tf.Tensor[];
  candidate: tf.Tensor[];
  hidden: tf.Tensor[];
}

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
  checkRecurrent('gru', 3, x, kernel, recurrentKernel, bias);
  const [time, batch] = x.shape;
  const units = recurrentKernel.shape[0];
  const activations = { activation, recurrentActivation };
  const native = nativeKernels() && activation === 'tanh' && recurrentActivation === 'sigmoid';
  const zero = initialState ? undefined : tf.zeros<tf.Rank.R2>([batch, units]);
  const h0 = initialState ?? (zero as tf.Tensor2D);

  const output = differentiableOne([x, kernel, recurrentKernel, bias, h0], {
    forward: (save) => {
      const trace = native
        ? nativeForward(x, weights, h0)
        : twinForward(x, weights, h0, activations);
      const { z, r, candidate, hidden } = trace;
      save([x, kernel, recurrentKernel, bias, h0, ...z, ...r, ...candidate, ...hidden]);
      return [sequence ? tf.stack(hidden) : itemAt(hidden, time - 1)];
    },
    backward: ([dy], saved) => {
      const dHidden = sequence ? steps(dy as tf.Tensor) : [dy as tf.Tensor2D];
      return gruGradients(dHidden, saved, native ? nativeBack : twinBack(activations));
    },
  });
  zero?.dispose();
  return output;
}

/** The native kernel's layout: r before z, input rows above recurrent rows. */
function nativeWeights({ kernel, recurrentKernel, bias }: GruWeights): tf.Tensor[] {
  const columns = (weight: tf.Tensor) => tf.split(weight, 3, weight.rank - 1);
  const [kz, kr, kh] = columns(kernel) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const [uz, ur, uh] = columns(recurrentKernel) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const [bz, br, bh] = columns(bias) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  const gates = tf.concat([tf.concat([kr, kz], 1), tf.concat([ur, uz], 1)]); // [I + H, 2H]
  return [gates, tf.concat([kh, uh]), tf.concat([br, bz]), bh];
}

function nativeForward(x: tf.Tensor3D, weights: GruWeights, h0: tf.Tensor2D): GruTrace {
  const layout = nativeWeights(weights);
  const trace: GruTrace = { z: [], r: [], candidate: [], hidden: [] };
  let h: tf.Tensor = h0;
  for (const input of steps(x)) {
    const types = { T: 'float32' } as const;
    const outputs = nativeOp('GRUBlockCell', { types }, [input, h, ...layout], 4);
    const [r, z, candidate, next] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    h = next;
    trace.z.push(z);
    trace.r.push(r);
    trace.candidate.push(candidate);
    trace.hidden.push(h);
  }
  return trace;
}

function twinForward(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: GruWeights,
  h0: tf.Tensor2D,
  { activation, recurrentActivation }: Activations,
): GruTrace {
  const units = h0.shape[1];
  // The input's share of every gate at every step, in one product.
  const projected = flatten(x)
    .matMul(kernel)
    .add(bias)
    .reshape([x.shape[0], x.shape[1], 3 * units]);
  const [gateInput, candidateInput] = tf.split(projected, [2 * units, units], 2).map(steps);
  const [gateKernel, candidateKernel] = tf.split(recurrentKernel, [2 * units, units], 1);
  const trace: GruTrace = { z: [], r: [], candidate: [], hidden: [] };
  let h: tf.Tensor = h0;
  for (let t = 0; t < x.shape[0]; t++) {
    const gates = h.matMul(gateKernel as tf.Tensor).add(gateInput?.[t] as tf.Tensor);
    const [z, r] = tf.split(gate(recurrentActivation).apply(gates), 2, 1);
    if (!z || !r) throw new Error('gru: expected two gates; got fewer.');
    const through = r.mul(h).matMul(candidateKernel as tf.Tensor);
    const candidate = gate(activation).apply(through.add(candidateInput?.[t] as tf.Tensor));
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

/** Gradient of the earlier state, and of the gates' inputs `[N, 3H]` in order z r h. */
type Back = (step: BackStep) => [tf.Tensor, tf.Tensor];
type BackFactory = (weights: GruWeights) => Back;

const nativeBack: BackFactory = (weights) => {
  const layout = nativeWeights(weights);
  return ({ x, before, z, r, candidate, dh }) => {
    const types = { T: 'float32' } as const;
    const inputs = [x, before, ...layout, r, z, candidate, dh];
    const outputs = nativeOp('GRUBlockCellGrad', { types }, inputs, 4);
    const [, dBefore, dCandidate, dGates] = outputs;
    const [dr, dz] = tf.split(dGates as tf.Tensor, 2, 1) as [tf.Tensor, tf.Tensor];
    return [dBefore as tf.Tensor, tf.concat([dz, dr, dCandidate as tf.Tensor], 1)];
  };
};

function twinBack({ activation, recurrentActivation }: Activations): BackFactory {
  return ({ recurrentKernel }) => {
    const units = recurrentKernel.shape[0];
    const [gateKernel, candidateKernel] = tf.split(recurrentKernel, [2 * units, units], 1) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    return ({ before, z, r, candidate, dh }) => {
      const dCandidate = gate(activation).gradient(dh.sub(dh.mul(z)), candidate);
      const dReset = dCandidate.matMul(candidateKernel, false, true); // gradient of r ∘ before
      const dPair = tf.concat([dh.mul(before.sub(candidate)), dReset.mul(before)], 1);
      const dGates = gate(recurrentActivation).gradient(dPair, tf.concat([z, r], 1));
      const dBefore = dh
        .mul(z)
        .add(dReset.mul(r))
        .add(dGates.matMul(gateKernel, false, true));
      return [dBefore, tf.concat([dGates, dCandidate], 1)];
    };
  };
}

/** Back-propagation through time; gradients of weights and input are one product over all steps. */
function gruGradients(
  dHidden: tf.Tensor2D[],
  saved: tf.Tensor[],
  factory: BackFactory,
): Array<() => tf.Tensor> {
  const [x, kernel, recurrentKernel, bias, h0] = saved as [
    tf.Tensor3D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor2D,
  ];
  const time = x.shape[0];
  const part = (index: number) => saved.slice(5 + index * time, 5 + (index + 1) * time);
  const [z, r, candidate, hidden] = [part(0), part(1), part(2), part(3)];
  const back = factory({ kernel, recurrentKernel, bias });
  const xs = steps(x);
  const everyStep = dHidden.length === time;
  const dSteps = new Array<tf.Tensor>(time);
  let dh = dHidden[dHidden.length - 1] as tf.Tensor;
  for (let t = time - 1; t >= 0; t--) {
    const at = (list: tf.Tensor[]) => itemAt(list, t);
    const before = t > 0 ? itemAt(hidden, t - 1) : h0;
    const step = { x: at(xs), before, z: at(z), r: at(r), candidate: at(candidate), dh };
    const [dBefore, dStep] = back(step);
    dSteps[t] = dStep;
    dh = everyStep && t > 0 ? dBefore.add(dHidden[t - 1] as tf.Tensor) : dBefore;
  }
  const all = flatten(tf.stack(dSteps)); // [T·N, 3H]
  const units = h0.shape[1];
  const forRecurrent = () => {
    const before = flatten(shifted(h0, hidden)); // [T·N, H]
    const [dGates, dCandidate] = tf.split(all, [2 * units, units], 1) as [tf.Tensor, tf.Tensor];
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
