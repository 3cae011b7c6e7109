/** The names under `plot`. */
export { attentionMap, type AttentionMapOptions } from './attention-map';
export { bars, type BarsOptions, type BarValues } from './bars';
export { calibration, type CalibrationOptions } from './calibration';
export { precisionRecall, roc, type Scored, type ScoredInput } from './classification';
export { confusionMatrix, type ConfusionMatrixOptions } from './confusion-matrix';
export {
  decisionBoundary,
  type DecisionBoundaryOptions,
  type PredictFunction,
  type PredictionGrid,
} from './decision-boundary';
export { embeddings, type EmbeddingsOptions } from './embeddings';
export { attentionDiagram, type AttentionDiagramOptions } from './drawings/attention-diagram';
export {
  computationGraph,
  type ComputationGraphOptions,
  type GraphNode,
} from './drawings/computation-graph';
export {
  convolutionFromDense,
  type ConvolutionFromDenseOptions,
} from './drawings/convolution-from-dense';
export { Drawing, type DrawingOptions } from './drawings/drawing';
export { lstmCell } from './drawings/lstm-cell';
export { gruCell } from './drawings/gru-cell';
export { transformerBlock, type TransformerBlockOptions } from './drawings/transformer-block';
export { featureMaps, filters, type FeatureMapsOptions, type FiltersOptions } from './feature-maps';
export { forecast, type ForecastData, type ForecastOptions } from './forecast';
export { type NamedNumbers } from './groups';
export { functions, type FunctionPlotOptions, type RealFunction } from './function-plot';
export { images, type ImagesOptions } from './images';
export {
  withButtons,
  withSlider,
  type ButtonsOptions,
  type SliderOptions,
  type Variant,
} from './interactive';
export { learningCurves, type HistoryLike, type LearningCurvesOptions } from './learning-curves';
export { line, type LineMode, type LineOptions, type Reference, type Series } from './line';
export { lossSurface, type Loss, type LossGrid, type LossSurfaceOptions } from './loss-surface';
export {
  matrices,
  matrix,
  type CellBlock,
  type MatricesOptions,
  type MatrixOptions,
  type MatrixPanel,
} from './matrix';
export { networkDiagram, type DiagramLayer, type NetworkDiagramOptions } from './network-diagram';
export { pcaProject, type Projection } from './pca';
export { regressionLine, type Fit, type RegressionLineOptions } from './regression';
export { regressionPath, type RegressionPathOptions } from './regression-path';
export { runs, type RunsOptions } from './runs';
export { saliency, type SaliencyOptions } from './saliency';
export { scatter, type PointGroup, type ScatterOptions } from './scatter';
export { sequenceDiagram, type SequenceTask } from './sequence-diagram';
export { show, type ShowOptions } from './show';
export type * from './types';
