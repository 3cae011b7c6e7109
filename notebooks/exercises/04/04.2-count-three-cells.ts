/** Exercise 04.2: count three cells. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Count three cells',
  difficulty: 1,
  task: `
A recurrent layer with $H = 20$ units reads sequences of 50 steps with $D = 10$ numbers at each step. How many parameters does
it have as a simple RNN, as an LSTM, and as a GRU? The cells of this chapter have one bias for each sum.`,
  answer: 'parameters',
  placeholder: `
const parameters: number[] | undefined = undefined; // [simple RNN, LSTM, GRU]`,
  hints: [
    'One row of sums, $\\mathbf x_t \\mathbf W + \\mathbf h_{t-1} \\mathbf U + \\mathbf b$, needs $D H + H H + H$ numbers.',
    'Do the 50 steps appear in that? The same weights are used at every step.',
    'A simple RNN computes one such row at each step, an LSTM four (three gates and the candidate), a GRU three.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    const row = (10 + 20 + 1) * 20;
    const common = (rows: number) => [
      { gives: rows * (10 + 20) * 20, says: 'The biases are missing: one for each sum.' },
      {
        gives: rows * (row + 20),
        says: 'You counted two biases for each sum. PyTorch has them, and the GRU of Keras; the cells of this chapter have one.',
      },
      {
        gives: rows * (10 + 1) * 20,
        says: 'The recurrent kernel $\\mathbf U$ is missing: the state goes in as well.',
      },
      {
        gives: rows * 50 * row,
        says: 'The number of steps does not matter: the same weights serve at every step.',
      },
    ];
    const [simple, lstm, gru] = given;
    report.close(simple, row, { what: 'The simple RNN', mistakes: [
      ...common(1),
      { gives: 310, says: 'Each of the $H$ units has $D + H + 1$ numbers; $H$ is 20.' },
    ] }); // prettier-ignore
    const candidate = 'Count the gates, and the candidate.';
    report.close(lstm, 4 * row, {
      what: 'The LSTM',
      mistakes: [{ gives: 3 * row, says: candidate }, ...common(4)],
    });
    report.close(gru, 3 * row, {
      what: 'The GRU',
      mistakes: [{ gives: 2 * row, says: candidate }, ...common(3)],
    });
    report.remark(
      'Twice as many units need about four times as many parameters; twice as many steps need none.',
    );
  },
});

export function solution() {
  const row = 10 * 20 + 20 * 20 + 20; // 620
  const parameters: number[] | undefined = [row, 4 * row, 3 * row];
  return parameters;
}
