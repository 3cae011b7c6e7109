export { huber, meanAbsoluteError, meanSquaredError } from './regression';
export {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './crossentropy';
