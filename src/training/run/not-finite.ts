/** Explains a loss that is no longer a number. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { CHUNK_SIZE, createPredictor, type Batch, type Loss } from '../step';
import type { Evaluation } from './means';

/** What is known when the loss of a step broke. */
export interface NotFiniteReport {
  loss: Loss;
  value: number;
  epoch: number;
  step: number;
  /** Losses of the steps before, oldest first. */
  recent: number[];
  learningRate: number;
  batch: Batch;
}

/** Inputs beyond this size are named as a possible cause. */
const UNUSUAL_INPUT = 10;
/** Inputs beyond this size usually mean that scaling was forgotten. */
const LARGE_INPUT = 100;

/** Position of the first example with NaN or Infinity. */
function firstBad(tensor: tf.Tensor): number | undefined {
  if (tensor.dtype !== 'float32' || tensor.size === 0) return undefined;
  return tf.tidy(() => {
    const finite = tf.isFinite(tensor);
    if (finite.all().dataSync()[0]) return undefined;
    const perExample = finite.reshape([tensor.shape[0] ?? 1, -1]).all(1);
    return perExample.dataSync().indexOf(0);
  });
}

const hasBadNumber = (tensor: tf.Tensor): boolean => firstBad(tensor) !== undefined;

/** Smallest and largest number of all float inputs. */
function rangeOf(inputs: tf.Tensor[]): [least: number, most: number] {
  const floats = inputs.filter(({ dtype, size }) => dtype === 'float32' && size > 0);
  const ends = floats.map((x) => tf.tidy(() => [read(x.min()), read(x.max())] as const));
  return [Math.min(...ends.map(([least]) => least)), Math.max(...ends.map(([, most]) => most))];
}

function read(scalar: tf.Tensor): number {
  return itemAt(scalar.dataSync(), 0);
}

const short = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : value.toPrecision(3);

function likelyCause({ batch, recent, learningRate, loss, step }: NotFiniteReport): string {
  const { x, y, sampleWeight } = batch;
  if (x.some(hasBadNumber)) {
    return 'the inputs of this batch contain NaN or Infinity: drop or fill missing values first';
  }
  if (hasBadNumber(y)) {
    return 'the targets of this batch contain NaN or Infinity: drop those examples, or set maskValue';
  }
  if (sampleWeight && hasBadNumber(sampleWeight)) {
    return 'the sample weights of this batch contain NaN or Infinity: give every example a number';
  }
  const [least, most] = rangeOf(x);
  const size = Math.max(most, -least);
  const lower = `lower the learning rate (${learningRate}) tenfold, or set clipNorm: 1`;
  const scale = `scale the inputs, which range from ${short(least)} to ${short(most)}, to about ±1`;
  const [first] = recent;
  const last = recent.at(-1);
  if (first !== undefined && last !== undefined && recent.length > 1 && last > first * 2) {
    return (
      `the steps are too large, the loss rose from ${first.toPrecision(3)} to ${last.toPrecision(3)} before: ` +
      (size > UNUSUAL_INPUT ? `${scale}; or ${lower}` : lower)
    );
  }
  if (size > LARGE_INPUT) {
    return `the inputs are not scaled, the largest has size ${size.toPrecision(3)}: ${scale}, or ${lower}`;
  }
  if (step === 1 && loss.lossName.endsWith('rossentropy') && !loss.fromLogits) {
    return 'the first prediction is already broken: check the weights, or use logits with { fromLogits: true }';
  }
  return (
    `the steps are too large, or a layer divides by zero or takes the logarithm of zero: ${lower}` +
    (size > UNUSUAL_INPUT ? `, or ${scale}` : '')
  );
}

/** The error that `train` throws for a loss of NaN or Infinity. */
export function notFiniteError(report: NotFiniteReport): RangeError {
  const { value, epoch, step, loss } = report;
  return new RangeError(
    `train: expected a finite loss; got ${value} from ${loss.lossName} in epoch ${epoch}, step ${step}; ` +
      `likely cause: ${likelyCause(report)}; make a new model before training again, its weights may be broken.`,
  );
}

/** The first weight with NaN or Infinity, or one of the two in it. */
function brokenWeight(model: tf.LayersModel): { name: string; value: number } | undefined {
  for (const [i, weight] of model.getWeights().entries()) {
    if (!hasBadNumber(weight)) continue;
    const value = weight.dataSync().find((one) => !Number.isFinite(one)) ?? NaN;
    return { name: model.weights[i]?.originalName ?? `weight ${i}`, value };
  }
  return undefined;
}

/** @throws RangeError if a weight is NaN or infinite. */
export function checkWeights(caller: string, model: tf.LayersModel): void {
  const broken = brokenWeight(model);
  if (!broken) return;
  throw new RangeError(
    `${caller}: expected finite weights; got ${broken.value} in ${broken.name}: the model's weights are already ` +
      'not finite; make a new model, or load weights from before they broke.',
  );
}

/** What was evaluated when the loss broke. */
export interface EvaluationReport {
  caller: string;
  /** Which data set, as the reader passed it. */
  data: string;
  /** When, e.g. ` after epoch 3`. */
  when?: string;
  model: tf.LayersModel;
  loss: Loss;
  batch: Batch;
}

/**
 * @param values what the evaluation gave
 * @throws RangeError naming data set and first bad example if the loss is NaN or infinite.
 */
export function checkEvaluation({ loss: value }: Evaluation, report: EvaluationReport): void {
  if (Number.isFinite(value)) return;
  const { caller, data, when = '', loss } = report;
  const kind = data === 'validation' ? 'validation loss' : 'loss';
  throw new RangeError(
    `${caller}: expected a finite ${kind}; got ${value} from ${loss.lossName}${when}; ` +
      `${evaluationCause(report)}.`,
  );
}

function evaluationCause({ data, model, batch, loss }: EvaluationReport): string {
  const { x, y } = batch;
  for (const [i, input] of x.entries()) {
    const bad = firstBad(input);
    const name = x.length > 1 ? `x[${i}]` : 'x';
    if (bad !== undefined)
      return `${name} of ${data} contains NaN or Infinity, first in example ${bad}; drop or fill missing values`;
  }
  const bad = firstBad(y);
  if (bad !== undefined)
    return `y of ${data} contains NaN or Infinity, first in example ${bad}; drop those examples, or set maskValue`;
  const broken = brokenWeight(model);
  if (broken)
    return (
      `the model's weights are not finite (${broken.value} in ${broken.name}); make a new model, and train it ` +
      'with a lower learning rate'
    );
  return predictionCause(model, batch, data, loss);
}

/** Chunk by chunk: all predictions at once may not fit into memory. */
function firstBadPrediction(model: tf.LayersModel, x: tf.Tensor[]): number | undefined {
  const predictor = createPredictor({ model, trace: false });
  const size = x[0]?.shape[0] ?? 0;
  for (let begin = 0; begin < size; begin += CHUNK_SIZE) {
    const count = Math.min(CHUNK_SIZE, size - begin);
    const bad = tf.tidy(() =>
      firstBad(predictor.predict(x.map((input) => tf.slice(input, [begin], [count])))),
    );
    if (bad !== undefined) return begin + bad;
  }
  return undefined;
}

function predictionCause(model: tf.LayersModel, { x }: Batch, data: string, loss: Loss): string {
  const bad = firstBadPrediction(model, x);
  if (bad === undefined)
    return `${loss.lossName} overflows on finite predictions; scale targets and outputs to about ±1`;
  const example = x.map((input) => tf.slice(input, [bad], [1]));
  const [least, most] = rangeOf(example);
  tf.dispose(example);
  const range = Number.isFinite(least)
    ? `, with inputs from ${short(least)} to ${short(most)}`
    : '';
  return (
    `the model's prediction is not finite, first for example ${bad} of ${data}${range}; ` +
    `scale ${data} as the training data, and look for a division by zero in the model`
  );
}
