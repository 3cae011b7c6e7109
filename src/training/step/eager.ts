/** A training step by ordinary TensorFlow.js calls: the reference, and the fallback of the traced step. */
import { drawStepWords, tf, withStepSeed } from '../../engine';
import { gatherBatch, sizeOf } from './batch';
import { clip, decay, differentiate, type WeightGradient } from './gradients';
import { computeObjective, partsOf, readSums } from './objective';
import type { Batch, PlannedStep, RunOptions, StepResult, TrainingStep } from './types';
import { setLearningRate, type StepSettings } from './update-rule';

/** Gradients, clipping, decay and update of one batch. @returns the vector of sums; caller disposes. */
function updateEagerly(settings: StepSettings, batch: Batch, learningRate: number): tf.Tensor1D {
  return tf.tidy(() => {
    const parts = partsOf(sizeOf(batch), 1);
    const { sums, gradients } = differentiate(
      () => computeObjective(settings.objective, parts, () => batch),
      settings.variables,
    );
    applyUpdate(settings, clip(gradients, settings), learningRate);
    return sums;
  });
}

/** Decays and updates the weights with given gradients. */
export function applyUpdate(
  { optimizer, variables, weightDecay, decays = () => true }: StepSettings,
  gradients: Pick<WeightGradient, 'name' | 'tensor'>[],
  learningRate: number,
): void {
  if (weightDecay) decay(variables, learningRate * weightDecay, decays);
  setLearningRate(optimizer, learningRate);
  // Optimizers skip what has no gradient, which their types leave out.
  optimizer.applyGradients(gradients as Parameters<tf.Optimizer['applyGradients']>[0]);
}

/** A training step that always runs eagerly. */
export class EagerStep implements TrainingStep {
  readonly traced = false;

  constructor(
    private readonly settings: StepSettings,
    readonly reason?: string,
  ) {}

  run(batch: Batch, { learningRate }: RunOptions): StepResult {
    return this.update(() => batch, learningRate, drawStepWords());
  }

  runSteps(steps: readonly PlannedStep[]): StepResult[] {
    const { data } = this.settings;
    if (!data)
      throw new Error(
        'runSteps: expected a step created with `data`; got none; pass data, or use run(batch).',
      );
    const results: StepResult[] = [];
    for (const { indices, learningRate } of steps) {
      const pick = () => gatherBatch(data, tf.tensor1d(indices, 'int32'));
      const result = this.update(pick, learningRate, drawStepWords());
      results.push(result);
      if (!Number.isFinite(result.loss)) break;
    }
    return results;
  }

  /** One step with given random words. @internal */
  update(batch: () => Batch, learningRate: number, words: Int32Array): StepResult {
    let values: ArrayLike<number> = [];
    tf.tidy(() => {
      const seed = tf.tensor1d(words, 'int32');
      const sums = withStepSeed(seed, () => updateEagerly(this.settings, batch(), learningRate));
      values = sums.dataSync();
      sums.dispose(); // kept across the inner scopes, so no scope ends it
    });
    return readSums(values, this.settings.objective.metrics);
  }

  sync(): void {
    // Nothing is ever behind.
  }

  dispose(): void {
    // Holds no resource.
  }
}
