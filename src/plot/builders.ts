/** The names under `plot`. */
export { confusionMatrix, type ConfusionMatrixOptions } from './confusion-matrix';
export { images, type ImagesOptions } from './images';
export { learningCurves, type HistoryLike, type LearningCurvesOptions } from './learning-curves';
export { line, type LineOptions, type Series } from './line';
export { scatter, type ScatterOptions } from './scatter';
export { altText, mimeBundle, PLOTLY_MIME, show, type MimeBundle, type ShowOptions } from './show';
export type * from './types';
