/** Exercise 02.5: precision, recall and F1 from a confusion matrix. */
import { defineExercise, type GuardedFunction, type Report } from 'dlts/dist/learn/author';

const SWAPPED =
  'Precision and recall are exchanged: what was called $c$ is a column, what was $c$ is a row.';

export const exercise = defineExercise({
  title: 'Precision, recall and F1 from a confusion matrix',
  difficulty: 2,
  task: `
\`confusion[i][j]\` counts the examples of true class $i$ that were called $j$. Write \`scoresOf(confusion, c)\` that
returns \`{ precision, recall, f1 }\` of class \`c\`. If class \`c\` was never called, its precision is 0, and so is an
$F_1$ whose parts are both 0.`,
  answer: 'scoresOf',
  placeholder: `
function scoresOf(
  confusion: number[][],
  c: number,
): { precision: number; recall: number; f1: number } {
  return todo(); // your code
}`,
  hints: [
    'True positives stand on the diagonal, at `confusion[c][c]`.',
    'What was *called* $c$ is a column, what *was* $c$ is a row.',
    'Column sum: `confusion.reduce((sum, row) => sum + row[c], 0)`. Guard each division by 0.',
  ],
  check(answer, report) {
    const scoresOf = report.function(answer);
    const digits = [
      [50, 3, 2],
      [10, 30, 0],
      [5, 7, 13],
    ];
    const healthy = [
      [990, 0],
      [10, 0],
    ];
    for (const [confusion, c] of [
      [digits, 0],
      [digits, 1],
      [digits, 2],
      [healthy, 0],
      [healthy, 1],
    ] as const)
      checkScores(scoresOf, confusion, c, report);
    report.remark(
      'The last matrix was the test that calls everybody healthy: accuracy 0.99, and recall and $F_1$ of the ill 0.',
    );
  },
});

export function solution() {
  function scoresOf(
    confusion: number[][],
    c: number,
  ): { precision: number; recall: number; f1: number } {
    const called = confusion.reduce((sum, row) => sum + row[c], 0);
    const was = confusion[c].reduce((sum, count) => sum + count, 0);
    const precision = called === 0 ? 0 : confusion[c][c] / called;
    const recall = was === 0 ? 0 : confusion[c][c] / was;
    const sum = precision + recall;
    return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
  }
  return scoresOf;
}

function checkScores(
  scoresOf: GuardedFunction,
  confusion: readonly (readonly number[])[],
  c: number,
  report: Report,
): void {
  const on = `${JSON.stringify(confusion)}, ${c}`;
  const copy = confusion.map((row) => [...row]);
  const keys = ['precision', 'recall', 'f1'] as const;
  const result = report.object(scoresOf(copy, c), keys, 'What it returns');
  const { precision, recall, accuracy } = shares(confusion, c);
  const sum = precision + recall;
  report.close(report.number(result.precision, '`precision`'), precision, {
    what: '`precision`',
    on,
    mistakes: [
      { gives: recall, says: SWAPPED },
      { gives: accuracy, says: 'That is the accuracy, one number for all classes.' },
    ],
  });
  report.close(report.number(result.recall, '`recall`'), recall, {
    what: '`recall`',
    on,
    mistakes: [
      { gives: precision, says: SWAPPED },
      { gives: accuracy, says: 'That is the accuracy, one number for all classes.' },
    ],
  });
  report.close(report.number(result.f1, '`f1`'), sum === 0 ? 0 : (2 * precision * recall) / sum, {
    what: '`f1`',
    on,
    mistakes: [
      { gives: sum / 2, says: 'That is the ordinary mean; $F_1$ is the harmonic one.' },
      {
        gives: (precision * recall) / (sum || 1),
        says: 'The factor 2 of the harmonic mean is missing.',
      },
    ],
  });
}

function shares(confusion: readonly (readonly number[])[], c: number) {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const right = confusion[c][c];
  const called = total(confusion.map((row) => row[c]));
  const diagonal = total(confusion.map((row, i) => row[i]));
  return {
    precision: called === 0 ? 0 : right / called,
    recall: right / total(confusion[c]),
    accuracy: diagonal / total(confusion.flat()),
  };
}
