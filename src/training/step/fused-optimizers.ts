/**
 * Optimizers whose whole update is one native operation per weight.
 *
 * Only those of TensorFlow.js whose formula the native operation computes to float tolerance; every other
 * optimizer, and every subclass, is recorded operation by operation instead.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { after, attribute, DataType, type Update, type UpdateContext } from '../../engine/trace';
import { LEARNING_RATE } from './names';
import type { StepSettings } from './update-rule';

/** A weight that a step updates. */
export interface UpdatedWeight {
  variable: tf.Variable;
  /** Position among the weights, by which optimizers keep their slots. */
  index: number;
}

interface WeightUpdate extends UpdatedWeight {
  /** Tensor name of the gradient. */
  gradient: string;
  /** Nodes that must run first, each as `^name`. */
  after: string[];
}

/** Emits the update of an optimizer. */
interface FusedOptimizer {
  /** Variables of the optimizer that a step changes. */
  slots: tf.Variable[];
  /** Adds the update and returns the nodes to wait for, each as `^name`. */
  emit(context: UpdateContext, updates: WeightUpdate[]): string[];
}

type Slots = Array<{ variable: tf.Variable }>;

const variablesOf = (slots: Slots): tf.Variable[] => slots.map(({ variable }) => variable);

/** Names of the graph's variables of a weight and of its slots. */
function handlesOf(
  context: UpdateContext,
  { variable, index }: WeightUpdate,
  ...slots: tf.Variable[][]
): string[] {
  const all = [variable, ...slots.map((of) => itemAt(of, index))];
  return all.map((item) => context.variable(item).handle);
}

function apply(
  { builder }: UpdateContext,
  op: string,
  inputs: string[],
  waitFor: string[],
  options: Record<string, boolean> = {},
): string {
  const flags = Object.entries(options).map(([name, value]) => [name, attribute.bool(value)]);
  const attributes = { T: attribute.type(DataType.float), ...Object.fromEntries(flags) };
  return `^${builder.node(op, [...inputs, ...waitFor], attributes)}`;
}

function sgd(): FusedOptimizer {
  return {
    slots: [],
    emit: (context, updates) =>
      updates.map((update) => {
        const inputs = [
          ...handlesOf(context, update),
          context.feed(LEARNING_RATE),
          update.gradient,
        ];
        return apply(context, 'ResourceApplyGradientDescent', inputs, update.after);
      }),
  };
}

interface MomentumFields {
  m: tf.Scalar;
  useNesterov: boolean;
  accumulations: Slots;
}

function momentum({ m, useNesterov, accumulations }: MomentumFields): FusedOptimizer {
  const factor = m.dataSync()[0] ?? 0;
  const slots = variablesOf(accumulations);
  return {
    slots,
    emit(context, updates) {
      const momentumName = context.builder.scalar(factor);
      const rate = context.feed(LEARNING_RATE);
      const flags = { use_nesterov: useNesterov };
      return updates.map((update) => {
        const handles = handlesOf(context, update, slots);
        const inputs = [...handles, rate, update.gradient, momentumName];
        return apply(context, 'ResourceApplyMomentum', inputs, update.after, flags);
      });
    },
  };
}

interface AdamFields {
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: Slots;
  accumulatedSecondMoment: Slots;
}

/**
 * TensorFlow.js adds ε to √(v / (1 − β₂ᵗ)), the native operation to √v: the same when the latter is given
 * ε · √(1 − β₂ᵗ). And TensorFlow.js multiplies g² by the float nearest to 1 − β₂, the native operation by 1
 * minus the float nearest to β₂. For 0.999 the ratio differs from 1 by 1.3e-5: the second moments are that
 * much smaller here, and so that the weights are the same, step size and ε are smaller by its root.
 */
function adam(fields: AdamFields): FusedOptimizer {
  const { accBeta1, accBeta2 } = fields;
  const first = variablesOf(fields.accumulatedFirstMoment);
  const second = variablesOf(fields.accumulatedSecondMoment);
  return {
    slots: [...first, ...second, accBeta1, accBeta2],
    emit(context, updates) {
      const { builder } = context;
      const betas = [builder.scalar(fields.beta1), builder.scalar(fields.beta2)] as const;
      const powers = [context.variable(accBeta1), context.variable(accBeta2)] as const;
      const { rate, epsilon } = adamNumbers(context, fields, powers[1].read);
      const numbers = [powers[0].read, powers[1].read, rate, ...betas, epsilon];
      const applied = updates.map((update) => {
        const handles = handlesOf(context, update, first, second);
        const inputs = [...handles, ...numbers, update.gradient];
        return apply(context, 'ResourceApplyAdam', inputs, update.after);
      });
      const grown = powers.map((power, i) =>
        builder.assign(power, builder.binary('Mul', power.read, itemAt(betas, i))),
      );
      return [...applied, ...grown];
    },
  };
}

/** Step size and ε as the native operation wants them, see {@link adam}. */
function adamNumbers(
  { builder, feed }: UpdateContext,
  { beta2, epsilon }: AdamFields,
  power: string,
): { rate: string; epsilon: string } {
  const root = Math.sqrt((1 - Math.fround(beta2)) / Math.fround(1 - beta2));
  const correction = builder.sqrt(builder.binary('Sub', builder.scalar(1), power));
  return {
    rate: builder.binary('Mul', feed(LEARNING_RATE), builder.scalar(root)),
    epsilon: builder.binary('Mul', builder.scalar(epsilon * root), correction),
  };
}

interface RmsPropFields {
  decay: number;
  momentum: number;
  epsilon: number;
  accumulatedMeanSquares: Slots;
  accumulatedMoments: Slots;
}

function rmsProp(fields: RmsPropFields): FusedOptimizer {
  const squares = variablesOf(fields.accumulatedMeanSquares);
  const moments = variablesOf(fields.accumulatedMoments);
  return {
    slots: [...squares, ...moments],
    emit(context, updates) {
      const rate = context.feed(LEARNING_RATE);
      const numbers = [fields.decay, fields.momentum, fields.epsilon].map((value) =>
        context.builder.scalar(value),
      );
      return updates.map((update) => {
        const handles = handlesOf(context, update, squares, moments);
        const inputs = [...handles, rate, ...numbers, update.gradient];
        return apply(context, 'ResourceApplyRMSProp', inputs, update.after);
      });
    },
  };
}

/** Whether an optimizer has a fused form. Exact classes only: a subclass may compute something else. */
export function isFused(optimizer: tf.Optimizer): boolean {
  switch (optimizer.constructor) {
    case tf.SGDOptimizer:
    case tf.MomentumOptimizer:
    case tf.AdamOptimizer:
      return true;
    case tf.RMSPropOptimizer:
      // The centered variant of TensorFlow.js subtracts epsilon where the native operation adds it.
      return !(optimizer as unknown as { centered: boolean }).centered;
    default:
      return false;
  }
}

function fusedOptimizer(optimizer: tf.Optimizer): FusedOptimizer {
  const fields: unknown = optimizer;
  switch (optimizer.constructor) {
    case tf.MomentumOptimizer:
      return momentum(fields as MomentumFields);
    case tf.AdamOptimizer:
      return adam(fields as AdamFields);
    case tf.RMSPropOptimizer:
      return rmsProp(fields as RmsPropFields);
    default:
      return sgd();
  }
}

/**
 * Decay and update of a step with an optimizer that {@link isFused} and has its slots.
 *
 * @param weights those whose gradients are the trace's results after the first, in this order
 */
export function fusedUpdate(
  { optimizer, weightDecay, decays = () => true }: StepSettings,
  weights: UpdatedWeight[],
): Update {
  const fused = fusedOptimizer(optimizer);
  return {
    variables: [...fused.slots, ...weights.map(({ variable }) => variable)],
    emit(context) {
      const { builder, results } = context;
      const rate =
        weightDecay &&
        builder.binary('Mul', context.feed(LEARNING_RATE), builder.scalar(weightDecay));
      const updates = weights.map((weight, i) => {
        const { handle, read } = context.variable(weight.variable);
        const first = [after(read)];
        if (rate && decays(weight.variable)) {
          const lost = builder.binary('Mul', read, rate);
          const float = { dtype: attribute.type(DataType.float) };
          first.push(`^${builder.node('AssignSubVariableOp', [handle, lost], float)}`);
        }
        return { ...weight, gradient: itemAt(results, 1 + i), after: first };
      });
      return fused.emit(context, updates);
    },
  };
}

/** What a graph takes from an optimizer besides its learning rate: a change makes the graph stale. */
export function optimizerFingerprint(optimizer: tf.Optimizer): unknown[] {
  const moving = new Set(['learningRate', 'iterations_', 'c']);
  return Object.entries(optimizer).flatMap(([name, value]) => (moving.has(name) ? [] : [value]));
}
