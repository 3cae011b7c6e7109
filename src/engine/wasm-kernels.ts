/**
 * Completes the WebAssembly backend, which cannot train by itself: it lacks the kernels of several gradients.
 *
 * The folder `wasm` has fast kernels for what training spends its time on. Each other kernel that only the JavaScript backend has is registered for WebAssembly too: it reads its inputs,
 * computes in JavaScript and hands the result back. So is one whose own numbers are wrong.
 */
import { itemAt } from '../host/item-at';
import type * as tfjs from '@tensorflow/tfjs';
import { checkedGather, checkedSlice } from './wasm/bounds';
import type { Call, Info, Kernel, Tensorflow } from './wasm/call';
import { filterGradient } from './wasm/convolution-gradient';
import { matrixProduct } from './wasm/matrix-product';
import { segmentSum } from './wasm/segment-sum';
import { unpack } from './wasm/unpack';

interface PlainBackend {
  readSync(dataId: object): ArrayBufferView;
  write(values: ArrayBufferView, shape: number[], dtype: tfjs.DataType): object;
  disposeData(dataId: object, force?: boolean): boolean;
}

type KernelInputs = Record<string, tfjs.TensorInfo | tfjs.TensorInfo[] | undefined>;

/** Copies tensors from one backend to another. */
function move(info: tfjs.TensorInfo, from: PlainBackend, to: PlainBackend): tfjs.TensorInfo {
  const values = from.readSync(info.dataId);
  // JavaScript's kernels may leave whole numbers in an array of floats; WebAssembly reads the bytes.
  const floats = info.dtype === 'int32' && values instanceof Float32Array;
  const dataId = to.write(floats ? Int32Array.from(values) : values, info.shape, info.dtype);
  return { dataId, shape: info.shape, dtype: info.dtype };
}

function runInJavaScript(
  kernel: tfjs.KernelConfig,
  js: PlainBackend,
  wasm: PlainBackend,
  inputs: KernelInputs,
  attrs: tfjs.NamedAttrMap | undefined,
): tfjs.TensorInfo | tfjs.TensorInfo[] {
  const copies: tfjs.TensorInfo[] = [];
  const copyIn = (info: tfjs.TensorInfo) => {
    const copy = move(info, wasm, js);
    copies.push(copy);
    return copy;
  };
  const moved: KernelInputs = {};
  for (const [name, value] of Object.entries(inputs))
    moved[name] = Array.isArray(value) ? value.map(copyIn) : value && copyIn(value);
  const result = kernel.kernelFunc({
    inputs: moved as tfjs.NamedTensorInfoMap,
    attrs: attrs ?? {},
    backend: js as unknown as object,
  });
  const outputs = Array.isArray(result) ? result : [result];
  const returned = outputs.map((output) => move(output, js, wasm));
  for (const info of [...copies, ...outputs]) js.disposeData(info.dataId, true);
  return Array.isArray(result) ? returned : itemAt(returned, 0);
}

/** Takes the largest value of a window of negative numbers to be 0 (4.22). */
const WRONG = new Set(['MaxPoolWithArgmax']);

/** Kernels of our own, in the place of slow ones, of none, and of those that read beyond their tensors. */
function registerFastKernels(tf: Tensorflow): void {
  const own = (name: string) =>
    tf.getKernel(name, 'wasm').kernelFunc as unknown as (call: Call) => Info;
  const fast: Record<string, Kernel> = {
    BatchMatMul: matrixProduct(tf, own('BatchMatMul')),
    Conv2DBackpropFilter: filterGradient(tf),
    GatherV2: checkedGather(own('GatherV2')),
    Slice: checkedSlice(tf, own('Slice')),
    UnsortedSegmentSum: segmentSum,
    Unpack: unpack,
  };
  const present = new Set(tf.getKernelsForBackend('wasm').map((kernel) => kernel.kernelName));
  for (const [kernelName, kernel] of Object.entries(fast)) {
    if (present.has(kernelName)) tf.unregisterKernel(kernelName, 'wasm');
    const kernelFunc = kernel as unknown as tfjs.KernelFunc;
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
}

/** Registers for `wasm` every kernel that only `cpu` has, has right, or that is faster here. */
export function registerMissingKernels(tf: Tensorflow): void {
  registerFastKernels(tf);
  const js = tf.engine().findBackend('cpu') as unknown as PlainBackend;
  const wasm = tf.engine().findBackend('wasm') as unknown as PlainBackend;
  const present = new Set(tf.getKernelsForBackend('wasm').map((kernel) => kernel.kernelName));
  for (const kernel of tf.getKernelsForBackend('cpu')) {
    if (present.has(kernel.kernelName)) {
      if (!WRONG.has(kernel.kernelName)) continue;
      tf.unregisterKernel(kernel.kernelName, 'wasm');
    }
    tf.registerKernel({
      kernelName: kernel.kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => runInJavaScript(kernel, js, wasm, inputs, attrs),
    });
  }
}
