/** Records the operations that JavaScript asks of the native binding. */
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

/** What happened between the binding and JavaScript while a function ran. */
export interface Recording {
  ops: RecordedOp[];
  /** Position in `ops` and output number, by tensor number. */
  producers: Map<number, { op: number; output: number }>;
  constants: Map<number, RecordedConstant>;
  /** Set when JavaScript read a computed value, whose consequences no recording shows. */
  obstacle: string | undefined;
}

const STRING_TYPE = 7;

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
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
      recording.ops.push({ name, attributes, inputs: [...inputs], outputs: ids });
      ids.forEach((id, output) => recording.producers.set(id, { op, output }));
      return outputs;
    },
  );
  define('createTensor', (shape: number[], dtype: number, values: ArrayBufferView) => {
    const id = binding.createTensor(shape, dtype, values);
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

/** Tensors met that were neither recorded nor `known`: their value is taken down as a constant. */
function captureUnknown(
  backend: NativeBackend,
  recording: Recording,
  known: ReadonlySet<number>,
  tensors: tf.TensorInfo[],
  ids: number[],
): void {
  ids.forEach((id, i) => {
    if (known.has(id) || recording.producers.has(id) || recording.constants.has(id)) return;
    const info = tensors[i] && backend.tensorMap.get(tensors[i].dataId);
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

/**
 * Runs `body` and records what it computes.
 *
 * @param known numbers of tensors that are inputs or state of the step: never constants
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
  return backend.getInputTensorIds([tensor])[0] as number;
}
