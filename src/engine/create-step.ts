/** Chooses between traced and eager steps. */
import { EagerStep, stepSettings } from './eager-step';
import type { TrainingStep, TrainingStepOptions } from './step';

/**
 * Creates the step that trains `model`, traced into one graph where the engine and the model allow it,
 * eager otherwise, with the same numbers to float tolerance.
 *
 * The trainable weights are those at creation. The step owns graphs only: dispose it when done.
 *
 * @throws TypeError if the model has several outputs.
 */
export function createTrainingStep(options: TrainingStepOptions): TrainingStep {
  return new EagerStep(stepSettings(options));
}
