/** Foreseen wrong answers to exercise 02.4, each with a part of what the check must say. */

import { Value } from '../../../../notebooks/exercises/02/value';
import { type WrongAnswer, earlierCell } from '../../wrong-answer';

export const setup = earlierCell('02/value.ts');

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'add',
    answer: function tanh(a: Value): Value {
      const t = Math.tanh(a.data);
      return new Value(t, [a], (g) => {
        a.gradient = g * (1 - t ** 2);
      });
    },
  },
  {
    says: 'square of the tanh',
    answer: function tanh(a: Value): Value {
      return new Value(Math.tanh(a.data), [a], (g) => {
        a.gradient += g * (1 - a.data ** 2);
      });
    },
  },
  {
    says: 'times what came from above',
    answer: function tanh(a: Value): Value {
      const t = Math.tanh(a.data);
      return new Value(t, [a], () => {
        a.gradient += 1 - t ** 2;
      });
    },
  },
  {
    says: 'never be visited',
    answer: function tanh(a: Value): Value {
      const t = Math.tanh(a.data);
      return new Value(t, [], (g) => {
        a.gradient += g * (1 - t ** 2);
      });
    },
  },
  {
    says: 'receives nothing',
    answer: function tanh(a: Value): Value {
      return new Value(Math.tanh(a.data), [a]);
    },
  },
  {
    says: 'must return a `Value`',
    answer: function tanh(a: Value): unknown {
      return Math.tanh(a.data);
    },
  },
];
