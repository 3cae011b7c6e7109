/**
 * Calls to single native TensorFlow operations, for kernels that TensorFlow.js does not expose.
 *
 * Every call goes through `backend.binding.executeOp`, so a recorder that watches the binding sees it.
 */
import { tf } from '../tensorflow';

/** The part of the native binding that kernels use. */
interface Binding {
  executeOp(name: string, attributes: Attribute[], inputIds: number[], outputs: number): OutputInfo[];
  deleteTensor(id: number): void;
  readonly [constant: string]: unknown;
}

interface OutputInfo {
  id: number;
  shape: number[];
  dtype: number;
}

interface NativeBackend {
  readonly binding: Binding;
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(info: OutputInfo): tf.Tensor;
}

/** One attribute of an operation: name, kind and value. */
export interface Attribute {
  name: string;
  type: unknown;
  value: unknown;
}

let twinsForced = false;

/** The native backend, or `undefined` when another backend is in use or twins are forced. */
function nativeBackend(): NativeBackend | undefined {
  if (twinsForced) return undefined;
  const backend = tf.backend() as unknown as Partial<NativeBackend>;
  return backend.binding ? (backend as NativeBackend) : undefined;
}

/** Whether native kernels run now; otherwise their TensorFlow.js twins do. */
export function nativeKernels(): boolean {
  return nativeBackend() !== undefined;
}

/**
 * Runs `body` with the TensorFlow.js twins in place of native kernels, as a browser does.
 *
 * @returns what `body` returns; the earlier choice is restored also when it throws.
 */
export function withTwins<T>(body: () => T): T {
  const before = twinsForced;
  twinsForced = true;
  try {
    return body();
  } finally {
    twinsForced = before;
  }
}

function requireNative(name: string): NativeBackend {
  const backend = nativeBackend();
  if (!backend)
    throw new Error(
      `nativeOp: expected the native backend for ${name}; got "${tf.getBackend()}"; ` +
        'check nativeKernels() before calling.',
    );
  return backend;
}

function constant(backend: NativeBackend, key: string): unknown {
  return backend.binding[key];
}

const TYPE_NAMES = { float32: 'TF_FLOAT', int32: 'TF_INT32', int64: 'TF_INT64', bool: 'TF_BOOL' };
type TypeName = keyof typeof TYPE_NAMES;

/** Values of attributes by kind, turned into the binding's form by {@link nativeOp}. */
export interface Attributes {
  types?: Record<string, TypeName>;
  floats?: Record<string, number>;
  ints?: Record<string, number>;
  bools?: Record<string, boolean>;
  strings?: Record<string, string>;
}

function attributeList(backend: NativeBackend, attributes: Attributes): Attribute[] {
  const list: Attribute[] = [];
  const add = (kind: string, values: Record<string, unknown> = {}) => {
    for (const [name, value] of Object.entries(values))
      list.push({ name, type: constant(backend, kind), value });
  };
  const types = Object.entries(attributes.types ?? {}).map(([name, type]) => [
    name,
    constant(backend, TYPE_NAMES[type]),
  ]);
  add('TF_ATTR_TYPE', Object.fromEntries(types) as Record<string, unknown>);
  add('TF_ATTR_FLOAT', attributes.floats);
  add('TF_ATTR_INT', attributes.ints);
  add('TF_ATTR_BOOL', attributes.bools);
  add('TF_ATTR_STRING', attributes.strings);
  return list;
}

/** A whole number that an operation wants as an int64 scalar, which TensorFlow.js cannot hold. */
export class Int64 {
  constructor(readonly value: number) {}
}

/**
 * Executes one native operation.
 *
 * @param name operation, e.g. `BlockLSTMV2`
 * @param attributes its attributes by kind
 * @param inputs tensors in the operation's order; {@link Int64} where it wants an int64 scalar
 * @param outputs how many tensors it returns
 * @returns the outputs, owned by the surrounding `tf.tidy`.
 * @throws Error when the native backend is not in use, or TensorFlow refuses the inputs.
 */
export function nativeOp(
  name: string,
  attributes: Attributes,
  inputs: ReadonlyArray<tf.Tensor | Int64>,
  outputs: number,
): tf.Tensor[] {
  const backend = requireNative(name);
  const temporary: number[] = [];
  const ids = inputs.map((input) => {
    if (!(input instanceof Int64)) return backend.getInputTensorIds([input])[0] as number;
    const id = int64Id(backend, input.value);
    temporary.push(id);
    return id;
  });
  const infos = backend.binding.executeOp(name, attributeList(backend, attributes), ids, outputs);
  for (const id of temporary) backend.binding.deleteTensor(id);
  return infos.map((info) => backend.createOutputTensor(info));
}

/** Casts on the native side, so that no int64 tensor meets TensorFlow.js (which warns about them). */
function int64Id(backend: NativeBackend, value: number): number {
  const attributes = attributeList(backend, {
    types: { SrcT: 'int32', DstT: 'int64' },
    bools: { Truncate: false },
  });
  const scalar = tf.scalar(value, 'int32');
  const [info] = backend.binding.executeOp('Cast', attributes, backend.getInputTensorIds([scalar]), 1);
  scalar.dispose();
  return (info as OutputInfo).id;
}
