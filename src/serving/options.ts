/** What a prediction server may be told. */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { shapeText } from '../host/checks';
import type { tf } from '../engine';
import { checkInputSpec, sizeOfInput, type InputSpec } from './input';

/** Options of `servePredictions`. */
export interface ServeOptions {
  /** What one example looks like and how it is scaled. Default: the model's own input shape, no scaling. */
  input?: InputSpec;
  /** Names of the classes, in the order of the outputs. Default: answers without `label`. */
  labels?: readonly string[];
  /** `'logits'` are turned into probabilities by softmax; `'values'` are sent as they are. Default `'values'`. */
  output?: 'logits' | 'values';
  /** Address to listen on. Default `'127.0.0.1'`: this machine alone. */
  host?: string;
  /** Port; 0 takes a free one. Default 0. */
  port?: number;
  /** Most examples in one call of the model, and in one request. Default 32; 1 does not batch. */
  maxBatch?: number;
  /** Milliseconds that the first example of an incomplete batch waits for others. Default 2. */
  maxWaitMs?: number;
  /** Most examples that wait; what does not fit is answered by 503. Default 1024. */
  maxQueue?: number;
  /** Largest body, in bytes; a larger one is answered by 413. Default 1,048,576. */
  maxBodyBytes?: number;
  /** Milliseconds in which a request must have arrived as a whole; later it is answered by 408. Default 10,000. */
  requestTimeoutMs?: number;
  /** Milliseconds that `close` waits for requests before it cuts their connections. Default 10,000. */
  closeTimeoutMs?: number;
  /** Most connections at once; further ones are closed unanswered. Default 4096. */
  maxConnections?: number;
  /** `false` computes eagerly, operation by operation. Default true. */
  trace?: boolean;
}

/** Every option with a value. */
export type ServeSettings = Required<Omit<ServeOptions, 'labels'>> & {
  labels: readonly string[] | undefined;
};

const KNOWN = {
  ...{ input: true, labels: true, output: true, host: true, port: true, maxBatch: true },
  ...{ maxWaitMs: true, maxQueue: true, maxBodyBytes: true, requestTimeoutMs: true },
  ...{ closeTimeoutMs: true, maxConnections: true, trace: true },
} as const satisfies Record<keyof ServeOptions, true>;

/** @throws TypeError or RangeError for options that cannot be. */
export function serveSettings(model: tf.LayersModel, options: ServeOptions): ServeSettings {
  checkOptions('servePredictions', options, KNOWN);
  const settings: ServeSettings = {
    input: { shape: modelShape(model) },
    ...{ output: 'values', host: '127.0.0.1', port: 0, maxBatch: 32, maxWaitMs: 2, maxQueue: 1024 },
    ...{ maxBodyBytes: 1_048_576, requestTimeoutMs: 10_000, closeTimeoutMs: 10_000 },
    ...{ maxConnections: 4096, trace: true },
    ...options,
    labels: options.labels,
  };
  checkNumbers(settings);
  checkInputSpec('servePredictions', settings.input);
  checkAgainstModel(model, settings);
  return settings;
}

function checkNumbers(settings: ServeSettings): void {
  const check = (name: keyof ServeSettings & string, least: number, most: number) =>
    checkWholeNumber('servePredictions', name, Number(settings[name]), { least, most });
  check('port', 0, 65_535);
  check('maxBatch', 1, 1024);
  check('maxBodyBytes', 1, 2 ** 30);
  check('requestTimeoutMs', 10, 3_600_000);
  check('closeTimeoutMs', 0, 3_600_000);
  check('maxConnections', 1, 1_000_000);
}

const modelShape = (model: tf.LayersModel): number[] =>
  (model.inputs[0]?.shape.slice(1) ?? []).map((size) => size ?? 0);

function checkAgainstModel(model: tf.LayersModel, { input, labels, output }: ServeSettings): void {
  const wanted = modelShape(model).reduce((product, size) => product * size, 1);
  if (sizeOfInput(input) !== wanted)
    throw new RangeError(
      `servePredictions: expected input.shape with ${wanted} numbers, as the model's ${shapeText(modelShape(model))} has; ` +
        `got ${shapeText(input.shape)}; adapt input.shape.`,
    );
  if (output !== 'logits' && output !== 'values')
    throw new RangeError(
      `servePredictions: expected output 'logits' or 'values'; got ${String(output)}; leave it out to send values.`,
    );
  const outputs = model.outputs[0]?.shape.at(-1);
  if (labels !== undefined && labels.length !== outputs)
    throw new RangeError(
      `servePredictions: expected ${outputs} labels, one per output; got ${labels.length}; list one for each class.`,
    );
}
