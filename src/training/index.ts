/** Training, evaluation and everything around them. */
export { train } from './train';
export {
  checkGradients,
  type CheckGradientsOptions,
  type GradientCheck,
  type GradientReport,
} from './check-gradients';
export { evaluate, predict, type EvaluateOptions, type PredictOptions } from './evaluate';
export type { Evaluation } from './means';
export { publish, type PublishedFile } from './publish';
export type { DataInput } from './data';
export type {
  CheckpointOptions,
  EarlyStoppingOptions,
  TrainCallback,
  TrainingProgress,
  TrainOptions,
} from './options';
export type { Dataset, History, Loss, Metric, StopReason } from './types';
export type { Schedule, SchedulePosition } from './schedules';
export * as losses from './losses';
export * as optimizers from './optimizers';
export * as schedules from './schedules';
export * as metrics from './metrics';
