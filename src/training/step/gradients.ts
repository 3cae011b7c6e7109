/** Gradients of an objective, clipped, and weight decay. */
import { tf } from '../../engine';
import type { ObjectiveValue } from './objective';
import type { TrainingStepOptions } from './types';

/** A weight and its gradient. `tensor` is missing when the loss does not depend on the weight. */
export interface WeightGradient {
  variable: tf.Variable;
  name: string;
  tensor: tf.Tensor | undefined;
}

/** Trainable weights of a model, in the model's order. */
export function trainableVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** Differentiates `objective` for `variables`. The caller disposes sums and gradients. */
export function differentiate(
  objective: () => ObjectiveValue,
  variables: tf.Variable[],
): { sums: tf.Tensor1D; gradients: WeightGradient[] } {
  let sums: tf.Tensor1D | undefined;
  const { grads } = tf.variableGrads(() => {
    const value = objective();
    sums = tf.keep(value.sums);
    return value.total;
  }, variables);
  const gradients = variables.map((variable) => ({
    variable,
    name: variable.name,
    // variableGrads leaves null for weights that the loss does not reach.
    tensor: (grads[variable.name] as tf.Tensor | null) ?? undefined,
  }));
  return { sums: sums as unknown as tf.Tensor1D, gradients };
}

/** Limits gradients by value, then by their global norm. */
export function clip(
  gradients: WeightGradient[],
  { clipNorm, clipValue }: Pick<TrainingStepOptions, 'clipNorm' | 'clipValue'>,
): WeightGradient[] {
  let clipped = gradients;
  if (clipValue !== undefined)
    clipped = mapTensors(clipped, (tensor) => tensor.clipByValue(-clipValue, clipValue));
  if (clipNorm !== undefined) {
    const present = clipped.flatMap(({ tensor }) => (tensor ? [tensor] : []));
    if (present.length === 0) return clipped;
    const norm = tf.addN(present.map((tensor) => tensor.square().sum())).sqrt();
    const scale = tf.scalar(clipNorm).div(norm.maximum(clipNorm));
    clipped = mapTensors(clipped, (tensor) => tensor.mul(scale));
  }
  return clipped;
}

function mapTensors(
  gradients: WeightGradient[],
  change: (tensor: tf.Tensor) => tf.Tensor,
): WeightGradient[] {
  return gradients.map((gradient) => ({
    ...gradient,
    tensor: gradient.tensor && change(gradient.tensor),
  }));
}

/** Shrinks weights towards 0: w ← w − rate · w. */
export function decay(
  variables: tf.Variable[],
  rate: tf.Scalar | number,
  decays: (weight: tf.Variable) => boolean,
): void {
  for (const variable of variables)
    if (decays(variable)) tf.tidy(() => variable.assign(variable.sub(variable.mul(rate))));
}
