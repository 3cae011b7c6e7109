/** Exercise 00b.3: a probability after several tests. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Probability of being sick after independent tests; `true` is a positive one. */
function posterior(prior: number, hit: number, alarm: number, results: readonly boolean[]): number {
  let [sick, healthy] = [prior, 1 - prior];
  for (const positive of results) {
    sick *= positive ? hit : 1 - hit;
    healthy *= positive ? alarm : 1 - alarm;
  }
  return sick / (sick + healthy);
}

const CASES: readonly [number, number, number, boolean[]][] = [
  [0.01, 0.8, 0.096, [true]],
  [0.2, 0.9, 0.3, [true, true, true]],
  [0.2, 0.9, 0.3, [false]],
  [0.05, 0.7, 0.1, [true, false, true]],
  [0.3, 0.9, 0.2, []],
];

export const exercise = defineExercise({
  title: 'A second opinion, and a third',
  difficulty: 2,
  task: `
Write \`probabilityOfSick(prior, hit, alarm, results)\`: the probability of being sick after several tests. \`prior\` is the
probability before them, \`hit\` the share of the sick who test positive, \`alarm\` the share of the healthy who do.
\`results\` lists the outcomes, \`true\` for a positive test; a *negative* one counts as well. The errors of the tests are
independent. With no test at all, the prior stays.`,
  answer: 'probabilityOfSick',
  placeholder: `
function probabilityOfSick(prior: number, hit: number, alarm: number, results: boolean[]): number {
  return todo(); // your code
}`,
  hints: [
    'Keep two numbers: the share of all people who are sick *and* had these results, and who are healthy and had them.',
    'A positive test multiplies them by `hit` and `alarm`. What does a negative one multiply them by?',
    'A negative one: `1 - hit` and `1 - alarm`. At the end, divide the first number by the sum of both.',
  ],
  check(answer, report) {
    const probabilityOfSick = report.function(answer);
    for (const [prior, hit, alarm, results] of CASES) {
      const on = `${prior}, ${hit}, ${alarm}, [${results.join(', ')}]`;
      const got = report.number(probabilityOfSick(prior, hit, alarm, [...results]));
      const joint = (share: number, rate: number): number =>
        results.reduce((product, each) => product * (each ? rate : 1 - rate), share);
      const [sick, healthy] = [joint(prior, hit), joint(1 - prior, alarm)];
      const onlyPositive = results.filter((each) => each);
      report.close(got, posterior(prior, hit, alarm, results), {
        what: '`probabilityOfSick`',
        on,
        mistakes: [
          {
            gives: joint(1, hit) / (joint(1, hit) + joint(1, alarm)),
            says: 'The prior is missing: how many sick and how many healthy people are there to begin with?',
          },
          {
            gives: sick,
            says: 'That is the share of people who are sick *and* have these results. Divide by all who have them.',
          },
          {
            gives: sick + healthy,
            says: 'That is the share of all people with these results. How many of them are sick?',
          },
          {
            gives: joint(1, hit),
            says: 'That is the other way around: the results, given that you are sick.',
          },
          { gives: healthy / (sick + healthy), says: 'That is the probability of being healthy.' },
          {
            gives: posterior(prior, hit, alarm, onlyPositive),
            says: 'A negative test is news as well: it makes the disease less probable.',
          },
          {
            gives: posterior(prior, hit, alarm, results.slice(0, 1)),
            says: 'Only the first result was used.',
          },
        ],
      });
    }
    report.remark(
      'In real life, independence is the weak spot: what fooled the first test may fool the second.',
    );
  },
});

export function solution() {
  function probabilityOfSick(
    prior: number,
    hit: number,
    alarm: number,
    results: boolean[],
  ): number {
    let [sick, healthy] = [prior, 1 - prior];
    for (const positive of results) {
      sick *= positive ? hit : 1 - hit;
      healthy *= positive ? alarm : 1 - alarm;
    }
    return sick / (sick + healthy);
  }
  return probabilityOfSick;
}
