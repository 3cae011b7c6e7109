export { exportKeras } from './export';
export { importKeras, loadKerasWeights } from './import';
