/** The batch of a step as named tensors, and how a part of it is taken from them. */
import { itemAt } from '../../host/item-at';
import type { NativeBackend } from '../binding';
import { gatherBatch } from '../eager-step';
import type { Batch } from '../objective';
import type { BatchPart } from '../random-ops';
import type { TrainingStepOptions } from '../step';
import { tf } from '../tensorflow';
import type { NamedInput } from './trace';

/** What a step is fed. */
export interface StepInput {
  inputs: NamedInput[];
  batchSize: number;
  /** The examples of one part, from tensors that may be altered copies of `inputs`. */
  pick(inputs: NamedInput[], part: BatchPart): Batch;
  /** The same with the examples in reverse order; the surrounding scope disposes. */
  reversed(): NamedInput[];
}

function rows(tensor: tf.Tensor, { begin, size, batchSize }: BatchPart): tf.Tensor {
  return size === batchSize ? tensor : tf.slice(tensor, [begin], [size]);
}

function find(inputs: NamedInput[], name: string): tf.Tensor | undefined {
  return inputs.find((input) => input.name === name)?.tensor;
}

function inputTensors(inputs: NamedInput[]): tf.Tensor[] {
  return inputs.flatMap(({ name, tensor }) => (name.startsWith('x') ? [tensor] : []));
}

function named(
  x: tf.Tensor[],
  y: tf.Tensor | undefined,
  weight: tf.Tensor | undefined,
): NamedInput[] {
  const inputs = x.map((tensor, i) => ({ name: `x${i}`, tensor }));
  if (y) inputs.push({ name: 'y', tensor: y });
  if (weight) inputs.push({ name: 'weight', tensor: weight });
  return inputs;
}

/** A batch given as tensors. */
export function directInput(x: tf.Tensor[], y?: tf.Tensor, weight?: tf.Tensor): StepInput {
  const inputs = named(x, y, weight);
  return {
    inputs,
    batchSize: (y ?? x[0])?.shape[0] ?? 1,
    pick(given, part) {
      const [target, sampleWeight] = [find(given, 'y'), find(given, 'weight')];
      const xs = inputTensors(given).map((tensor) => rows(tensor, part));
      return {
        x: xs,
        y: target ? rows(target, part) : itemAt(xs, 0),
        sampleWeight: sampleWeight && rows(sampleWeight, part),
      };
    },
    reversed: () =>
      inputs.map(({ name, tensor }) => ({
        name,
        tensor: tensor.rank === 0 ? tensor : tf.reverse(tensor, 0),
      })),
  };
}

/** A batch given as positions in a data set, all of which is fed by reference. */
export function gatheredInput(
  data: NonNullable<TrainingStepOptions['data']>,
  indices: tf.Tensor1D,
): StepInput {
  const x = Array.isArray(data.x) ? data.x : [data.x];
  const inputs = named(x, data.y, data.sampleWeight);
  const withIndices = (tensor: tf.Tensor1D) => [...inputs, { name: 'indices', tensor }];
  return {
    inputs: withIndices(indices),
    batchSize: indices.size,
    pick(given, part) {
      const picked = rows(find(given, 'indices') as tf.Tensor, part) as tf.Tensor1D;
      const all = { x: inputTensors(given), y: data.y, sampleWeight: data.sampleWeight };
      return gatherBatch(all, picked);
    },
    reversed: () => withIndices(tf.reverse1d(indices)),
  };
}

/** Types, shapes and identities of inputs: a graph serves all inputs with the same key. */
export function inputKey({ inputs }: StepInput): string {
  return inputs
    .map(({ name, tensor: { dtype, shape, dataId } }) => {
      const same = inputs.findIndex(({ tensor }) => tensor.dataId === dataId);
      return `${name}:${dtype}[${shape}]=${same}`;
    })
    .join(' ');
}

/** The same for all inputs that differ from these in the number of examples alone. */
export function inputForm({ inputs, batchSize }: StepInput): string {
  return inputs
    .map(({ name, tensor: { dtype, shape } }) => {
      const examples = shape[0] === batchSize ? 'batch' : shape[0];
      return `${name}:${dtype}[${[examples, ...shape.slice(1)]}]`;
    })
    .join(' ');
}

/** Type and shape of a fed tensor. */
export interface InputSpec {
  name: string;
  dtype: number;
  shape: number[];
}

/** Specifications of inputs, as the graph declares them. */
export function inputSpecs(backend: NativeBackend, inputs: NamedInput[]): InputSpec[] {
  return inputs.map(({ name, tensor }) => ({
    name,
    dtype: backend.tensorMap.get(tensor.dataId).dtype,
    shape: tensor.shape,
  }));
}
