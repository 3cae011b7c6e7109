/** The engine: runs tensor programs fast, on the best of TensorFlow's backends that this machine has. */
import './native-gather';
import './step-random';
export { tf } from './tensorflow';
export { engineInfo, ready, type EngineInfo, type EngineName } from './backend';
export { attr, executeOp, isNative, type OpAttribute, type OpDataType } from './native';
export {
  createRandom,
  keepRandomState,
  markRandomState,
  nextSeed,
  setSeed,
  type Random,
} from './random';
export {
  drawForPart,
  drawStepWords,
  insideStep,
  partScope,
  statelessSeed,
  withStepSeed,
  type Part,
} from './random-ops';
export { isRecording } from './trace/recording';
