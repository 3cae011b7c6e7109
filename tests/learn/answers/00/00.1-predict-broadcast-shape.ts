/** Foreseen wrong answers to exercise 00.1, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'the size 1 is stretched', answer: [7, 1, 5] },
  { says: 'stretched, never multiplied', answer: [21, 1, 5] },
  { says: 'as many axes as the longer', answer: [7, 3] },
  { says: 'as many axes as the longer', answer: [7, 5] },
  { says: 'from the right', answer: [3, 1, 5] },
  { says: 'must be an array of numbers', answer: '7, 3, 5' },
  { says: 'a tensor of shape [7, 3, 5]', answer: tf.zeros([7, 1, 5]).add(tf.zeros([3, 1])) },
];
