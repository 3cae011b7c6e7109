/** Chooses between traced and eager steps. */
import { engineInfo } from '../../engine';
import { findCompiler } from '../../engine/trace';
import { EagerStep } from './eager';
import { TracedStep } from './traced';
import type { TrainingStep, TrainingStepOptions } from './types';
import { stepSettings } from './update-rule';

/**
 * Creates the step that trains `model`, traced into one graph where the engine and the model allow it,
 * eager otherwise, with the same numbers to float tolerance.
 *
 * The trainable weights are those at creation. The step owns graphs only: dispose it when done.
 *
 * @throws TypeError if the model has several outputs.
 */
export function createTrainingStep(options: TrainingStepOptions): TrainingStep {
  const { outputs } = options.model;
  if (outputs.length !== 1)
    throw new TypeError(
      `createTrainingStep: expected a model with one output; got ${outputs.length}; ` +
        'make one model per output with tf.model({ inputs, outputs }).',
    );
  const settings = stepSettings(options);
  if (options.trace === false) return new EagerStep(settings);
  const found = findCompiler();
  if (!found.backend) return new EagerStep(settings, found.reason);
  const { branches } = options;
  const most = branches ?? engineInfo().threads.interOp;
  return new TracedStep(found.backend, settings, most, branches !== undefined);
}
