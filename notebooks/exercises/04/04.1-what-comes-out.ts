/** Exercise 04.1: what comes out?. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'What comes out?',
  difficulty: 1,
  task: `
A batch of 32 emails, each padded to 50 words, passes through four layers. What is the shape of the output of each?

| layer | |
|---|---|
| embedding | 10,000 words, 16 numbers each |
| LSTM | 24 units, \`returnSequences: true\` |
| LSTM | 12 units |
| dense | 3 units |

Write four shapes, the batch first.`,
  answer: 'shapes',
  placeholder: `
const shapes: number[][] | undefined = undefined; // [[32, …], …], one shape for each layer`,
  hints: [
    'What goes in is `[32, 50]`: a number for each word. The embedding puts a vector in the place of each number.',
    'A recurrent layer has a state at each of the 50 steps. With `returnSequences: true` it hands all of them on, `[N, T, H]`; without, only the last one, `[N, H]`.',
    'The first LSTM gives `[32, 50, 24]`. The second reads these 50 steps and hands on 12 numbers for each email.',
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 4,
      '`shapes` must hold four shapes, one for each layer: `[[32, …], [32, …], [32, …], [32, …]]`.',
    );
    const given = (answer as unknown[]).map((shape, i) => report.numbers(shape, `Shape ${i + 1}`));
    report.demand(
      given.every(([batch]) => batch === 32),
      'The batch comes first in each shape: 32 emails go in, and no layer loses one.',
    );
    const at = (i: number, what: string, right: number[], mistakes: [number[], string][]): void =>
      report.equal(given[i], right, {
        what,
        mistakes: [
          ...mistakes.map(([gives, says]) => ({ gives, says })),
          // A general remark, where no mistake fits: the shape itself would give the answer away.
          { gives: given[i] ?? [], says: `It has ${right.length} axes: ${axes(right)}.` },
        ],
      });
    at(0, 'The output of the embedding', [32, 50, 16], [
      [[32, 50, 10000], 'That would be one-hot; the embedding puts 16 numbers in the place of a word.'],
      [[32, 16], 'The embedding has a vector for every word; nothing is added up yet.'],
    ]); // prettier-ignore
    at(1, 'The output of the first LSTM', [32, 50, 24], [
      [[32, 24], '`returnSequences: true`: it hands on the states of all steps.'],
      [[32, 50, 40], 'The input is not appended to the state: 24 units give 24 numbers.'],
      [[32, 50, 96], 'An LSTM computes four vectors of 24 at each step, but hands on only $\\mathbf h_t$.'],
    ]); // prettier-ignore
    at(2, 'The output of the second LSTM', [32, 12], [
      [[32, 50, 12], 'Without `returnSequences` it hands on only its last state.'],
      [[32, 24], 'It receives 24 numbers a step; it has 12 units of its own.'],
    ]); // prettier-ignore
    at(3, 'The output of the dense layer', [32, 3], []);
    report.remark(
      'With `returnSequences: true` in the second LSTM too, the last shape would be [32, 50, 3]: an answer for every word.',
    );
  },
});

export function solution() {
  // many to many in the first LSTM, many to one in the second
  const shapes: number[][] | undefined = [
    [32, 50, 16],
    [32, 50, 24],
    [32, 12],
    [32, 3],
  ];
  return shapes;
}

const axes = (shape: readonly number[]): string =>
  shape.length === 3 ? 'email, step, number' : 'email, number';
