/** Exercise 02.4: a new operation for the engine. */
import { defineExercise, type Report } from 'dlts/dist/learn/author';
import { Value } from './value';

const SQUARE = 'It is 1 minus the square of the tanh, not of its argument.';
const CHAIN = 'The chain rule: your derivative times what came from above, `g`.';

export const exercise = defineExercise({
  title: 'A new operation for the engine',
  difficulty: 2,
  task: `
Teach the engine the hyperbolic tangent: write \`tanh(a)\` that takes a \`Value\` and returns a new one, in the manner of
\`relu\`. Mind that \`a\` may already have received a derivative from elsewhere.`,
  answer: 'tanh',
  placeholder: `
function tanh(a: Value): Value {
  return todo(); // your code
}`,
  hints: [
    '`Math.tanh` gives the value. Its parent is `a`.',
    'The derivative is $1 - \\tanh^2 z$, and the tanh is known from the way forward.',
    'On the way back: `a.gradient += g * (1 - t ** 2)` with `t = Math.tanh(a.data)`.',
  ],
  check(answer, report) {
    const tanh = report.function(answer);
    for (const [data, from, earlier] of [
      [0.7, 1, 0],
      [-1.3, 2.5, 0],
      [0.4, -3, 10],
    ] as const) {
      const a = new Value(data);
      a.gradient = earlier;
      const result = readValue(tanh(a), report);
      const t = Math.tanh(data);
      const on = `a.data = ${data}`;
      report.close(result.data, t, { what: 'The value', on });
      report.close(a.gradient, earlier, { what: '`a.gradient`, before the way back,', on });
      report.demand(
        result.parents.some((parent) => parent === a),
        'The new value does not name `a` as its parent, so `a` would never be visited on the way back.',
      );
      result.passBack(from);
      report.close(a.gradient, earlier + from * (1 - t * t), {
        what: `\`a.gradient\` after \`passBack(${from})\`, with ${earlier} before,`,
        on,
        mistakes: [
          { gives: from * (1 - t * t), says: 'Derivatives from several places add up: use `+=`.' },
          { gives: earlier + from * (1 - data * data), says: SQUARE },
          { gives: earlier + (1 - t * t), says: CHAIN },
          { gives: earlier, says: '`a` receives nothing on the way back.' },
        ],
      });
    }
    report.remark(
      'With this and `backward`, your engine trains recurrent cells too: chapter 04 uses tanh everywhere.',
    );
  },
});

export function solution() {
  function tanh(a: Value): Value {
    const t = Math.tanh(a.data);
    return new Value(t, [a], (g) => {
      a.gradient += g * (1 - t ** 2);
    });
  }
  return tanh;
}

function readValue(result: unknown, report: Report): Value {
  if (typeof result !== 'object' || result === null)
    report.wrong('`tanh` must return a `Value`: `new Value(data, [a], (g) => { … })`.');
  const value = report.object(result, ['data', 'parents', 'passBack'], 'What `tanh` returns');
  report.number(value.data, '`data` of the result');
  if (!Array.isArray(value.parents) || typeof value.passBack !== 'function')
    report.wrong('`tanh` must return a `Value`: `new Value(data, [a], (g) => { … })`.');
  return value as unknown as Value;
}
