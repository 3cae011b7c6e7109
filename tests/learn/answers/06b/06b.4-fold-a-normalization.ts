/** Foreseen wrong answers to exercise 06b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

/** The solution stands in a cell that declares this type itself. */
export const setup =
  'type Channel = { gamma: number; beta: number; mean: number; variance: number; epsilon: number };';

type Channel = { gamma: number; beta: number; mean: number; variance: number; epsilon: number };
const scaleOf = ({ gamma, variance, epsilon }: Channel) => gamma / Math.sqrt(variance + epsilon);

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'The mean is scaled, too',
    answer: (weight: number, channel: Channel) => [
      weight * scaleOf(channel),
      channel.beta - channel.mean,
    ],
  },
  {
    says: 'Where did the mean go',
    answer: (weight: number, channel: Channel) => [weight * scaleOf(channel), channel.beta],
  },
  {
    says: 'Epsilon is missing',
    answer: (weight: number, channel: Channel) => {
      const scale = channel.gamma / Math.sqrt(channel.variance);
      return [weight * scale, channel.beta - channel.mean * scale];
    },
  },
  {
    says: 'so by a *root*',
    answer: (weight: number, channel: Channel) => {
      const scale = channel.gamma / (channel.variance + channel.epsilon);
      return [weight * scale, channel.beta - channel.mean * scale];
    },
  },
];
