/** Data sets, splits, scaling, text and images: everything between a file and a batch. */
export * from './kfold';
export { loadMnist, type ImageDataset, type MnistOptions } from './mnist';
export { take, type Part, type Parts } from './parts';
export * from './scale';
export { split, splitIndices, trainTestSplit, type Labels, type SplitOptions } from './split';
export * from './synthetic';
export * from './tables';
export { parseCsv, type Cell } from './csv';
