/** Training, evaluation and everything around them. */
export { train } from './train';
export {
  checkGradients,
  type CheckGradientsOptions,
  type GradientCheck,
  type GradientReport,
} from './check-gradients';
export { evaluate, type EvaluateOptions } from './run/evaluate';
export { predict, type PredictOptions } from './run/predict';
export type { Evaluation } from './run/means';
export * from './networks';
export { publish, type PublishedFile } from './publish';
export type { DataInput } from './run/data';
export type {
  CheckpointOptions,
  EarlyStoppingOptions,
  TrainCallback,
  TrainingProgress,
  TrainOptions,
} from './options';
export type { History, StopReason } from './history';
export type { Dataset, Loss, Metric } from './types';
export type { Schedule, SchedulePosition } from './schedules';
export * as losses from './losses';
export * as optimizers from './optimizers';
export * as schedules from './schedules';
export * as metrics from './metrics';
