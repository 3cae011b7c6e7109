/**
 * An objective of several networks in the shape of one model with one output, so that the ordinary training step
 * trains it: its inputs are the tensors of the batch, its output the vector of the objective's values.
 */
import { shapeText } from '../../host/checks';
import { itemAt } from '../../host/item-at';
import { tf, withStepSeed } from '../../engine';
import type { LossOrMean, Metric } from '../step';
import { asNetworks, type InTraining } from './functions';
import type { Models, ObjectiveResult, OwnObjective, TensorBatch } from './types';

/** What an {@link ObjectiveModel} is made of. */
export interface ObjectiveParts {
  models: Models;
  objective: OwnObjective<Models, TensorBatch>;
  /** Names of the networks whose weights are trained. */
  trained: readonly string[];
  inTraining: InTraining;
  /** Names of the batch's tensors, in the order of the inputs. */
  names: readonly string[];
}

/** See the top of this file. It owns nothing. */
export class ObjectiveModel {
  readonly name: string;
  readonly outputs = [undefined];
  /** The networks, where those who look for frozen layers find them. */
  readonly inner: tf.LayersModel[];

  constructor(private readonly parts: ObjectiveParts) {
    this.inner = Object.values(parts.models);
    this.name = parts.trained.join(', ');
  }

  private get trained(): tf.LayersModel[] {
    const { models, trained } = this.parts;
    return trained.flatMap((name) => models[name] ?? []);
  }

  get trainableWeights(): tf.LayerVariable[] {
    return [...new Set(this.trained.flatMap((model) => model.trainableWeights))];
  }

  getClassName(): string {
    return 'ObjectiveModel';
  }

  /** Regularization penalties of the trained networks. */
  calculateLosses(): tf.Scalar[] {
    return this.trained.flatMap((model) => {
      // A tf.Sequential keeps its graph, and with it the penalties, in an inner model.
      const graph = (model as unknown as { model?: tf.LayersModel }).model ?? model;
      return graph.calculateLosses();
    });
  }

  /** @returns `[K]` float32: the loss and the other values, each averaged over examples. */
  apply(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor1D {
    const values = Object.values(valuesOf(this.evaluate([inputs].flat(), this.parts.inTraining)));
    return tf.stack(values).as1D();
  }

  private evaluate(inputs: tf.Tensor[], inTraining: InTraining): ObjectiveResult {
    const { models, objective, names } = this.parts;
    const batch = names.map((name, i) => [name, itemAt(inputs, i)]);
    return objective(asNetworks(models, inTraining), Object.fromEntries(batch) as TensorBatch);
  }

  /** Names of the objective's values, found by a pass in inference mode, which changes nothing. */
  findNames(inputs: tf.Tensor[]): string[] {
    const names: string[] = [];
    tf.tidy(() => {
      const seed = tf.tensor1d([0, 0], 'int32');
      const result = withStepSeed(seed, () => this.evaluate(inputs, () => false));
      names.push(...Object.keys(valuesOf(result)));
    });
    return names;
  }
}

/** The values by name, loss first, as scalars. */
function valuesOf(result: ObjectiveResult): Record<string, tf.Scalar> {
  const named = result instanceof tf.Tensor ? { loss: result } : result;
  const { loss, ...others } = named ?? {};
  const all = Object.entries({ loss, ...others }).map(([name, value]) => [
    name,
    meanOf(name, value),
  ]);
  return Object.fromEntries(all) as Record<string, tf.Scalar>;
}

function meanOf(name: string, value: tf.Tensor | undefined): tf.Scalar {
  if (value instanceof tf.Tensor && value.rank <= 1) return value.mean();
  const got = value instanceof tf.Tensor ? `a tensor ${shapeText(value.shape)}` : String(value);
  throw new TypeError(
    `trainingStep: expected ${name} of the objective to be a scalar or one number per example, [B]; got ${got}; ` +
      'sum over the other axes, e.g. with .sum(-1).',
  );
}

const entry = (yPred: tf.Tensor, index: number): tf.Scalar => yPred.slice([index], [1]).asScalar();

/** The loss: the first of the values. */
export const LOSS: LossOrMean = Object.assign(
  (_yTrue: tf.Tensor, yPred: tf.Tensor) => entry(yPred, 0),
  { lossName: 'the objective' },
);

/** The values after the loss, as metrics of the step. */
export function valueMetrics(names: readonly string[]): Metric[] {
  return names.slice(1).map((metricName, i) => ({
    metricName,
    sumAndWeight: (yTrue, yPred) => {
      const size = yTrue.shape[0] ?? 1;
      return { sum: entry(yPred, i + 1).mul(size), weight: tf.scalar(size) };
    },
  }));
}
