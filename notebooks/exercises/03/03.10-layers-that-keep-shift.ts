/** Exercise 03.10: layers that keep a shift. */
import { defineExercise } from 'dlts/dist/learn/author';

interface Ring {
  n: number;
  k: number;
  s: number;
}

/** Different weights left on the ring, counted one by one: each weight is followed around until it is met again. */
function different({ n, k, s }: Ring): number {
  const seen = new Set<string>();
  let count = 0;
  for (let i = 0; i < n; i++)
    for (let u = 0; u < k; u++) {
      if (seen.has(`${i} ${u}`)) continue;
      count++;
      for (let at = i; !seen.has(`${at} ${u}`); at = (at + s) % n) seen.add(`${at} ${u}`);
    }
  return count;
}

const CASES: Ring[] = [
  { n: 12, k: 12, s: 1 },
  { n: 12, k: 3, s: 1 },
  { n: 12, k: 3, s: 2 },
  { n: 12, k: 5, s: 4 },
  { n: 10, k: 3, s: 4 },
  { n: 7, k: 3, s: 2 },
  { n: 6, k: 4, s: 6 },
];

export const exercise = defineExercise({
  title: 'Layers that keep a shift',
  difficulty: 3,
  task: `
The chapter derived the convolution from a layer that follows a shift by *one* pixel. What if it only has to follow larger
steps? On a ring of $n$ pixels (after the last comes the first again), a layer looks at $k$ neighbors:

$$
y_i = \\sum_{u=0}^{k-1} w_{iu}\\; x_{i+u} , \\qquad \\text{indices modulo } n.
$$

It has to be equivariant for shifts by $s$ pixels: if $x$ moves by $s$, $y$ moves by $s$. Other shifts don't matter.
Derive with pen and paper which of the $n k$ weights must be equal, and write \`freeWeights(n, k, s)\`: how many different ones
are left.`,
  answer: 'freeWeights',
  placeholder: `
function freeWeights(n: number, k: number, s: number): number {
  return todo(); // your code
}`,
  hints: [
    'Write down $y_{i+s}$ for the moved image and set it equal to $y_i$ for the old one, for *every* image. Which weights must agree?',
    '$w_{i+s,\\,u} = w_{iu}$ for all $i$ and $u$. Follow one weight: $i, i + s, i + 2s, \\dots$ modulo $n$. When are you back?',
    'Steps of $s$ on a ring of $n$ reach every place that is a multiple of the greatest common divisor of $n$ and $s$ away.',
  ],
  check(answer, report) {
    const freeWeights = report.function(answer);
    for (const ring of CASES) {
      const { n, k, s } = ring;
      report.close(report.number(freeWeights(n, k, s), 'what it returns'), different(ring), {
        what: 'The number of different weights',
        on: `n = ${n}, k = ${k}, s = ${s}`,
        mistakes: [
          { gives: n * k, says: 'That is every weight of the layer: none has been tied to another.' },
          {
            gives: k * s,
            says: 'Shifts can be repeated, and on a ring they pass the start at other places when $s$ does not divide $n$.',
          },
          { gives: k, says: 'One kernel for all places: that is more than the task demands.' },
          { gives: n, says: 'Look at both indices of $w_{iu}$: which of them may differ between equal weights?' },
        ],
      });
    }
    report.remark(
      'For $s = 1$ it is a convolution. For $s = 2$ there are two kernels that take turns: what a layer behind a 2 × 2 pooling could be without anybody noticing.',
    );
  },
}); // prettier-ignore

export function solution() {
  // w(i + s, u) = w(i, u): one weight for each u and each class of places; there are gcd(n, s) classes.
  function freeWeights(n: number, k: number, s: number): number {
    const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
    return k * divisor(n, s);
  }
  return freeWeights;
}
