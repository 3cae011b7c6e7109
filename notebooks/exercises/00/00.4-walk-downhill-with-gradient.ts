/** Exercise 00.4: walk downhill with a gradient. */
import { tf } from 'dlts';
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

// f(x) = (x − 3)², f'(x) = 2 (x − 3): every step multiplies the distance to 3 by 1 − 2η.
const f = (x: tf.Tensor): tf.Tensor => x.sub(3).square();
const slope = (x: number): number => 2 * (x - 3);

/** Where some steps of 0.3 times `direction` lead from 5. */
function walked(direction: (x: number) => number, steps = 3): number {
  let x = 5;
  for (let step = 0; step < steps; step++) x += 0.3 * direction(x);
  return x;
}

const RIGHT = walked((x) => -slope(x));
const MISTAKES: readonly Mistake[] = [
  {
    gives: walked(slope),
    says: 'You walk uphill: the gradient points up, so subtract it.',
  },
  {
    gives: walked((x) => -slope(x), 1),
    says: 'You take a single step; repeat it `steps` times.',
  },
  {
    gives: walked((x) => -((x - 3) ** 2)),
    says: 'You subtract the value of `f`; its derivative `tf.grad(f)` is needed.',
  },
  {
    gives: walked(() => -slope(5)),
    says: 'The derivative is computed once, at the start; compute it anew where each step stands.',
  },
];

export const exercise = defineExercise({
  title: 'Walk downhill with a gradient',
  difficulty: 3,
  task: `
Write \`descend(f, start, learningRate, steps)\` that begins at the number $x_0$ = \`start\` and repeats \`steps\` times

$$x \\leftarrow x - \\eta \\, f'(x)$$

where $\\eta$ is \`learningRate\` and \`tf.grad(f)\` gives the derivative $f'$. Return the final $x$ as a **number**. The
same loop trains every network of this course.`,
  answer: 'descend',
  placeholder: `
function descend(
  f: (x: tf.Tensor) => tf.Tensor,
  start: number,
  learningRate: number,
  steps: number,
): number {
  return todo(); // your code
}`,
  hints: [
    '`const slope = tf.grad(f)` is a function: it takes a tensor and returns the derivative there as a tensor.',
    "Keep `x` as a plain number. In each step make a scalar of it, read $f'(x)$ out with `.dataSync()[0]`, and update `x`.",
    '`x -= learningRate * (tf.tidy(() => slope(tf.scalar(x)).dataSync()[0]) as number);`',
  ],
  check(answer, report) {
    const descend = report.function(answer);
    report.close(report.number(descend(f, 5, 0.3, 3), 'The result'), RIGHT, {
      what: '`descend`',
      on: 'descend(x => x.sub(3).square(), 5, 0.3, 3)',
      mistakes: MISTAKES,
    });
    report.close(report.number(descend(f, -4, 0.1, 0), 'The result'), -4, {
      what: '`descend`',
      on: 'descend(x => x.sub(3).square(), -4, 0.1, 0)',
    });
    report.remark(
      'Every step here multiplies the distance to the minimum by $1 - 2\\eta$. Try $\\eta$ = 1.1: what happens?',
    );
  },
});

export function solution() {
  function descend(
    f: (x: tf.Tensor) => tf.Tensor,
    start: number,
    learningRate: number,
    steps: number,
  ): number {
    const slope = tf.grad(f);
    let x = start;
    for (let step = 0; step < steps; step++) {
      const gradient = tf.tidy(() => slope(tf.scalar(x)).dataSync()[0] as number);
      x -= learningRate * gradient;
    }
    return x;
  }
  return descend;
}
