/** One training step, and forward passes over many examples. */
export { disposeBatch, gatherBatch, sizeOf, sliceBatch } from './batch';
export { createTrainingStep } from './create';
export { CHUNK_SIZE, createEvaluator, createPredictor } from './forward';
export { meanOf } from './objective';
export { countersOf } from './update-rule';
export type {
  Batch,
  Evaluator,
  EvaluatorOptions,
  Loss,
  LossOrMean,
  Metric,
  PlainSumAndWeight,
  PlannedStep,
  Predictor,
  PredictorOptions,
  RunOptions,
  StepResult,
  SumAndWeight,
  TrainingStep,
  TrainingStepOptions,
} from './types';
