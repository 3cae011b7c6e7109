/**
 * Gated recurrent unit whose reset gate acts after the recurrent product, as in Keras (its default), PyTorch
 * and cuDNN.
 *
 * Axes: T time steps · N batch · I input size · H units. Gate order in the weights: z r h.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { plainDense } from './dense';
import { differentiableOne } from './differentiable';
import { gate } from './gates';
import type { GruOptions } from './gru';
import {
  checkRecurrent,
  flatten,
  projectSteps,
  shifted,
  splitEvenly,
  splitInTwo,
  steps,
  withInitialState,
  type CellActivations,
} from './sequence';

/** Weights in the layout of Keras: one bias for the input, one for the recurrent product. */
export interface ResetAfterWeights {
  /** `[I, 3H]` */
  kernel: tf.Tensor2D;
  /** `[H, 3H]` */
  recurrentKernel: tf.Tensor2D;
  /** `[2, 3H]` */
  bias: tf.Tensor2D;
}

/** What a step leaves for the gradient, `[N, H]` each; `through` is h'·U + b of the candidate. */
interface Step {
  z: tf.Tensor;
  r: tf.Tensor;
  candidate: tf.Tensor;
  through: tf.Tensor;
  hidden: tf.Tensor;
}

const FIELDS = ['z', 'r', 'candidate', 'through', 'hidden'] as const;

/** Input, kernel, recurrent kernel, initial state, and each field of all steps in turn. */
type Saved = [tf.Tensor, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, ...tf.Tensor[]];

/**
 * Runs a GRU over time-major input: h = z ∘ h' + (1 − z) ∘ tanh(x·W + b₀ + r ∘ (h'·U + b₁)), h' the state before.
 *
 * @param x `[T, N, I]` float32
 * @param weights see {@link ResetAfterWeights}
 * @returns `[T, N, H]` or `[N, H]`; caller disposes. Differentiable for input, weights and initial state.
 * @throws RangeError if shapes do not fit.
 * @see Chung et al. 2014. https://arxiv.org/abs/1412.3555
 */
export function gruResetAfter(
  x: tf.Tensor3D,
  weights: ResetAfterWeights,
  {
    sequence = false,
    initialState,
    activation = 'tanh',
    recurrentActivation = 'sigmoid',
  }: GruOptions = {},
): tf.Tensor {
  const { kernel, recurrentKernel, bias } = weights;
  checkRecurrent('gruResetAfter', 3, x, weights, 2);
  const activations = { activation, recurrentActivation };
  const wanted = (trace: Step[]) => {
    const hidden = trace.map((step) => step.hidden);
    return sequence ? tf.stack(hidden) : itemAt(hidden, hidden.length - 1);
  };
  return withInitialState(initialState, [x.shape[1], recurrentKernel.shape[0]], (h0) =>
    differentiableOne<Saved>([x, kernel, recurrentKernel, bias, h0], {
      forward: (save) => {
        const trace = runSteps(x, weights, h0, activations, plainDense);
        const lists = FIELDS.flatMap((field) => trace.map((step) => step[field]));
        save([x, kernel, recurrentKernel, h0, ...lists]);
        return wanted(trace);
      },
      backward: (dy, saved) => gradients(sequence ? steps(dy) : [dy], saved, activations),
      plain: () => wanted(runSteps(x, weights, h0, activations, (h, u, b) => h.matMul(u).add(b))),
    }),
  );
}

function runSteps(
  x: tf.Tensor3D,
  { kernel, recurrentKernel, bias }: ResetAfterWeights,
  h0: tf.Tensor2D,
  { activation, recurrentActivation }: CellActivations,
  product: (h: tf.Tensor, u: tf.Tensor2D, b: tf.Tensor1D) => tf.Tensor,
): Step[] {
  const units = h0.shape[1];
  const rows = splitEvenly(bias, 2, 0);
  const [inputBias, recurrentBias] = [rows[0].flatten(), rows[1].flatten()]; // [3H] each
  const trace: Step[] = [];
  let h: tf.Tensor = h0;
  for (const projected of projectSteps(x, kernel, inputBias)) {
    const inner = product(h, recurrentKernel, recurrentBias); // [N, 3H]
    const [innerGates, through] = splitInTwo(inner, 2 * units, units);
    const [inputGates, inputCandidate] = splitInTwo(projected, 2 * units, units);
    const gates = gate(recurrentActivation).apply(innerGates.add(inputGates));
    const [z, r] = splitEvenly(gates, 2);
    const candidate = gate(activation).apply(inputCandidate.add(r.mul(through)));
    h = candidate.add(z.mul(h.sub(candidate)));
    trace.push({ z, r, candidate, through, hidden: h });
  }
  return trace;
}

/** Gradients of the gates' inputs `[N, 3H]`: on the input's side and on the recurrent one. */
interface StepGradient {
  input: tf.Tensor;
  inner: tf.Tensor;
}

function stepGradient(
  { z, r, candidate, through }: Step,
  before: tf.Tensor,
  dh: tf.Tensor,
  { activation, recurrentActivation }: CellActivations,
): StepGradient {
  const dCandidate = gate(activation).gradient(dh.sub(dh.mul(z)), candidate);
  const dPair = tf.concat([dh.mul(before.sub(candidate)), dCandidate.mul(through)], 1);
  const dGates = gate(recurrentActivation).gradient(dPair, tf.concat([z, r], 1));
  return {
    input: tf.concat([dGates, dCandidate], 1),
    inner: tf.concat([dGates, dCandidate.mul(r)], 1),
  };
}

/** Back-propagation through time; gradients of weights and input are one product over all steps. */
function gradients(
  dHidden: tf.Tensor[],
  [x, kernel, recurrentKernel, h0, ...lists]: Saved,
  activations: CellActivations,
): Array<() => tf.Tensor> {
  const time = lists.length / FIELDS.length;
  const at = (index: number, t: number) => itemAt(lists, index * time + t);
  const back = recurrentKernel.transpose(); // [3H, H], once and not in every product
  const dSteps = new Array<StepGradient>(time);
  let dh = itemAt(dHidden, dHidden.length - 1);
  for (let t = time - 1; t >= 0; t--) {
    const [z, r, candidate, through] = [at(0, t), at(1, t), at(2, t), at(3, t)];
    const before = t > 0 ? at(4, t - 1) : h0;
    const step = { z, r, candidate, through, hidden: at(4, t) };
    const dStep = stepGradient(step, before, dh, activations);
    dSteps[t] = dStep;
    dh = dh.mul(z).add(dStep.inner.matMul(back));
    if (dHidden.length === time && t > 0) dh = dh.add(itemAt(dHidden, t - 1));
  }
  const inputs = flatten(tf.stack(dSteps.map(({ input }) => input))); // [T·N, 3H]
  const inners = flatten(tf.stack(dSteps.map(({ inner }) => inner))); // [T·N, 3H]
  return [
    () => inputs.matMul(kernel, false, true).reshape(x.shape),
    () => flatten(x).matMul(inputs, true),
    () => flatten(shifted(h0, lists.slice(4 * time))).matMul(inners, true),
    () => tf.stack([inputs.sum(0), inners.sum(0)]),
    () => dh,
  ];
}
