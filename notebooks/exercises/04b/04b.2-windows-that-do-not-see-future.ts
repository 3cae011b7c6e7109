/** Exercise 04b.2: windows that do not see the future. */
import { defineExercise, type Report } from 'dlts/dist/learn/author';

/** Exercise 04b.2, with the likely mistakes. */
interface WindowMistake {
  /** Mean and deviation of all days. */
  all?: boolean;
  /** Day of the last training target, relative to `cut - 1`. */
  over?: number;
  /** First test target, relative to `cut`. */
  late?: number;
  /** Days between the window and its target; 1 is right. */
  ahead?: number;
}

function windowsOf(
  series: readonly number[],
  steps: number,
  cut: number,
  { all = false, over = 0, late = 0, ahead = 1 }: WindowMistake = {},
) {
  const known = all ? series : series.slice(0, cut);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / known.length);
  const scaled = series.map((value) => (value - mean) / deviation);
  const part = (from: number, to: number) => {
    const targets = Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);
    return {
      x: targets.map((day) => scaled.slice(day - steps, day)),
      y: targets.map((day) => scaled[day + ahead - 1] ?? NaN),
    };
  };
  const [train, test] = [part(steps, cut + over), part(cut + late, series.length)];
  return { mean, deviation, train, test };
}

export const exercise = defineExercise({
  title: 'Windows that do not see the future',
  difficulty: 2,
  task: `
\`series\` holds one value for each day; the days before day \`cut\` are for training, the others for the test. Write
\`splitWindows(series, steps, cut)\` that returns \`{ mean, deviation, train, test }\`. \`train\` and \`test\` are
\`{ x, y }\`: \`x\` a list of windows of \`steps\` neighboring days, \`y\` the values of the day after each window, all
standardized: $(\\text{value} - \\text{mean}) / \\text{deviation}$.

A window belongs to the part in which its **target** lies; each training day from day \`steps\` on, and each test day, is a
target once, in order. Nothing that is used in training may have been learned from a test day. For the deviation, divide the
sum of squares by the number of days.`,
  answer: 'splitWindows',
  placeholder: `
type Windows = { x: number[][]; y: number[] };
function splitWindows(
  series: number[],
  steps: number,
  cut: number,
): { mean: number; deviation: number; train: Windows; test: Windows } {
  return todo(); // your code
}`,
  hints: [
    'Two things can leak. One is obvious, the targets. The other is hidden: `mean` and `deviation`, if you compute them from all days.',
    'The window of target `day` is `series.slice(day - steps, day)`. For the first test days it reaches back before `cut`: allowed, because on that day the past is known.',
    'Write `part(from, to)` for the targets from `from` to `to - 1`. Then `train` is `part(steps, cut)` and `test` is `part(cut, series.length)`.',
  ],
  check(answer, report) {
    const splitWindows = report.function(answer);
    const days = (n: number): number[] =>
      Array.from({ length: n }, (_, t) => 10 + 0.3 * t + ((t * 29) % 17) / 2);
    for (const [n, steps, cut] of [
      [41, 6, 28],
      [19, 1, 11],
      [23, 4, 13],
    ] as const) {
      const series = days(n);
      const on = `${n} days, steps = ${steps}, cut = ${cut}`;
      const keys = ['mean', 'deviation', 'train', 'test'] as const;
      const result = report.object(splitWindows([...series], steps, cut), keys, 'What it returns');
      checkScale(result, { series, steps, cut, on }, report);
      for (const part of ['train', 'test'] as const)
        checkWindows(result[part], part, { series, steps, cut, on }, report);
    }
    report.remark(
      'The same windows, split at random, would share days between training and test. Their score would say nothing about days to come.',
    );
  },
});

export function solution() {
  type Windows = { x: number[][]; y: number[] };
  function splitWindows(
    series: number[],
    steps: number,
    cut: number,
  ): { mean: number; deviation: number; train: Windows; test: Windows } {
    const average = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const seen = series.slice(0, cut);
    const mean = average(seen);
    const deviation = Math.sqrt(average(seen.map((value) => (value - mean) ** 2)));
    const scaled = series.map((value) => (value - mean) / deviation);
    const part = (from: number, to: number): Windows => {
      const days = Array.from({ length: to - from }, (_, i) => from + i);
      return {
        x: days.map((day) => scaled.slice(day - steps, day)),
        y: days.map((day) => scaled[day]),
      };
    };
    return { mean, deviation, train: part(steps, cut), test: part(cut, series.length) };
  }
  return splitWindows;
}

/** What a call of `splitWindows` got, and how messages name it. */
interface Case {
  series: number[];
  steps: number;
  cut: number;
  on: string;
}

function checkScale(
  result: { mean: unknown; deviation: unknown },
  { series, steps, cut, on }: Case,
  report: Report,
): void {
  const right = windowsOf(series, steps, cut);
  const leaky = windowsOf(series, steps, cut, { all: true });
  const leak = 'It is computed from all days and so knows the test days.';
  report.close(report.number(result.mean, '`mean`'), right.mean, {
    what: '`mean`',
    on,
    mistakes: [{ gives: leaky.mean, says: leak }],
  });
  report.close(report.number(result.deviation, '`deviation`'), right.deviation, {
    what: '`deviation`',
    on,
    mistakes: [
      { gives: leaky.deviation, says: leak },
      { gives: right.deviation ** 2, says: 'That is the variance; take its square root.' },
      {
        gives: right.deviation * Math.sqrt(cut / (cut - 1)),
        says: 'Divide the sum of squares by the number of days, not by one less.',
      },
    ],
  });
}

function checkWindows(
  value: unknown,
  part: 'train' | 'test',
  { series, steps, cut, on }: Case,
  report: Report,
): void {
  const given = report.object(value, ['x', 'y'], `\`${part}\``);
  const right = windowsOf(series, steps, cut);
  const wanted = right[part];
  const y = report.numbers(given.y, `\`${part}.y\``);
  checkCount(y.length, wanted.y.length, part, { series, steps, cut, on }, report);
  const raw = (values: readonly number[]): number[] =>
    values.map((each) => each * right.deviation + right.mean);
  report.close(y, wanted.y, {
    what: `\`${part}.y\``,
    on,
    mistakes: [
      { gives: windowsOf(series, steps, cut, { ahead: 0 })[part].y, says: 'That is the last day of the window; the target is the day after it.' },
      { gives: raw(wanted.y), says: 'The targets are not standardized.' },
      { gives: [...wanted.y].reverse(), says: 'Keep the order of the days.' },
    ],
  }); // prettier-ignore
  report.demand(
    Array.isArray(given.x) && given.x.length === y.length,
    `\`${part}.x\` must be a list of ${y.length} windows, as many as \`${part}.y\` has targets.`,
  );
  (given.x as unknown[]).forEach((window, i) => {
    const what = `window ${i} of \`${part}.x\``;
    const days = wanted.x[i] ?? [];
    report.close(report.numbers(window, what, { length: steps }), days, {
      what: `Window ${i} of \`${part}.x\``,
      on,
      mistakes: [
        { gives: raw(days), says: 'The windows are not standardized.' },
        { gives: [...days.slice(1), wanted.y[i] ?? 0], says: 'It contains its own target: the model could copy the answer.' },
        { gives: [...days].reverse(), says: 'The days of a window go from the oldest to the newest.' },
      ],
    }); // prettier-ignore
  });
}

function checkCount(
  count: number,
  wanted: number,
  part: 'train' | 'test',
  { steps, cut, on }: Case,
  report: Report,
): void {
  if (part === 'train' && count > wanted)
    report.wrong(
      `\`train\` on \`${on}\` has ${count} windows; at most ${wanted} are possible. Day ${cut} is a test day, and must not be the target of a training window.`,
    );
  if (part === 'test' && count === wanted - steps)
    report.wrong(
      `\`test\` on \`${on}\` has ${count} windows; expected ${wanted}. The window of an early test day may reach back into the training days: its past is known by then.`,
    );
  report.demand(
    count === wanted,
    `\`${part}\` on \`${on}\` should have ${wanted} windows, one for each target; \`y\` has ${count}.`,
  );
}
