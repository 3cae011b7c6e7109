/** Serving a trained model: saved with its card, started as a process, asked over HTTP, and measured under load. */
export { servePredictions, type PredictionServer } from './serve';
export type { InputSpec } from './input';
export type { Prediction as ServedPrediction } from './answer';
export type { ServeOptions } from './options';
export type { ServerCounts } from './server-metrics';
export {
  loadModel,
  saveModel,
  type ModelCard,
  type SavedModel,
  type StoredCard,
} from './saved-model';
export { startServer, type ServerProcess, type StartOptions } from './server-process';
export { createClient, type Answer, type PredictionClient } from './client';
export { measureLoad, type Load, type LoadOptions } from './load';
export { createBatchModel, type BatchModel, type BatchModelOptions } from './batch-model';
