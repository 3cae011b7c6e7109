/** Explains a loss that is no longer a number. */
import { tf } from '../../engine';
import type { Batch, Loss } from '../step';

/** What is known when the loss broke. */
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

/** Inputs beyond this size usually mean that scaling was forgotten. */
const LARGE_INPUT = 100;

function hasBadNumber(tensor: tf.Tensor): boolean {
  if (tensor.dtype !== 'float32') return false;
  return tf.tidy(() => tf.isFinite(tensor).all().dataSync()[0] === 0);
}

function largest(tensors: tf.Tensor[]): number {
  const sizes = tensors.map((x) =>
    tf.tidy(() => tf.cast(x, 'float32').abs().max().dataSync()[0] ?? 0),
  );
  return Math.max(0, ...sizes);
}

function likelyCause({ batch, recent, learningRate, loss, step }: NotFiniteReport): string {
  if (batch.x.some(hasBadNumber)) {
    return 'the inputs of this batch contain NaN or Infinity: drop or fill missing values first.';
  }
  if (hasBadNumber(batch.y)) {
    return 'the targets of this batch contain NaN or Infinity: drop those examples, or set maskValue.';
  }
  const first = recent[0];
  const last = recent[recent.length - 1];
  const lower = `lower the learning rate (${learningRate}) tenfold, or set clipNorm: 1.`;
  if (first !== undefined && last !== undefined && recent.length > 1 && last > first * 2) {
    return `the steps are too large, the loss rose from ${first.toPrecision(3)} to ${last.toPrecision(3)} before: ${lower}`;
  }
  const size = largest(batch.x.filter((x) => x.dtype === 'float32'));
  if (size > LARGE_INPUT) {
    return `the inputs are not scaled, the largest has size ${size.toPrecision(3)}: scale them to about ±1, or ${lower}`;
  }
  if (step === 1 && loss.lossName.endsWith('rossentropy') && !loss.fromLogits) {
    return 'the first prediction is already broken: check the weights, or use logits with { fromLogits: true }.';
  }
  return `the steps are too large, or a layer divides by zero or takes the logarithm of zero: ${lower}`;
}

/** The error that `train` throws for a loss of NaN or Infinity. */
export function notFiniteError(report: NotFiniteReport): RangeError {
  const { value, epoch, step, loss } = report;
  return new RangeError(
    `train: expected a finite loss; got ${value} from ${loss.lossName} in epoch ${epoch}, step ${step}. ` +
      `Likely cause: ${likelyCause(report)} Make a new model before training again: its weights may be broken.`,
  );
}
