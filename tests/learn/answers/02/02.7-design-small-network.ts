/** Foreseen wrong answers to exercise 02.7, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'has 66 parameters',
    answer: { hiddenUnits: [5, 4, 3], activation: 'tanh', learningRate: 0.1 },
  },
  {
    says: '96 % are wanted',
    answer: { hiddenUnits: [2], activation: 'tanh', learningRate: 0.1 },
  },
  {
    says: 'has 371 parameters',
    answer: { hiddenUnits: [16, 16], activation: 'relu', learningRate: 0.03 },
  },
  {
    says: 'Without a hidden layer',
    answer: { hiddenUnits: [], activation: 'relu', learningRate: 0.03 },
  },
  {
    says: 'still falling',
    answer: { hiddenUnits: [6], activation: 'tanh', learningRate: 0.001 },
  },
  {
    says: '`activation`',
    answer: { hiddenUnits: [6], activation: 'softmax', learningRate: 0.03 },
  },
  { says: 'lacks `learningRate`', answer: { hiddenUnits: [6], activation: 'tanh' } },
  { says: 'whole numbers', answer: { hiddenUnits: [2.5], activation: 'tanh', learningRate: 0.03 } },
];
