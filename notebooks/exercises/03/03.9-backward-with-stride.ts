/** Exercise 03.9: backward with a stride. */
import { defineExercise, type Report } from 'dlts/dist/learn/author';

interface Slips {
  turn?: boolean;
  stride?: number;
  /** Each pixel keeps only the last contribution. */
  overwrite?: boolean;
}

/** ∂L/∂x of a convolution, and what likely mistakes give. */
function gradient(
  delta: readonly number[][],
  kernel: readonly number[][],
  n: number,
  { turn = false, stride = 1, overwrite = false }: Slips,
): number[][] {
  const k = kernel.length;
  const result = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  for (const [i, row] of delta.entries())
    for (const [j, slope] of row.entries())
      for (let u = 0; u < k; u++)
        for (let v = 0; v < k; v++) {
          const line = result[i * stride + u];
          const weight = (turn ? kernel[k - 1 - u]?.[k - 1 - v] : kernel[u]?.[v]) ?? 0;
          const column = j * stride + v;
          if (line?.[column] !== undefined)
            line[column] = (overwrite ? 0 : line[column]) + slope * weight;
        }
  return result;
}

const KERNEL = [
  [1, 0, -2],
  [3, 1, 0],
  [0, -1, 2],
];
const WIDE = [
  [2, -1],
  [0, 3],
];
const CASES: { delta: number[][]; kernel: number[][]; s: number; n: number }[] = [
  { delta: [[1, 2, 0], [0, -1, 3], [2, 0, 1]], kernel: KERNEL, s: 1, n: 5 },
  { delta: [[1, -2], [3, 4]], kernel: KERNEL, s: 2, n: 5 },
  { delta: [[1, -2], [3, 4]], kernel: KERNEL, s: 2, n: 6 },
  { delta: [[5, 1], [-2, 3]], kernel: WIDE, s: 3, n: 6 },
]; // prettier-ignore

export const exercise = defineExercise({
  title: 'Backward with a stride',
  difficulty: 3,
  task: `
The chapter derived $\\partial L / \\partial x$ for stride 1. Now the window advances by $s$:

$$
y_{ij} = \\sum_{u,v} x_{i s + u,\\; j s + v}\\; k_{uv} .
$$

Derive $\\partial L / \\partial x_{ab}$ from $\\delta_{ij} = \\partial L / \\partial y_{ij}$ with pen and paper, and write it as
\`backward(delta, kernel, s, n)\` in plain loops, without \`tf\`: the image is n × n, the kernel square. Pixels that no window
reaches have a gradient of zero.`,
  answer: 'backward',
  placeholder: `
function backward(delta: number[][], kernel: number[][], s: number, n: number): number[][] {
  return todo(); // your code: ∂L/∂x, n × n
}`,
  hints: [
    'Ask the question from the other side: to which pixels does one $\\delta_{ij}$ go back, and with which weight?',
    'In $y_{ij}$, the weight $k_{uv}$ multiplies the pixel in row $is + u$ and column $js + v$. So this pixel receives $\\delta_{ij} k_{uv}$ from it.',
    'Start from n × n zeros. Loop over $i, j, u, v$ and **add** `delta[i][j] * kernel[u][v]` at `[i * s + u][j * s + v]`.',
  ],
  check(answer, report) {
    const backward = report.function(answer);
    report.demand(
      !/\btf\s*\.|dlts_\d*\.tf|\.tf\./.test(String(answer)),
      'The task asks for plain loops, without `tf`: the derivation is the exercise.',
    );
    for (const { delta, kernel, s, n } of CASES) {
      const copies = [delta, kernel].map((rows) => rows.map((row) => [...row]));
      const result = rowsOf(backward(copies[0], copies[1], s, n), report);
      report.close(result, gradient(delta, kernel, n, { stride: s }), {
        what: 'The gradient',
        on: `δ ${JSON.stringify(delta)}, a ${kernel.length} × ${kernel.length} kernel, s = ${s}, n = ${n}`,
        mistakes: [
          {
            gives: gradient(delta, kernel, n, {}),
            says: 'The stride is missing: output $i$ begins at pixel $i s$.',
          },
          {
            gives: gradient(delta, kernel, n, { stride: s, turn: true }),
            says: 'The kernel is turned once too often. Which weight lay over the pixel on the way forward?',
          },
          {
            gives: gradient(delta, kernel, n, { stride: s, overwrite: true }),
            says: 'A pixel in several windows gets a contribution from each of them: add, do not replace.',
          },
        ],
      });
    }
    report.remark(
      'With a stride of 3 and a kernel of 2 some pixels get nothing: no output ever saw them. Run backward as a layer of its own, this is the *transposed convolution*, which makes images larger.',
    );
  },
});

export function solution() {
  function backward(delta: number[][], kernel: number[][], s: number, n: number): number[][] {
    const result = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
    delta.forEach((row, i) =>
      row.forEach((slope, j) =>
        kernel.forEach((weights, u) =>
          weights.forEach((weight, v) => {
            result[i * s + u][j * s + v] += slope * weight; // x under k_uv in y_ij
          }),
        ),
      ),
    );
    return result;
  }
  return backward;
}

/** Rows of numbers, all of one length. */
function rowsOf(value: unknown, report: Report): number[][] {
  report.demand(
    Array.isArray(value) && value.every((row) => Array.isArray(row)),
    'Return an array of rows, each an array of numbers.',
  );
  return (value as unknown[]).map((row, i) => report.numbers(row, `Row ${i} of the gradient`));
}
