/** Foreseen wrong answers to exercise 04b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

/** What the lines of an answer see. */
interface Scope {
  series: number[];
  scaled: number[];
  steps: number;
  cut: number;
}

type Range = [from: number, to: number];

/** The solution with some of its lines replaced. */
function windows({
  seen = ({ series, cut }) => series.slice(0, cut),
  root = Math.sqrt,
  divisor = (list) => list.length,
  window = ({ scaled, steps }, day) => scaled.slice(day - steps, day),
  target = ({ scaled }, day) => scaled[day],
  train = ({ steps, cut }) => [steps, cut],
  test = ({ series, cut }) => [cut, series.length],
}: {
  seen?: (scope: Omit<Scope, 'scaled'>) => number[];
  root?: (variance: number) => number;
  divisor?: (list: number[]) => number;
  window?: (scope: Scope, day: number) => number[];
  target?: (scope: Scope, day: number) => number;
  train?: (scope: Scope) => Range;
  test?: (scope: Scope) => Range;
}) {
  return function splitWindows(series: number[], steps: number, cut: number) {
    const total = (list: number[]) => list.reduce((sum, value) => sum + value, 0);
    const spread = (list: number[]) => total(list) / divisor(list);
    const known = seen({ series, steps, cut });
    const mean = total(known) / known.length;
    const deviation = root(spread(known.map((value) => (value - mean) ** 2)));
    const scaled = series.map((value) => (value - mean) / deviation);
    const scope = { series, scaled, steps, cut };
    const part = ([from, to]: Range) => {
      const days = Array.from({ length: to - from }, (_, i) => from + i);
      return {
        x: days.map((day) => window(scope, day)),
        y: days.map((day) => target(scope, day)),
      };
    };
    return { mean, deviation, train: part(train(scope)), test: part(test(scope)) };
  };
}

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'knows the test days', answer: windows({ seen: ({ series }) => series }) },
  { says: 'square root', answer: windows({ root: (variance) => variance }) },
  { says: 'number of days', answer: windows({ divisor: (list) => list.length - 1 }) },
  {
    says: 'target of a training window',
    answer: windows({ train: ({ steps, cut }) => [steps, cut + steps] }),
  },
  {
    says: 'target of a training window',
    answer: windows({ train: ({ steps, cut }) => [steps, cut + 1] }),
  },
  {
    says: 'should have 22 windows',
    answer: windows({ train: ({ steps, cut }) => [steps, cut - 1] }),
  },
  {
    says: 'may reach back',
    answer: windows({ test: ({ series, steps, cut }) => [cut + steps, series.length] }),
  },
  {
    says: 'last day of the window',
    answer: windows({ target: ({ scaled }, day) => scaled[day - 1] }),
  },
  { says: 'standardized', answer: windows({ target: ({ series }, day) => series[day] }) },
  {
    says: 'standardized',
    answer: windows({ window: ({ series, steps }, day) => series.slice(day - steps, day) }),
  },
  {
    says: 'must hold 6 numbers',
    answer: windows({ window: ({ scaled, steps }, day) => scaled.slice(day - steps, day + 1) }),
  },
  {
    says: 'contains its own target',
    answer: windows({ window: ({ scaled, steps }, day) => scaled.slice(day - steps + 1, day + 1) }),
  },
];
