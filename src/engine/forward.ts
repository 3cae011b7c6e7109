/** Evaluation and prediction over many examples. */
import { tf } from './tensorflow';
import { applyModel, computeObjective, partsOf, readSums, type Objective } from './objective';
import type { Evaluator, EvaluatorOptions, Predictor, PredictorOptions, StepResult } from './step';

const CHUNK_SIZE = 128;

function chunkSums(objective: Objective, x: tf.Tensor[], y: tf.Tensor, weight?: tf.Tensor) {
  const parts = partsOf(y.shape[0] ?? 1, 1);
  return computeObjective(objective, parts, () => ({ x, y, sampleWeight: weight })).sums;
}

function rows(tensor: tf.Tensor, begin: number, size: number): tf.Tensor {
  return tf.slice(tensor, [begin], [size]);
}

/** Creates the measuring pass over examples: loss and metrics with dropout off and weights untouched. */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { model, loss, metrics = [], chunkSize = CHUNK_SIZE } = options;
  const objective: Objective = { model, loss, metrics, training: false };
  return {
    run(x, y, sampleWeight): StepResult {
      const inputs = Array.isArray(x) ? x : [x];
      const total = y.shape[0] ?? 0;
      const sums = new Float64Array(3 + 2 * metrics.length);
      let penalty = 0;
      for (let begin = 0; begin < total; begin += chunkSize) {
        const size = Math.min(chunkSize, total - begin);
        const chunk = tf.tidy(() =>
          chunkSums(
            objective,
            inputs.map((input) => rows(input, begin, size)),
            rows(y, begin, size),
            sampleWeight && rows(sampleWeight, begin, size),
          ).dataSync(),
        );
        chunk.forEach((value, i) => (sums[i] = (sums[i] ?? 0) + value));
        penalty = chunk[2] ?? 0;
      }
      sums[2] = penalty;
      return readSums(sums, metrics);
    },
    dispose() {},
  };
}

/** Creates the forward pass over examples. */
export function createPredictor({ model, chunkSize = CHUNK_SIZE }: PredictorOptions): Predictor {
  return {
    predict(x): tf.Tensor {
      return tf.tidy(() => {
        const inputs = Array.isArray(x) ? x : [x];
        const total = inputs[0]?.shape[0] ?? 0;
        const outputs: tf.Tensor[] = [];
        for (let begin = 0; begin < total; begin += chunkSize) {
          const size = Math.min(chunkSize, total - begin);
          outputs.push(
            tf.tidy(() =>
              applyModel(
                model,
                inputs.map((input) => rows(input, begin, size)),
                false,
              ),
            ),
          );
        }
        return tf.concat(outputs, 0);
      });
    },
    dispose() {},
  };
}
