/** Foreseen wrong answers to exercise 00b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const joint = (share: number, rate: number, results: readonly boolean[]): number =>
  results.reduce((product, positive) => product * (positive ? rate : 1 - rate), share);

type Numbers = [prior: number, hit: number, alarm: number, results: boolean[]];

const bayes = (...[prior, hit, alarm, results]: Numbers): number => {
  const [sick, healthy] = [joint(prior, hit, results), joint(1 - prior, alarm, results)];
  return sick / (sick + healthy);
};

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'The prior is missing',
    answer: (...[, hit, alarm, results]: Numbers) => bayes(0.5, hit, alarm, results),
  },
  {
    says: 'Divide by all who have them',
    answer: (...[prior, hit, , results]: Numbers) => joint(prior, hit, results),
  },
  {
    says: 'How many of them are sick',
    answer: (...[prior, hit, alarm, results]: Numbers) =>
      joint(prior, hit, results) + joint(1 - prior, alarm, results),
  },
  {
    says: 'the other way around',
    answer: (...[, hit, , results]: Numbers) => joint(1, hit, results),
  },
  { says: 'probability of being healthy', answer: (...all: Numbers) => 1 - bayes(...all) },
  {
    says: 'A negative test is news',
    answer: (...[prior, hit, alarm, results]: Numbers) =>
      bayes(
        prior,
        hit,
        alarm,
        results.filter((positive) => positive),
      ),
  },
  {
    says: 'Only the first result',
    answer: (...[prior, hit, alarm, results]: Numbers) =>
      bayes(prior, hit, alarm, results.slice(0, 1)),
  },
];
