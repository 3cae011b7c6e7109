/** Models as functions that an objective calls. */
import { itemAt } from '../../host/item-at';
import { shapeText } from '../../host/checks';
import { tf } from '../../engine';
import { withFrozenNormalization } from '../step/frozen';
import type { Models, Network, Networks, TensorBatch } from './types';

/** Whether a network runs as in training: with dropout, and with the statistics of its batch. */
export type InTraining = (name: string) => boolean;

/** Every model as a function of its inputs. */
export function asNetworks<M extends Models>(models: M, inTraining: InTraining): Networks<M> {
  const named = Object.entries(models).map(([name, model]) => [
    name,
    networkOf(model, inTraining(name)),
  ]);
  return Object.fromEntries(named) as Networks<M>;
}

function networkOf(model: tf.LayersModel, training: boolean): Network {
  const call = (...inputs: tf.Tensor[]): unknown =>
    withFrozenNormalization(model, () =>
      model.apply(inputs.length === 1 ? itemAt(inputs, 0) : inputs, { training }),
    );
  return call as Network;
}

/**
 * Checks networks by name.
 *
 * @throws TypeError if there is none, or one is no model; RangeError if one is given twice.
 */
export function checkModels(caller: string, models: Models): void {
  const all = Object.entries(models ?? {});
  const wrong = all.find(([, model]) => !(model instanceof tf.LayersModel));
  if (all.length === 0 || wrong)
    throw new TypeError(
      `${caller}: expected networks by name; got ${wrong ? `no model as ${wrong[0]}` : 'none'}; ` +
        'pass for example { encoder, decoder }.',
    );
  if (new Set(all.map(([, model]) => model)).size < all.length)
    throw new RangeError(
      `${caller}: expected different networks; got one of them under two names; leave one name out.`,
    );
}

/**
 * Examples in a batch.
 *
 * @throws TypeError if it holds something else than tensors; RangeError if they differ in their number of examples.
 */
export function examplesOf(caller: string, batch: TensorBatch): number {
  const all = Object.entries(batch ?? {});
  const wrong = all.find(([, tensor]) => !(tensor instanceof tf.Tensor) || tensor.rank === 0);
  if (all.length === 0 || wrong)
    throw new TypeError(
      `${caller}: expected tensors by name, examples on axis 0; got ${wrong ? `${wrong[0]} without that axis` : 'none'}; ` +
        'pass for example { x, y }, and a number as tf.fill([B, 1], number).',
    );
  const sizes = all.map(([, { shape }]) => shape[0] ?? 0);
  const size = itemAt(sizes, 0);
  const other = all.find(([, { shape }]) => shape[0] !== size);
  if (size > 0 && !other) return size;
  const [first] = itemAt(all, 0);
  throw new RangeError(
    `${caller}: expected as many examples in each tensor, and at least one; got ${size} in ${first}` +
      `${other ? ` and ${other[0]} of shape ${shapeText(other[1].shape)}` : ''}; cut all at the same places.`,
  );
}
