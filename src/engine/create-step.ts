/** Chooses between traced and eager steps. */
import { engineInfo, nativeBackend } from './backend';
import { EagerStep, stepSettings } from './eager-step';
import { isNative } from './native';
import './native-gather';
import './step-random';
import type { TrainingStep, TrainingStepOptions } from './step';
import { TracedStep } from './trace/traced-step';

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
  const backend = nativeBackend();
  if (!backend || !isNative())
    return new EagerStep(settings, `only the native engine traces, and ${engineInfo().name} runs`);
  return new TracedStep(backend, settings, options.branches ?? engineInfo().threads.interOp);
}
