/** Serves a model's predictions over HTTP. */
import { tf } from '../engine';
import { answerOf, type Prediction } from './answer';
import { createBatchModel } from './batch-model';
import { Batcher } from './batcher';
import { listen } from './http-server';
import { readInstances } from './input';
import { serveSettings, type ServeOptions } from './options';
import { ServerMetrics, type ServerCounts } from './server-metrics';

/** A server that listens. Close it. */
export interface PredictionServer {
  /** Where it listens, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  /**
   * Predictions without HTTP, from this process: same checks, same queue, same batches.
   *
   * @throws Error with the `status` that a request would get.
   */
  predict(instances: readonly unknown[]): Promise<Prediction[]>;
  /** What it counted so far. */
  metrics(): ServerCounts;
  /**
   * Stops: refuses what is new, finishes what runs, closes idle connections, and frees its graphs.
   *
   * @returns resolves when nothing of it is left. The model stays the caller's.
   */
  close(): Promise<void>;
}

/**
 * Serves a model's predictions over HTTP, several requests in one call of the model.
 *
 * `POST /predict` takes `{ "instances": [example, …] }` and gives `{ "predictions": [{ index, label, values }, …] }`.
 * What is wrong with a request is said by its status code and `{ "error": … }`. `GET /health` (`/live`, `/ready`) and
 * `GET /metrics` (for Prometheus) tell those who run it how it is.
 *
 * The model computes on the thread that also answers, so a long call lets everything else wait.
 *
 * @param model with one input of fixed shape and one output; must live as long as the server
 * @param options see {@link ServeOptions}
 * @returns a server that listens already. Caller closes it.
 * @throws TypeError or RangeError for options that do not fit; Error when the port cannot be used.
 * @example
 * const layer = tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' });
 * const server = await servePredictions(tf.sequential({ layers: [layer] }));
 * const client = createClient(server.url);
 * (await client.predict([[1, 2]])).body; // { predictions: [ { index: 0, values: [ 3 ] } ] }
 * client.close();
 * await server.close();
 */
export async function servePredictions(
  model: tf.LayersModel,
  options: ServeOptions = {},
): Promise<PredictionServer> {
  const settings = serveSettings(model, options);
  const { input, output, labels, maxBatch, maxWaitMs, maxQueue, trace } = settings;
  const batchModel = createBatchModel(model, { maxBatch, trace });
  const compute = (rows: Float32Array[]) => {
    metrics.computed(rows.length);
    return batchModel.run(rows);
  };
  const batcher = new Batcher(compute, { maxBatch, maxWaitMs, maxQueue });
  const metrics = new ServerMetrics(batchModel.sizes, () => ({
    waiting: batcher.waiting,
    tensors: tf.memory().numTensors,
  }));
  const predict = async (body: unknown): Promise<{ predictions: Prediction[] }> => {
    const rows = await batcher.submit(readInstances(body, input, maxBatch));
    return { predictions: rows.map((row) => answerOf(row, output, labels)) };
  };
  let stopped: Promise<void> | undefined;
  const listening = await listen({
    ...settings,
    predict,
    ready: () => stopped === undefined,
    metrics: () => metrics.text(),
    answered: (status, seconds) => metrics.answered(status, seconds),
  }).catch((error: unknown) => {
    batchModel.dispose();
    throw error;
  });
  return {
    url: listening.url,
    predict: async (instances) => (await predict({ instances })).predictions,
    metrics: () => metrics.counts(),
    close: () => (stopped ??= listening.close().finally(() => batchModel.dispose())),
  };
}
