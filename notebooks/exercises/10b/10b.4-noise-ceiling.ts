/** Exercise 10b.4: a noise ceiling. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'A noise ceiling',
  difficulty: 2,
  task: `
In a data set there are two kinds of sentences, equally many of each. Of all people, 90 % call a sentence of the first kind
positive, and 60 % call one of the second kind positive. A label is the majority of **three** people drawn at random. A
fourth person, drawn at random, says what they think: how often do they agree with the label? And how often does the best
possible model agree with it? Give both in percent.`,
  answer: 'ceiling',
  placeholder: `
const ceiling: number[] | undefined = undefined; // [one person, the best model], in percent`,
  hints: [
    'For a share $p$, three people have a positive majority with probability $q = p^3 + 3 p^2 (1 - p)$.',
    'A fourth person agrees with probability $p q + (1 - p)(1 - q)$. The best model always says the likelier label.',
    '$q$ is 0.972 and 0.648. Take means over the two kinds.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    report.close(given, [70.36, 81], {
      tolerance: 0.05,
      mistakes: [
        { gives: [0.7036, 0.81], says: 'Those are shares. Give percent.' },
        { gives: [81, 70.36], says: 'The two are exchanged: the person comes first.' },
        {
          gives: [75, 81],
          says: 'The person does not always say positive: use p·q + (1 − p)(1 − q).',
        },
        { gives: [70.36, 75], says: 'The label is a majority of three, so it agrees with the model more often than one person would.' }, // prettier-ignore
      ],
    });
    report.remark('A model can be better than a person at this: it does not have moods.');
  },
});

export function solution() {
  // q = 0.972 and 0.648; person (0.8776 + 0.5296) / 2, model (0.972 + 0.648) / 2
  const ceiling: number[] | undefined = [70.36, 81];
  return ceiling;
}
