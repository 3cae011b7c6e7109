/** Exercise 01b.3: cut your own folds. */
import { defineExercise, type Report } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Cut your own folds',
  difficulty: 2,
  task: `
Write \`cutFolds(order, k)\`. \`order\` holds the positions of the examples, already shuffled. Return \`k\` objects
\`{ train, validation }\` of positions such that each position validates exactly once, trains in all other folds, and
the sizes of the validation parts differ by at most one.`,
  answer: 'cutFolds',
  placeholder: `
function cutFolds(order: number[], k: number): { train: number[]; validation: number[] }[] {
  return todo(); // your code
}`,
  hints: [
    'Let the example at place $i$ of `order` validate in one fold, chosen by $i$ and $k$.',
    'The remainder `i % k` deals the examples out like cards: sizes differ by at most one by themselves.',
    '`order.filter((_, i) => i % k === fold)` is one validation part; the rest is its training part.',
  ],
  check(answer, report) {
    const cutFolds = report.function(answer);
    for (const [order, k] of [
      [[40, 10, 30, 20, 60, 50, 80, 70, 90], 4],
      [[5, 3, 7, 1, 9], 5],
    ] as const)
      checkFolds(cutFolds([...order], k), order, k, report);
    report.remark(
      'The library calls this `kFold`; it can also keep groups together, or the order of time.',
    );
  },
});

export function solution() {
  function cutFolds(order: number[], k: number): { train: number[]; validation: number[] }[] {
    return Array.from({ length: k }, (_, fold) => ({
      train: order.filter((_, i) => i % k !== fold),
      validation: order.filter((_, i) => i % k === fold),
    }));
  }
  return cutFolds;
}

interface Fold {
  train: number[];
  validation: number[];
}

function foldsIn(result: unknown, on: string, report: Report): Fold[] {
  report.demand(Array.isArray(result), `${on} must return an array of folds.`);
  return (result as unknown[]).map((fold, i) => {
    const { train, validation } = report.object(fold, ['train', 'validation'], `Fold ${i}`);
    return {
      train: report.numbers(train, `\`train\` of fold ${i}`),
      validation: report.numbers(validation, `\`validation\` of fold ${i}`),
    };
  });
}

function checkFolds(result: unknown, order: readonly number[], k: number, report: Report): void {
  const on = `\`cutFolds(${JSON.stringify(order)}, ${k})\``;
  const found = foldsIn(result, on, report);
  report.demand(
    found.length === k,
    `${on} returned ${found.length} fold${found.length === 1 ? '' : 's'}; expected ${k} folds.`,
  );
  const known = found.flatMap((fold) => [...fold.train, ...fold.validation]);
  report.demand(
    known.every((position) => order.includes(position)),
    `${on} returned places in \`order\` (0, 1, 2, …); the positions that stand there are wanted.`,
  );
  for (const position of order) {
    const times = found.filter(({ validation }) => validation.includes(position)).length;
    report.demand(
      times === 1,
      `On ${on}: ${position} validates ${times} times instead of once.${times === 0 ? ' Some examples never validate: look at the end of the list.' : ''}`,
    );
  }
  found.forEach(({ train, validation }, i) => {
    const double = train.find((position) => validation.includes(position));
    report.demand(
      double === undefined,
      `On ${on}: ${double} both trains and validates in fold ${i}. Its score would be worthless.`,
    );
    report.demand(
      train.length + validation.length === order.length,
      `On ${on}: fold ${i} holds ${train.length + validation.length} of ${order.length} examples.`,
    );
  });
  const sizes = found.map(({ validation }) => validation.length);
  report.demand(
    Math.max(...sizes) - Math.min(...sizes) <= 1,
    `On ${on}: the validation parts have ${sizes.join(', ')} examples; they must differ by at most one.`,
  );
}
