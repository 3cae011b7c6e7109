/** The compiler: functions of tensors, recorded once and run as TensorFlow graphs. */
export {
  GraphCache,
  nearlyEqual,
  type GraphMaker,
  type Recorded,
  type RecordingPlan,
} from './cache';
export { TURNS, type Update, type UpdateContext } from './body';
export { compile, type CompiledGraph } from './compiled';
export {
  compiledFunction,
  findCompiler,
  reversedRows,
  type CompiledFunction,
  type CompiledFunctionOptions,
} from './function';
export { attribute, DataType } from './attribute';
export { after, type GraphVariable } from './graph';
export { feedsKey, feedSpecs, keepingNewVariables, trace, type Feeds, type Trace } from './trace';
