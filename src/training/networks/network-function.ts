/** A computation with networks that is compiled once per shape, with its random numbers new at every call. */
import { itemAt } from '../../host/item-at';
import { checkOptions } from '../../host/options';
import { drawStepWords, partScope, tf, withStepSeed, type Part } from '../../engine';
import { compiledFunction, type Feeds } from '../../engine/trace';
import { asNetworks, checkModels, examplesOf } from './functions';
import { partsOf } from '../step/objective';
import type { Models, Networks, TensorBatch } from './types';

/** Options of {@link networkFunction}. */
export interface NetworkFunctionOptions {
  /** False runs every operation one by one, without a graph. Default true. */
  traced?: boolean;
}

/** A compiled computation. Dispose it after use. */
export interface NetworkFunction<B extends TensorBatch = TensorBatch> {
  /** @returns the result; caller disposes. The batch stays the caller's. */
  run(batch: B): tf.Tensor;
  /** Why it runs eagerly, when it cannot be compiled; `undefined` also before that is known. */
  readonly reason: string | undefined;
  /** Frees the graphs. */
  dispose(): void;
}

const CALLER = 'networkFunction';
const OPTIONS = { traced: true } as const satisfies Record<keyof NetworkFunctionOptions, true>;
/** The words that a call's random numbers follow from; no tensor of a batch may have this name. */
const SEED = 'randomWords';

/** A computation on named tensors. */
type Compute = (batch: TensorBatch) => tf.Tensor;

/**
 * A computation with networks in inference mode, compiled once for each shape of its batch.
 *
 * What `predict` does for one model, for any computation: several networks, noise drawn on the way, one step of a
 * sampler. Random numbers are new at every call and repeat after `setSeed`; layers that draw when used, such as
 * `layers.gaussianSampling`, do so here too. Examples are split over the cores where that changes nothing but the speed.
 *
 * Axes: B examples · … whatever `compute` gives.
 *
 * @param models the networks by name; stay the caller's
 * @param compute `(networks, batch) => result` with tensors alone; runs in `tf.tidy`, and must not change weights
 * @param options see {@link NetworkFunctionOptions}
 * @returns the compiled computation, see {@link NetworkFunction}. Caller disposes it.
 * @throws TypeError if there is no network; RangeError for an unknown option.
 * @example
 * const double = tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'ones' })] });
 * const twice = networkFunction({ double }, (networks, { x }) => networks.double(x).add(networks.double(x)));
 * twice.run({ x: tf.tensor2d([[1], [2]]) }); // [ [ 2 ], [ 4 ] ]
 * twice.dispose();
 */
export function networkFunction<M extends Models, B extends TensorBatch = TensorBatch>(
  models: M,
  compute: (networks: Networks<M>, batch: B) => tf.Tensor,
  options: NetworkFunctionOptions = {},
): NetworkFunction<B> {
  checkModels(CALLER, models);
  checkOptions(CALLER, options, OPTIONS);
  const networks = asNetworks(models, () => false);
  const whole: Compute = (batch) => compute(networks, batch as B);
  const title = `The computation with ${Object.keys(models).join(', ')}`;
  const compiled = compiledFunction((feeds, parts) => inParts(whole, feeds, parts), {
    ...{ title, trace: options.traced, eagerRuns: 0 },
  });
  return {
    run(batch) {
      examplesOf(CALLER, batch);
      const seed = tf.tensor1d(drawStepWords(), 'int32');
      try {
        return compiled.run({ ...batch, [SEED]: seed });
      } finally {
        seed.dispose();
      }
    },
    get reason() {
      return compiled.reason;
    },
    dispose: () => compiled.dispose(),
  };
}

/** The result of the whole batch, computed part by part where each part's result has the part's examples. */
function inParts(compute: Compute, feeds: Feeds, count: number): tf.Tensor {
  const { [SEED]: seed, ...batch } = feeds;
  const total = itemAt(Object.values(batch), 0).shape[0] ?? 1;
  return withStepSeed(seed as tf.Tensor1D, () => {
    const parts = partsOf(total, count);
    if (parts.length === 1) return compute(batch);
    const results = parts.map((part) => partScope(part)(() => compute(rowsOf(batch, part))));
    const fits = results.every(({ shape }, i) => shape[0] === itemAt(parts, i).size);
    return fits ? tf.concat(results, 0) : compute(batch);
  });
}

function rowsOf(batch: TensorBatch, { begin, size }: Part): TensorBatch {
  const rows = Object.entries(batch).map(([name, tensor]) => [
    name,
    tf.slice(tensor, [begin], [size]),
  ]);
  return Object.fromEntries(rows) as TensorBatch;
}
