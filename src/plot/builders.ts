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
export {
  histogram,
  layerHistograms,
  type HistogramOptions,
  type LayerHistogramsOptions,
  type NamedNumbers,
} from './distributions';
export { embeddings, type EmbeddingsOptions } from './embeddings';
export {
  featureMaps,
  filters,
  saliency,
  type FeatureMapsOptions,
  type FiltersOptions,
  type SaliencyOptions,
} from './feature-maps';
export { forecast, type ForecastData, type ForecastOptions } from './forecast';
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
export {
  regressionLine,
  regressionPath,
  type Fit,
  type RegressionLineOptions,
  type RegressionPathOptions,
} from './regression';
export { runs, type RunsOptions } from './runs';
export { scatter, type PointGroup, type ScatterOptions } from './scatter';
export { sequenceDiagram, type SequenceTask } from './sequence-diagram';
export { altText, mimeBundle, PLOTLY_MIME, show, type MimeBundle, type ShowOptions } from './show';
export type * from './types';
