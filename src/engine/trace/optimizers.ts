/**
 * Optimizers whose whole update is one native operation per weight.
 *
 * Only those of TensorFlow.js whose formula the native operation computes to float tolerance; every other
 * optimizer, and every subclass, is recorded operation by operation instead.
 */
import { tf } from '../tensorflow';
import { attribute, DataType, type GraphBuilder } from './graph';

/** A variable inside the graph under construction. */
export interface GraphVariable {
  handle: string;
  read: string;
}

/** What an update is emitted from. */
export interface UpdateContext {
  builder: GraphBuilder;
  /** Tensor name of the learning rate. */
  learningRate: string;
  /** The graph's variable of a `tf.Variable`. */
  variable(variable: tf.Variable): GraphVariable;
}

/** One weight to update. */
export interface WeightUpdate {
  variable: tf.Variable;
  /** Position among the weights, by which optimizers keep their slots. */
  index: number;
  /** Tensor name of the gradient. */
  gradient: string;
  /** Nodes that must run first, each as `^name`. */
  after: string[];
}

/** Emits the update of an optimizer. */
export interface FusedOptimizer {
  /** Variables of the optimizer that a step changes. */
  slots: tf.Variable[];
  /** Adds the update and returns the nodes to wait for, each as `^name`. */
  emit(context: UpdateContext, updates: WeightUpdate[]): string[];
}

type Slots = Array<{ variable: tf.Variable }>;

function apply(
  { builder }: UpdateContext,
  op: string,
  inputs: string[],
  after: string[],
  options: Record<string, boolean> = {},
): string {
  const flags = Object.entries(options).map(([name, value]) => [name, attribute.bool(value)]);
  const attributes = { T: attribute.type(DataType.float), ...Object.fromEntries(flags) };
  return `^${builder.node(op, [...inputs, ...after], attributes)}`;
}

function sgd(): FusedOptimizer {
  return {
    slots: [],
    emit: (context, updates) =>
      updates.map(({ variable, gradient, after }) => {
        const inputs = [context.variable(variable).handle, context.learningRate, gradient];
        return apply(context, 'ResourceApplyGradientDescent', inputs, after);
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
  return {
    slots: accumulations.map(({ variable }) => variable),
    emit(context, updates) {
      const momentumName = context.builder.scalar(factor);
      return updates.map(({ variable, index, gradient, after }) => {
        const slot = accumulations[index]?.variable as tf.Variable;
        const handles = [context.variable(variable).handle, context.variable(slot).handle];
        const inputs = [...handles, context.learningRate, gradient, momentumName];
        return apply(context, 'ResourceApplyMomentum', inputs, after, {
          use_nesterov: useNesterov,
        });
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
  const first = fields.accumulatedFirstMoment.map(({ variable }) => variable);
  const second = fields.accumulatedSecondMoment.map(({ variable }) => variable);
  const ratio = (1 - Math.fround(fields.beta2)) / Math.fround(1 - fields.beta2);
  return {
    slots: [...first, ...second, accBeta1, accBeta2],
    emit(context, updates) {
      const { builder } = context;
      const [beta1, beta2] = [builder.scalar(fields.beta1), builder.scalar(fields.beta2)];
      const [power1, power2] = [context.variable(accBeta1), context.variable(accBeta2)];
      const correction = builder.unary(
        'Sqrt',
        builder.binary('Sub', builder.scalar(1), power2.read),
      );
      const epsilon = builder.binary(
        'Mul',
        builder.scalar(fields.epsilon * Math.sqrt(ratio)),
        correction,
      );
      const rate = builder.binary('Mul', context.learningRate, builder.scalar(Math.sqrt(ratio)));
      const numbers = [power1.read, power2.read, rate, beta1, beta2, epsilon];
      const applied = updates.map(({ variable, index, gradient, after }) => {
        const slots = [first[index], second[index]] as tf.Variable[];
        const handles = [variable, ...slots].map((item) => context.variable(item).handle);
        return apply(context, 'ResourceApplyAdam', [...handles, ...numbers, gradient], after);
      });
      const powers = [
        [power1, beta1],
        [power2, beta2],
      ] as const;
      return [
        ...applied,
        ...powers.map(([power, beta]) =>
          assign(context, power, builder.binary('Mul', power.read, beta)),
        ),
      ];
    },
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
  const squares = fields.accumulatedMeanSquares.map(({ variable }) => variable);
  const moments = fields.accumulatedMoments.map(({ variable }) => variable);
  return {
    slots: [...squares, ...moments],
    emit(context, updates) {
      const { builder, learningRate } = context;
      const numbers = [fields.decay, fields.momentum, fields.epsilon].map((v) => builder.scalar(v));
      return updates.map(({ variable, index, gradient, after }) => {
        const slots = [squares[index], moments[index]] as tf.Variable[];
        const handles = [variable, ...slots].map((item) => context.variable(item).handle);
        const inputs = [...handles, learningRate, ...numbers, gradient];
        return apply(context, 'ResourceApplyRMSProp', inputs, after);
      });
    },
  };
}

/** Sets a float variable of the graph. @returns the node, as `^name`. */
export function assign(
  { builder }: Pick<UpdateContext, 'builder'>,
  { handle, read }: GraphVariable,
  value: string,
): string {
  const inputs = [handle, value, `^${read.slice(0, -2)}`];
  return `^${builder.node('AssignVariableOp', inputs, { dtype: attribute.type(DataType.float) })}`;
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

/** The fused form of an optimizer that has its slots, or undefined when it must be recorded. */
export function fusedOptimizer(optimizer: tf.Optimizer): FusedOptimizer | undefined {
  if (!isFused(optimizer)) return undefined;
  const fields = optimizer as unknown;
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

/** What a graph takes from an optimizer besides its learning rate: a change makes the graph stale. */
export function optimizerFingerprint(optimizer: tf.Optimizer): unknown[] {
  const moving = new Set(['learningRate', 'iterations_', 'c']);
  return Object.entries(optimizer).flatMap(([name, value]) => (moving.has(name) ? [] : [value]));
}
