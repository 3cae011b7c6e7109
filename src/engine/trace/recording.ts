/** Records the operations that JavaScript asks of the native binding. */
import { nativeBackend as currentBackend } from '../backend';
import { itemAt } from '../../host/item-at';
import type { NativeAttribute, NativeBackend, NativeBinding, NativeTensor } from '../binding';
import { tf } from '../tensorflow';

/** One operation, with the binding's numbers of its tensors. */
export interface RecordedOp {
  name: string;
  attributes: NativeAttribute[];
  inputs: number[];
  outputs: number[];
}

/** A tensor made from JavaScript values, or met without having been recorded. */
export interface RecordedConstant {
  dtype: number;
  shape: number[];
  bytes: Uint8Array;
}

/** Type and shape of a tensor. */
export interface TensorKind {
  dtype: number;
  shape: number[];
}

/** What happened between the binding and JavaScript while a function ran. */
export interface Recording {
  ops: RecordedOp[];
  /** Position in `ops` and output number, by tensor number. */
  producers: Map<number, { op: number; output: number }>;
  constants: Map<number, RecordedConstant>;
  /** Type and shape of every tensor met, by number. */
  tensors: Map<number, TensorKind>;
  /** Set when JavaScript read a computed value, whose consequences no recording shows. */
  obstacle: string | undefined;
}

const STRING_TYPE = 7;

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}

/** Type attributes that tfjs-node leaves to eager execution to infer, by the input that decides them. */
const IMPLIED_TYPES: Record<string, Record<string, number>> = {
  ExpandDims: { T: 0, Tdim: 1 },
  Where: { T: 0 },
};

function impliedTypes(
  binding: NativeBinding,
  { tensors }: Recording,
  op: string,
  given: NativeAttribute[],
  inputs: number[],
): NativeAttribute[] {
  return Object.entries(IMPLIED_TYPES[op] ?? {}).flatMap(([name, position]) => {
    const value = tensors.get(itemAt(inputs, position))?.dtype;
    if (value === undefined || given.some((attribute) => attribute.name === name)) return [];
    return [{ name, type: binding.TF_ATTR_TYPE, value }];
  });
}

/** The binding, with the calls that matter reported to a recording. */
function recordingBinding(binding: NativeBinding, recording: Recording): NativeBinding {
  const shim = Object.create(binding) as NativeBinding;
  const define = (name: keyof NativeBinding, value: unknown) =>
    Object.defineProperty(shim, name, { value });

  define(
    'executeOp',
    (name: string, attributes: NativeAttribute[], inputs: number[], count: number) => {
      const outputs = binding.executeOp(name, attributes, inputs, count);
      const op = recording.ops.length;
      const ids = outputs.map(({ id }: NativeTensor) => id);
      for (const { id, dtype, shape } of outputs) recording.tensors.set(id, { dtype, shape });
      const all = [...attributes, ...impliedTypes(binding, recording, name, attributes, inputs)];
      recording.ops.push({ name, attributes: all, inputs: [...inputs], outputs: ids });
      ids.forEach((id, output) => recording.producers.set(id, { op, output }));
      return outputs;
    },
  );
  define('createTensor', (shape: number[], dtype: number, values: ArrayBufferView) => {
    const id = binding.createTensor(shape, dtype, values);
    recording.tensors.set(id, { dtype, shape: [...shape] });
    if (dtype === STRING_TYPE) recording.obstacle ??= 'it uses text tensors';
    else recording.constants.set(id, { dtype, shape: [...shape], bytes: bytesOf(values) });
    return id;
  });
  define('tensorDataSync', (id: number) => {
    if (!recording.constants.has(id))
      recording.obstacle ??= 'it reads the value of a tensor in JavaScript';
    return binding.tensorDataSync(id);
  });
  return shim;
}

/** Notes types. Tensors neither recorded nor `known` are taken down by value, as constants. */
function captureUnknown(
  backend: NativeBackend,
  recording: Recording,
  known: ReadonlySet<number>,
  tensors: tf.TensorInfo[],
  ids: number[],
): void {
  ids.forEach((id, i) => {
    const tensor = tensors[i];
    const info = tensor && backend.tensorMap.get(tensor.dataId);
    if (info) recording.tensors.set(id, { dtype: info.dtype, shape: [...info.shape] });
    if (known.has(id) || recording.producers.has(id) || recording.constants.has(id)) return;
    if (!info) return;
    const bytes = bytesOf(nativeBinding(backend).tensorDataSync(id));
    recording.constants.set(id, { dtype: info.dtype, shape: [...info.shape], bytes });
  });
}

/** The real binding, also while a shim is in place. */
function nativeBinding(backend: NativeBackend): NativeBinding {
  return shims.get(backend.binding) ?? backend.binding;
}

const shims = new WeakMap<NativeBinding, NativeBinding>();

/** Whether a recording is under way: what JavaScript reads now would keep it from being replayed. */
export function isRecording(): boolean {
  const backend = currentBackend();
  return backend !== undefined && shims.has(backend.binding);
}

/**
 * Runs `body` and records what it computes.
 *
 * @param known numbers of tensors that are inputs or state of the function: never constants
 */
export function record(
  backend: NativeBackend,
  known: ReadonlySet<number>,
  body: () => void,
): Recording {
  const recording: Recording = {
    ops: [],
    producers: new Map(),
    constants: new Map(),
    tensors: new Map(),
    obstacle: undefined,
  };
  const binding = backend.binding;
  const shim = recordingBinding(binding, recording);
  shims.set(shim, binding);
  const original = backend.getInputTensorIds.bind(backend);
  backend.binding = shim;
  backend.getInputTensorIds = (tensors) => {
    const ids = original(tensors);
    captureUnknown(backend, recording, known, tensors, ids);
    return ids;
  };
  try {
    body();
  } finally {
    backend.binding = binding;
    delete (backend as Partial<NativeBackend>).getInputTensorIds;
  }
  return recording;
}

/** The binding's number of a tensor, which is handed to TensorFlow first if it still waits in JavaScript. */
export function tensorNumber(backend: NativeBackend, tensor: tf.TensorInfo): number {
  return itemAt(backend.getInputTensorIds([tensor]), 0);
}
