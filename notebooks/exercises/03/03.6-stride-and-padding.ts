/** Exercise 03.6: stride and padding. */
import { defineExercise, type Report } from 'dlts/dist/learn/author';
import { convolve } from './convolve';

interface Convolving {
  flip?: boolean;
  padding?: number;
  /** Zeros only above and at the left. */
  oneSide?: boolean;
  /** A last window that sticks out counts. */
  roundUp?: boolean;
}

/** The plain convolution of exercise 03.6, and its likely mistakes. */
function convolved(
  x: readonly number[][],
  kernel: readonly number[][],
  s: number,
  { flip = false, padding = 0, oneSide = false, roundUp = false }: Convolving = {},
): number[][] {
  const at = (i: number, j: number): number => x[i - padding]?.[j - padding] ?? 0;
  const k = kernel.length;
  const places = (n: number): number[] => {
    const room = n + (oneSide ? 1 : 2) * padding - k;
    const steps = (roundUp ? Math.ceil : Math.floor)(room / s);
    return Array.from({ length: steps + 1 }, (_, i) => i * s);
  };
  const weight = (u: number, v: number): number =>
    (flip ? kernel[k - 1 - u]?.[k - 1 - v] : kernel[u]?.[v]) ?? 0;
  const window = Array.from({ length: k * k }, (_, i) => [Math.floor(i / k), i % k] as const);
  return places(x.length).map((i) =>
    places(x[0]?.length ?? 0).map((j) =>
      window.reduce((sum, [u, v]) => sum + at(i + u, j + v) * weight(u, v), 0),
    ),
  );
}

const IMAGE = [
  [1, 2, 0, 3, 1, 0, 2],
  [0, 1, 4, 1, 0, 2, 1],
  [2, 0, 1, 0, 3, 1, 0],
  [1, 3, 0, 2, 1, 0, 1],
  [0, 1, 2, 1, 0, 4, 2],
];
const KERNEL = [
  [1, 0, -2],
  [3, 1, 0],
  [0, -1, 2],
];

export const exercise = defineExercise({
  title: 'Stride and padding',
  difficulty: 2,
  task: `
Write \`convolveWith(x, kernel, s, p)\` in plain TypeScript: the convolution of one image with one square kernel, with \`p\`
zeros added on each side and a stride of \`s\`, without bias. It returns the rows of the map,
$\\lfloor (n + 2p - k) / s \\rfloor + 1$ in each direction.`,
  answer: 'convolveWith',
  placeholder: `
function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
  return todo(); // your code
}`,
  hints: [
    'You may call the chapter’s `convolve` on a larger image, and then keep only some of its results.',
    'Padding: for row $i$ of the larger image take `x[i - p]?.[j - p] ?? 0`. Outside the image that is 0.',
    'Stride: `map.filter((_, i) => i % s === 0)`, for the rows and within each row.',
  ],
  check(answer, report) {
    const convolveWith = report.function(answer);
    for (const [s, p, width] of [
      [1, 0, 7],
      [2, 0, 7],
      [1, 1, 7],
      [2, 2, 7],
      [2, 0, 6],
      [3, 0, 7],
      [3, 1, 6],
    ] as const) {
      const image = IMAGE.map((row) => row.slice(0, width));
      const copies = [image, KERNEL].map((rows) => rows.map((row) => [...row]));
      const result = rowsOf(convolveWith(copies[0], copies[1], s, p), report);
      const map = (options: Convolving, stride: number = s) =>
        convolved(image, KERNEL, stride, options);
      report.close(result, map({ padding: p }), {
        what: 'The map',
        on: `a 5 × ${width} image, a 3 × 3 kernel, s = ${s}, p = ${p}`,
        mistakes: [
          ...(p === 0 && (2 % s !== 0 || (width - 3) % s !== 0)
            ? [
                {
                  gives: map({ roundUp: true }),
                  says: 'The last window must fit completely: round down.',
                },
              ]
            : []),
          {
            gives: map({ padding: p }, 1),
            says: 'The stride is missing: keep every $s$-th place only.',
          },
          { gives: map({}), says: 'The zeros around the image are missing.' },
          {
            gives: map({ padding: p }, 1).filter((_, i) => i % s === 0),
            says: 'The stride is there for the rows; the columns need it too.',
          },
          {
            gives: map({ padding: p, flip: true }),
            says: 'The kernel is flipped. The field does not flip it.',
          },
          {
            gives: map({ padding: p, oneSide: true }),
            says: 'Zeros are added on each side: above, below, left and right.',
          },
        ],
      });
    }
  },
});

export function solution() {
  function convolveWith(x: number[][], kernel: number[][], s: number, p: number): number[][] {
    const range = (size: number) => [...Array(size).keys()];
    const padded = range(x.length + 2 * p).map((i) =>
      range(x[0].length + 2 * p).map((j) => x[i - p]?.[j - p] ?? 0),
    );
    const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
    return every(convolve(padded, kernel)).map(every);
  }
  return convolveWith;
}

/** Rows of numbers, all of one length. */
function rowsOf(value: unknown, report: Report): number[][] {
  report.demand(
    Array.isArray(value) && value.every((row) => Array.isArray(row)),
    'Return an array of rows, each an array of numbers.',
  );
  return (value as unknown[]).map((row, i) => report.numbers(row, `Row ${i} of the map`));
}
