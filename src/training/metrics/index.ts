/**
 * Metrics on whole sets of predictions (arrays or tensors in, plain numbers out), and `streaming`:
 * the ones that `train` and `evaluate` average over batches.
 */
export { Bootstrapped, bootstrap, type BootstrapOptions } from './bootstrap';
export { Paired, paired } from './paired';
export {
  accuracy,
  f1,
  precision,
  recall,
  topKAccuracy,
  type Average,
  type AverageOptions,
} from './classification';
export { confusionMatrix, type ConfusionOptions } from './confusion';
export { kid } from './kernel-distance';
export type { Label, LabelsInput, NumbersInput, RowsInput } from './inputs';
export {
  auc,
  averagePrecision,
  precisionRecallCurve,
  rocCurve,
  type PrecisionRecallCurve,
  type RankingOptions,
  type RocCurve,
} from './ranking';
export { mae, mse, r2, rmse } from './regression';
export {
  ClassificationReport,
  classificationReport,
  type ReportOptions,
  type ReportRow,
} from './report';
export { logLoss, perplexity, type LogLossOptions } from './probabilities';
export { editDistance, exactMatch, tokenErrorRate, type Sequence } from './sequence';
export * as streaming from './streaming';
