/** Foreseen wrong answers to exercise 04b.3, each with a part of what the check must say. */
import type { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (loss: tf.Tensor2D, mask: tf.Tensor2D) => tf.Tensor;
const wrong = (says: string, maskedMean: Answer): WrongAnswer => ({ says, answer: maskedMean });

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('padding included', (loss) => loss.mean()),
  wrong('not of places', (loss, mask) => loss.mul(mask).mean()),
  wrong('short name counts more', (loss, mask) => loss.mul(mask).sum(1).div(mask.sum(1)).mean()),
  wrong('not of a letter', (loss, mask) => loss.mul(mask).sum(1).mean()),
  wrong('That is the sum', (loss, mask) => loss.mul(mask).sum()),
  wrong('result is NaN', (loss, mask) => loss.mul(mask).sum().div(mask.sum())),
];
