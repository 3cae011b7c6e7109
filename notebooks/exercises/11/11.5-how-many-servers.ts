/** Exercise 11.5: how many servers? */
import { defineExercise } from 'dlts/dist/learn/author';

/** Requests a second that one server computes. */
const CAPACITY = 400;
/** Largest arrival rate with p99 ≤ 20 ms: μ − ln(100) / 0.02. */
const MOST = CAPACITY - Math.log(100) / 0.02;
const SERVERS = Math.ceil(1000 / MOST);
/** Little's law for all servers together. */
const INSIDE = 1000 / (CAPACITY - 1000 / SERVERS);

export const exercise = defineExercise({
  title: 'How many servers?',
  difficulty: 3,
  task: `
You expect 1,000 requests a second, random arrivals, and promise a p99 of at most 20 ms. One server computes $\\mu = 400$ a second,
one after another, with service times that vary a lot. For such a queue (called M/M/1) with $\\lambda$ arrivals a second, theory
says that the time $T$ from arrival to answer is longer than $t$ seconds with probability

$$
P(T > t) = e^{-(\\mu - \\lambda)\\, t} .
$$

1. Derive the largest $\\lambda$ for which one server keeps the promise.
2. How many servers do you need, if the requests are spread evenly and at random?
3. The mean time inside is $1 / (\\mu - \\lambda)$. How many requests are under way in all of them together, on average?

Then design: one server fails, and Christmas brings twice as many requests. What do you buy? (That part isn't checked.)`,
  answer: 'plan',
  placeholder: `
const plan: number[] | undefined = undefined; // largest load of one server; servers; requests under way`,
  hints: [
    'The promise is $P(T > 0.02) \\le 0.01$. Take logarithms: $(\\mu - \\lambda) \\cdot 0.02 \\ge \\ln 100$.',
    'So $\\lambda \\le 400 - 4.605 / 0.02 \\approx 169.7$. Servers come in whole numbers: round up.',
    'Little: $L = 1000 \\cdot W$, where $W = 1 / (400 - 1000 / n)$ for $n$ servers.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    const naive = 1000 / CAPACITY;
    report.demand(
      given[1] !== Math.ceil(naive),
      '1000 / 400, rounded up, is enough for the throughput, but not for the promise: at 83 % load the queues are long.',
    );
    report.close(given, [MOST, SERVERS, INSIDE], {
      tolerance: 0.01,
      mistakes: [
        { gives: [CAPACITY - Math.log(10) / 0.02, 4, 1000 / 150], says: 'That is p90: one in a hundred needs $\\ln 100$.' },
        { gives: [MOST, 1000 / MOST, INSIDE], says: 'There is no part of a server: round up.' },
        { gives: [MOST, SERVERS, 1000 / (CAPACITY - MOST)], says: 'With whole servers each gets less than it could take: $1000 / n$.' },
      ],
    }); // prettier-ignore
    report.remark(
      'Each server is idle more than half of its time. That is what the promise costs, and what batching can win back. ' +
        'One queue in front of all servers needs fewer of them than one queue each.',
    );
  },
});

export function solution() {
  // exp(−(400 − λ) · 0.02) ≤ 0.01, so λ ≤ 400 − ln(100) / 0.02
  const most = 400 - Math.log(100) / 0.02;
  const servers = Math.ceil(1000 / most);
  const plan: number[] | undefined = [most, servers, 1000 / (400 - 1000 / servers)];
  return plan;
}
