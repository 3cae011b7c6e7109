/** The compiler: functions of tensors, recorded once and run as TensorFlow graphs. */
export {
  GraphCache,
  nearlyEqual,
  type GraphMaker,
  type Recorded,
  type RecordingPlan,
} from './cache';
export { compile, type CompiledGraph, type Update, type UpdateContext } from './compiled';
export {
  compiledFunction,
  findCompiler,
  reversedRows,
  type CompiledFunction,
  type CompiledFunctionOptions,
} from './function';
export { after, attribute, DataType, type GraphVariable } from './graph';
export { feedsKey, feedSpecs, keepingNewVariables, trace, type Feeds, type Trace } from './trace';
