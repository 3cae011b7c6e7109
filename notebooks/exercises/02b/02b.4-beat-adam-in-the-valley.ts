/** Exercise 02b.4: beat Adam in the banana valley. */
import { defineExercise } from 'dlts/dist/learn/author';

/** What Adam reaches at its best rate, as in the notebook. */
const ADAM = 9.1e-4;
const STARTS = [-2, -1.5, -1, -0.5, 0.5, 1.5, 2].flatMap((a) => [-1, 0, 1, 2].map((b) => [a, b]));

export const exercise = defineExercise({
  title: 'Beat Adam in the banana valley',
  difficulty: 3,
  task: `
Write an optimizer of your own: \`myOptimizer()\` returns a stepper, which maps each gradient \`[∂L/∂w₁, ∂L/∂w₂]\` to a
change of the weights. It must know nothing of the surface but these gradients, 100 of them from each start. The number to
beat is Adam's: a median loss of **0.00091** over the 28 starting points. How low can you get?`,
  answer: 'myOptimizer',
  placeholder: `
function myOptimizer(): (g: number[]) => number[] {
  return todo(); // your code
}`,
  hints: [
    'Begin with the momentum or the Adam of the notebook, and their best rates (0.01 and 0.46).',
    'Every constant is yours: 0.9 and 0.999 were chosen for networks, not for this valley. And the rate may change from step to step.',
    'Adam remembers squares for 1,000 steps, ten times as long as the whole run. What would a shorter memory do?',
  ],
  check(answer, report) {
    const myOptimizer = report.function(answer);
    const ends = STARTS.map((start) => {
      const stepper = report.function(myOptimizer(), 'What `myOptimizer()` returns');
      let [a = 0, b = 0] = start;
      for (let step = 0; step < 100; step++) {
        const g = [-2 * (1 - a) - 40 * a * (b - a * a), 20 * (b - a * a)];
        if (!g.every(Number.isFinite)) return Infinity;
        const [da = NaN, db = NaN] = report.numbers(stepper(g), 'A step', { length: 2 });
        [a, b] = [a + da, b + db];
      }
      return (1 - a) ** 2 + 10 * (b - a * a) ** 2;
    }).sort((x, y) => x - y);
    const median = ((ends[13] ?? NaN) + (ends[14] ?? NaN)) / 2;
    const told = Number.isFinite(median) ? median.toPrecision(2) : 'infinite: it diverges';
    report.demand(median < ADAM, `The median loss is ${told}; Adam reaches ${ADAM}.`);
    report.remark(
      `Your median loss is ${told}. You tuned it on the very surface that judges it; would it win on another one?`,
    );
  },
});

export function solution() {
  // Adam with shorter memories, and a rate that falls.
  function myOptimizer(): (g: number[]) => number[] {
    let [m, v, t] = [[0, 0], [0, 0], 0];
    return (g) => {
      t += 1;
      m = m.map((mi, i) => 0.8 * mi + 0.2 * g[i]);
      v = v.map((vi, i) => 0.9 * vi + 0.1 * g[i] ** 2);
      const rate = 0.2 * (1 - t / 110);
      const roots = v.map((vi) => Math.sqrt(vi / (1 - 0.9 ** t)) + 1e-7);
      return m.map((mi, i) => (-rate * mi) / (1 - 0.8 ** t) / roots[i]);
    };
  }
  return myOptimizer;
}
