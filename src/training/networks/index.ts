/** Training of several networks on an objective of one's own. */
export {
  networkFunction,
  type NetworkFunction,
  type NetworkFunctionOptions,
} from './network-function';
export {
  trainLoop,
  type LoopHistory,
  type LoopPosition,
  type LoopStep,
  type TrainLoopOptions,
} from './train-loop';
export {
  trainingStep,
  type NetworkRunOptions,
  type NetworkStep,
  type NetworkStepOptions,
} from './training-step';
export type {
  Measurements,
  Models,
  Network,
  Networks,
  ObjectiveResult,
  OwnObjective,
  TensorBatch,
} from './types';
