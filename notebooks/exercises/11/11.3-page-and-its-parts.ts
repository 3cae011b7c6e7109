/** Exercise 11.3: the page and its parts. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Share of each service's answers that must be in time, so that 99 % of pages with 20 parts are. */
const SHARE = 0.99 ** (1 / 20);

export const exercise = defineExercise({
  title: 'The page and its parts',
  difficulty: 2,
  task: `
A page asks $n$ services at once and is finished with the slowest answer. The services are slow independently of each other, each in
1 of 100 requests.

1. Derive for which smallest $n$ at least half of all pages meet a slow answer.
2. The page asks 20 services, and 99 % of all *pages* must meet no slow answer. Which share of its answers must each service give in
   time?`,
  answer: 'tail',
  placeholder: `
const tail: number[] | undefined = undefined; // smallest n; share between 0 and 1`,
  hints: [
    'All $n$ are quick with probability $0.99^n$.',
    'That falls to one half at $n = \\ln 0.5 / \\ln 0.99 \\approx 68.97$.',
    'The other way around: $s^{20} = 0.99$, so $s = 0.99^{1/20}$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    const [n = NaN, share = NaN] = given;
    report.demand(
      n !== 50,
      '50 · 1 % adds up probabilities, and counts pages with two slow answers twice.',
    );
    report.demand(n !== 68, 'With 68 services it is 49.5 %, not yet half.');
    report.demand(
      Math.abs(n - 69) < 1e-9,
      'The number of services must be whole, and the smallest for which $1 - 0.99^n \\ge 0.5$.',
    );
    report.demand(
      share < 1,
      'The share is a number below 1: no service can promise to be never slow.',
    );
    report.demand(
      Math.abs(share - 0.99) > 1e-6,
      'With 99 % each, $1 - 0.99^{20} = 18$ % of the pages meet a slow answer.',
    );
    report.demand(
      Math.abs(share - SHARE) < 2e-6,
      'Raise your share to the 20th power: it must give 0.99 (to four digits).',
    );
    report.remark('So the page promises its p99, and each part has to keep its p99.95.');
  },
});

export function solution() {
  // 0.99^n ≤ 0.5 gives n ≥ 68.97; s^20 = 0.99
  const tail: number[] | undefined = [Math.ceil(Math.log(0.5) / Math.log(0.99)), 0.99 ** (1 / 20)];
  return tail;
}
