/** Foreseen wrong answers to exercise 10b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'leave it out',
    answer: (pieces: string[]) => [...pieces],
  },
  {
    says: 'still in the German order',
    answer: (pieces: string[]) => pieces.filter((word) => word !== 'und'),
  },
  {
    says: 'Every *und* has to be treated',
    answer: (pieces: string[]) =>
      pieces
        .join(' ')
        .replace(/(\S+) und (\S+)/, '$2 $1')
        .replace(/ und /g, ' ')
        .split(' '),
  },
  {
    says: 'was changed',
    answer: (pieces: string[]) => {
      for (let i = 1; i < pieces.length - 1; i++)
        if (pieces[i] === 'und') pieces.splice(i - 1, 3, pieces[i + 1] ?? '', pieces[i - 1] ?? '');
      return pieces;
    },
  },
];
