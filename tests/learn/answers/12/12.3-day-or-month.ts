/** Foreseen wrong answers to exercise 12.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const first = (dates: string[]) =>
  dates.some((date) => Number(date.split('/')[0]) > 12) ? 'day first' : 'month first';
const onlyTheFirstRow = (dates: string[]) => {
  const [day = 0, month = 0] = (dates[0] ?? '').split('/').map(Number);
  return day > 12 ? 'day first' : month > 12 ? 'month first' : 'unclear';
};

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'has no number above 12', answer: first },
  { says: 'can only be a day', answer: onlyTheFirstRow },
  { says: 'must be a function', answer: 'day first' },
];
