/** Readers of files that weights are stored in. */
export { readGguf, type GgufFile, type GgufValue } from './gguf';
export { readHdf5 } from './hdf5';
export { hdf5Bytes, type NamedArray } from './hdf5-writer';
export { dequantizeQ4_0, dequantizeQ4_1, dequantizeQ8_0 } from './quantization';
export { readSafetensors, type SafetensorsFile } from './safetensors';
export { writeSafetensors, type ArrayOfNumbers } from './safetensors-writer';
export type { FileSource, StoredTensor, TensorFile } from './source';
export { readTorchLegacy } from './torch-legacy';
