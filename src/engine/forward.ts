/** Evaluation and prediction over many examples, in chunks that use all cores. */
import { itemAt } from '../host/item-at';
import { engineInfo, nativeBackend } from './backend';
import { isNative } from './native';
import './native-gather';
import { applyToParts } from './branches';
import { computeObjective, partsOf, readSums, type Objective } from './objective';
import type { Evaluator, EvaluatorOptions, Predictor, PredictorOptions, StepResult } from './step';
import { tf } from './tensorflow';
import { ForwardGraphs, type ForwardPass } from './trace/forward-graphs';
import { directInput } from './trace/step-input';

const CHUNK_SIZE = 128;

interface Runner {
  /** Examples that one run takes at most. */
  chunk: number;
  run(x: tf.Tensor[], y?: tf.Tensor, weight?: tf.Tensor): tf.Tensor;
  dispose(): void;
}

/** Runs a pass traced where the engine can, else eagerly. */
function createRunner(
  pass: ForwardPass,
  chunkSize: number,
  traced: boolean,
  eagerRuns?: number,
): Runner {
  const backend = nativeBackend();
  if (!traced || !backend || !isNative())
    return {
      chunk: chunkSize,
      run: (x, y, weight) => {
        const input = directInput(x, y, weight);
        return tf.tidy(() => pass(input, input.inputs, 1));
      },
      dispose: () => undefined,
    };
  const branches = engineInfo().threads.interOp;
  const graphs = new ForwardGraphs(backend, pass, branches, eagerRuns);
  return {
    chunk: chunkSize * branches,
    run: (x, y, weight) => graphs.run(directInput(x, y, weight)),
    dispose: () => graphs.dispose(),
  };
}

function rows(tensor: tf.Tensor, begin: number, size: number): tf.Tensor {
  return tf.slice(tensor, [begin], [size]);
}

function checkChunkSize(caller: string, chunkSize: number): void {
  if (!Number.isInteger(chunkSize) || chunkSize < 1)
    throw new RangeError(
      `${caller}: expected chunkSize to be a whole number from 1; got ${chunkSize}; ` +
        `leave it out to take ${CHUNK_SIZE}.`,
    );
}

/**
 * Creates the measuring pass over examples: loss and metrics with dropout off and weights untouched.
 *
 * @throws RangeError if `chunkSize` is not a positive whole number.
 */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { model, loss, metrics = [], chunkSize = CHUNK_SIZE, trace = true } = options;
  const { eagerRuns } = options;
  checkChunkSize('createEvaluator', chunkSize);
  const objective: Objective = { model, loss, metrics, training: false };
  const pass: ForwardPass = (input, inputs, branches) =>
    computeObjective(objective, partsOf(input.batchSize, branches), (part) =>
      input.pick(inputs, part),
    ).sums;
  const runner = createRunner(pass, chunkSize, trace, eagerRuns);
  return {
    run(x, y, sampleWeight): StepResult {
      const inputs = Array.isArray(x) ? x : [x];
      const total = y.shape[0] ?? 0;
      const sums = new Float64Array(3 + 2 * metrics.length);
      for (let begin = 0; begin < total; begin += runner.chunk) {
        const size = Math.min(runner.chunk, total - begin);
        let chunk: ArrayLike<number> = [];
        tf.tidy(() => {
          const xs = inputs.map((input) => rows(input, begin, size));
          const weight = sampleWeight && rows(sampleWeight, begin, size);
          chunk = runner.run(xs, rows(y, begin, size), weight).dataSync();
        });
        // Sums add up over chunks; the penalty is the same in each.
        for (let i = 0; i < chunk.length; i++)
          sums[i] = i === 2 ? (chunk[i] ?? 0) : (sums[i] ?? 0) + (chunk[i] ?? 0);
      }
      return readSums(sums, metrics);
    },
    dispose: () => runner.dispose(),
  };
}

/**
 * Creates the forward pass over examples.
 *
 * @throws RangeError if `chunkSize` is not a positive whole number.
 */
export function createPredictor(options: PredictorOptions): Predictor {
  const { model, chunkSize = CHUNK_SIZE, trace = true } = options;
  checkChunkSize('createPredictor', chunkSize);
  const pass: ForwardPass = (input, inputs, branches) => {
    const parts = partsOf(input.batchSize, branches);
    const xs = parts.map((part) => input.pick(inputs, part).x);
    const outputs = applyToParts(model, parts, xs, false);
    return outputs.length === 1 ? itemAt(outputs, 0) : tf.concat(outputs, 0);
  };
  const runner = createRunner(pass, chunkSize, trace);
  return {
    predict(x): tf.Tensor {
      return tf.tidy(() => {
        const inputs = Array.isArray(x) ? x : [x];
        const total = inputs[0]?.shape[0] ?? 0;
        const outputs: tf.Tensor[] = [];
        for (let begin = 0; begin < total; begin += runner.chunk) {
          const size = Math.min(runner.chunk, total - begin);
          const chunk = inputs.map((input) => rows(input, begin, size));
          outputs.push(runner.run(chunk));
          tf.dispose(chunk);
        }
        return outputs.length === 1 ? itemAt(outputs, 0) : tf.concat(outputs, 0);
      });
    },
    dispose: () => runner.dispose(),
  };
}
