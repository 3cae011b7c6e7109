/** Evaluation and prediction over many examples, in chunks that use all cores. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { compiledFunction } from '../../engine/trace';
import { sizeOf, sliceBatch } from './batch';
import { applyToParts } from './branches';
import { batchOf, examplesIn, feedsOf, inputsOf } from './feeds';
import { computeObjective, partsOf, readSums, type Objective } from './objective';
import { sumsAgree } from './recorder';
import type { Batch, Evaluator, EvaluatorOptions, Predictor, PredictorOptions } from './types';

/** Examples that one core works on at a time, unless told otherwise. */
export const CHUNK_SIZE = 128;

/** Position of the penalty among the sums: chunks do not add to it. */
const PENALTY = 2;

function checkChunkSize(caller: string, chunkSize: number): void {
  if (!Number.isInteger(chunkSize) || chunkSize < 1)
    throw new RangeError(
      `${caller}: expected chunkSize to be a whole number from 1; got ${chunkSize}; ` +
        `leave it out to take ${CHUNK_SIZE}.`,
    );
}

/** Calls `take` with the begin and the size of each chunk. */
function forChunks(
  total: number,
  chunk: number,
  take: (begin: number, size: number) => void,
): void {
  for (let begin = 0; begin < total; begin += chunk) take(begin, Math.min(chunk, total - begin));
}

/**
 * Creates the measuring pass over examples: loss and metrics with dropout off and weights untouched.
 *
 * @throws RangeError if `chunkSize` is not a positive whole number.
 */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { model, loss, metrics = [], chunkSize = CHUNK_SIZE, trace, eagerRuns } = options;
  checkChunkSize('createEvaluator', chunkSize);
  const objective: Objective = { model, loss, metrics, training: false };
  const title = `The evaluation of '${model.name}'`;
  const sumsOf = compiledFunction(
    (feeds, parts) =>
      computeObjective(objective, partsOf(examplesIn(feeds), parts), (part) => batchOf(feeds, part))
        .sums,
    { title, trace, eagerRuns, agree: sumsAgree },
  );
  const run = (batch: Batch) => {
    const sums = new Float64Array(3 + 2 * metrics.length);
    forChunks(sizeOf(batch), chunkSize * sumsOf.parts, (begin, size) => {
      const chunk = tf.tidy(() => sumsOf.run(feedsOf(sliceBatch(batch, begin, size))));
      chunk.dataSync().forEach((value, i) => {
        sums[i] = i === PENALTY ? value : (sums[i] ?? 0) + value;
      });
      chunk.dispose();
    });
    return readSums(sums, metrics);
  };
  return {
    run,
    dispose: () => sumsOf.dispose(),
    get reason() {
      return sumsOf.reason;
    },
  };
}

/**
 * Creates the forward pass over examples.
 *
 * @throws RangeError if `chunkSize` is not a positive whole number.
 */
export function createPredictor(options: PredictorOptions): Predictor {
  const { model, chunkSize = CHUNK_SIZE, trace } = options;
  checkChunkSize('createPredictor', chunkSize);
  const outputOf = compiledFunction(
    (feeds, branches) => {
      const parts = partsOf(examplesIn(feeds), branches);
      const inputs = parts.map((part) => inputsOf(feeds, part));
      return joined(applyToParts(model, parts, inputs, false));
    },
    { title: `The prediction of '${model.name}'`, trace },
  );
  const predict = (x: tf.Tensor[]): tf.Tensor =>
    tf.tidy(() => {
      const outputs: tf.Tensor[] = [];
      forChunks(x[0]?.shape[0] ?? 0, chunkSize * outputOf.parts, (begin, size) => {
        const chunk = x.map((input) => tf.slice(input, [begin], [size]));
        outputs.push(outputOf.run(feedsOf({ x: chunk })));
        tf.dispose(chunk);
      });
      return joined(outputs);
    });
  return {
    predict,
    dispose: () => outputOf.dispose(),
    get reason() {
      return outputOf.reason;
    },
  };
}

function joined(outputs: tf.Tensor[]): tf.Tensor {
  return outputs.length === 1 ? itemAt(outputs, 0) : tf.concat(outputs, 0);
}
