export { tf } from './tensorflow';
export { engineInfo, ready, type EngineInfo, type EngineName } from './backend';
export {
  attr,
  executeOp,
  int64Scalar,
  isNative,
  type OpAttribute,
  type OpDataType,
} from './native';
export { createRandom, nextSeed, setSeed, type Random } from './random';
export { createTrainingStep } from './create-step';
export { createEvaluator, createPredictor } from './forward';
export { drawForPart, insideStep, statelessSeed } from './random-ops';
export { isRecording } from './trace/recording';
export type {
  Evaluator,
  EvaluatorOptions,
  LossFunction,
  MetricFunction,
  PlainSumAndWeight,
  Predictor,
  PredictorOptions,
  RunOptions,
  StepResult,
  SumAndWeight,
  TrainingStep,
  TrainingStepOptions,
} from './step';
