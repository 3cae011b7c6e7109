/** Types of the parts of TensorFlow.js's native backend that the engine relies on (tfjs-node 4.22.0). */
import type * as tf from '@tensorflow/tfjs';

/** One attribute of an operation, as the native binding takes it. */
export interface NativeAttribute {
  name: string;
  type: number;
  value: number | number[] | boolean | boolean[] | string | string[];
}

/** What the binding says of an output tensor. */
export interface NativeTensor {
  id: number;
  shape: number[];
  dtype: number;
}

/** The native addon. Tensors are known to it by number. */
export interface NativeBinding {
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_Version: string;
  createTensor(shape: number[], dtype: number, values: ArrayBufferView | Uint8Array[]): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(
    name: string,
    attributes: NativeAttribute[],
    inputs: number[],
    numOutputs: number,
  ): NativeTensor[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  runSavedModel(
    session: number,
    inputs: number[],
    inputNames: string,
    outputNames: string,
  ): NativeTensor[];
  getNumOfSavedModels(): number;
  getNumOfTensors(): number;
  /** Whether sessions that are loaded from now on run on the thread that asks; only where the binding is compiled here. */
  runAlone?(alone: boolean): void;
  /** Whether the operations of `scripts/setup/native` are there: only where the binding is compiled here. */
  readonly ownOperations?: boolean;
}

/** What the backend stores under a tensor's `dataId`. */
export interface NativeTensorData {
  shape: number[];
  dtype: number;
  /** Values not yet handed to TensorFlow, or null. */
  values: ArrayBufferView | Uint8Array[] | null;
  /** The binding's number of the tensor, or −1 while `values` waits. */
  id: number;
  refCount: number;
}

/** The backend named `tensorflow` of tfjs-node. */
export interface NativeBackend {
  binding: NativeBinding;
  readonly tensorMap: {
    get(dataId: object): NativeTensorData;
    set(dataId: object, data: NativeTensorData): void;
    has(dataId: object): boolean;
  };
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  createOutputTensor(metadata: NativeTensor): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: NativeAttribute[],
    inputs: tf.TensorInfo[],
    numOutputs: number,
  ): tf.Tensor[];
  readSync(dataId: object): Float32Array | Int32Array | Uint8Array;
}
