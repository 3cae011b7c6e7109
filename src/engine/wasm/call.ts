/** How a kernel of the WebAssembly backend is written here: from other kernels of the same backend. */
import type * as tfjs from '@tensorflow/tfjs';

export type Tensorflow = typeof tfjs;
export type Info = tfjs.TensorInfo;

/** The part of TensorFlow.js's WebAssembly backend that its kernels use. */
export interface WasmBackend {
  readSync(dataId: object): tfjs.TypedArray;
  write(values: tfjs.TypedArray, shape: number[], dtype: tfjs.DataType): object;
  disposeData(dataId: object): boolean;
}

/** What a kernel is called with. */
export interface Call {
  inputs: Record<string, Info>;
  attrs: Record<string, unknown>;
  backend: WasmBackend;
}

export type Kernel = (call: Call) => Info | Info[];

/** Calls another kernel that gives one tensor. */
export type Run = (name: string, inputs: Record<string, Info>, attrs: object) => Info;

/** @returns how to call kernels on `backend`, and how to free what they gave */
export function runner(
  tf: Tensorflow,
  backend: WasmBackend,
): { run: Run; free(...made: Info[]): void } {
  return {
    run: (name, inputs, attrs) => {
      const kernel = tf.getKernel(name, 'wasm');
      return kernel.kernelFunc({
        inputs: inputs as tfjs.NamedTensorInfoMap,
        attrs: attrs as tfjs.NamedAttrMap,
        backend: backend as unknown as object,
      }) as Info;
    },
    free: (...made) => {
      for (const { dataId } of made) backend.disposeData(dataId);
    },
  };
}

/** The same values under another shape. */
export const reshaped = ({ dataId, dtype }: Info, shape: number[]): Info => ({
  ...{ dataId, dtype, shape },
});

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);
