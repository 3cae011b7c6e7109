export { huber, meanAbsoluteError, meanSquaredError } from './regression';
export { binaryCrossentropy } from './binary';
export { categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy';
