/** A batch as the named tensors that a graph is fed, and how a part of it is taken from them. */
import { tf, type Part } from '../../engine';
import { reversedRows, type Feeds } from '../../engine/trace';
import { gatherBatch } from './batch';
import type { Batch } from './types';

/** Inputs are named `x0`, `x1`, … */
const INPUT = /^x\d+$/;

/** A batch, given as it is; predictions have no targets. */
export function feedsOf({ x, y, sampleWeight }: Omit<Batch, 'y'> & Partial<Batch>): Feeds {
  const inputs = x.map((tensor, i) => [`x${i}`, tensor]);
  return {
    ...(Object.fromEntries(inputs) as Feeds),
    ...(y && { y }),
    ...(sampleWeight && { sampleWeight }),
  };
}

/** A batch, given as the positions of its examples in a data set, all of which is fed by reference. */
export function feedsOfRows(data: Batch, indices: tf.Tensor1D): Feeds {
  return { ...feedsOf(data), indices };
}

/** Examples in the batch. */
export function examplesIn({ indices, y, x0 }: Feeds): number {
  return (indices ?? y ?? x0)?.shape[0] ?? 1;
}

/** All examples as one part. */
export function wholeOf(feeds: Feeds): Part {
  const total = examplesIn(feeds);
  return { begin: 0, size: total, total };
}

function rows<T extends tf.Tensor>(tensor: T, { begin, size, total }: Part): T {
  return size === total ? tensor : tf.slice(tensor, [begin], [size]);
}

/** The inputs of one part of the batch. */
export function inputsOf(feeds: Feeds, part: Part): tf.Tensor[] {
  return Object.entries(feeds).flatMap(([name, tensor]) =>
    INPUT.test(name) ? [rows(tensor, part)] : [],
  );
}

/** The examples of one part of the batch. */
export function batchOf(feeds: Feeds, part: Part): Batch {
  const { indices, y, sampleWeight } = feeds;
  if (!y) throw new TypeError('batchOf: expected feeds with targets; got none; feed y.');
  const all = { x: inputsOf(feeds, wholeOf({ y })), y, ...(sampleWeight && { sampleWeight }) };
  if (indices) return gatherBatch(all, rows(indices, part).as1D());
  return {
    x: inputsOf(feeds, part),
    y: rows(y, part),
    ...(sampleWeight && { sampleWeight: rows(sampleWeight, part) }),
  };
}

/** The same batch with its examples in reverse order; the surrounding scope disposes. */
export function reversedExamples(feeds: Feeds): Feeds {
  const { indices } = feeds;
  return indices ? { ...feeds, ...reversedRows({ indices }) } : reversedRows(feeds);
}

/** The same text for all feeds that differ in the number of examples alone. */
export function feedsForm(feeds: Feeds): string {
  const size = examplesIn(feeds);
  return Object.entries(feeds)
    .map(
      ([
        name,
        {
          dtype,
          shape: [first, ...rest],
        },
      ]) => {
        const examples = first === size ? 'batch' : first;
        return `${name}:${dtype}[${[examples, ...rest].join(', ')}]`;
      },
    )
    .join(' ');
}
