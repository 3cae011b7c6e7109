/** Principal components: the directions in which data vary most. */
import { itemAt } from '../host/item-at';
import { assertCount, rows, toNumbers } from './numbers';
import type { Numbers } from './types';

/** Data seen along its main directions. */
export interface Projection {
  /** `[N, components]`, centered. */
  points: number[][];
  /** Share of the total variance along each component, falling. */
  explained: number[];
  /** `[components, D]`, each of length 1; the entry of largest size is positive. */
  components: number[][];
}

const CALLER = 'plot.pcaProject';
/** Directions followed beside the wanted ones: they make the wanted ones settle fast. */
const EXTRA = 6;
const MAX_ROUNDS = 500;
const TOLERANCE = 1e-12;

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += itemAt(a, i) * itemAt(b, i);
  return sum;
}

/** Makes vectors orthogonal and of length 1, in order (modified Gram–Schmidt, twice for accuracy). */
function orthonormalize(vectors: number[][]): number[][] {
  const out: number[][] = [];
  for (const vector of vectors) {
    const own = [...vector];
    for (let pass = 0; pass < 2; pass++) {
      for (const other of out) {
        const share = dot(own, other);
        for (let i = 0; i < own.length; i++) own[i] = itemAt(own, i) - share * itemAt(other, i);
      }
    }
    const length = Math.sqrt(dot(own, own));
    out.push(own.map((value) => (length > 1e-300 ? value / length : 0)));
  }
  return out;
}

/** XᵀX·v without building XᵀX, which would have D² entries. */
function multiply(centered: readonly number[][], vector: readonly number[]): number[] {
  const out = new Array<number>(vector.length).fill(0);
  for (const row of centered) {
    const share = dot(row, vector);
    for (let i = 0; i < out.length; i++) out[i] = itemAt(out, i) + share * itemAt(row, i);
  }
  return out;
}

/** Fixed starting directions (no random numbers, so a projection never changes). */
function startVectors(count: number, size: number): number[][] {
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length: size }, (_, i) => Math.sin((k + 1) * (i + 1) * 0.7391 + k)),
  );
}

function center(data: number[][]): number[][] {
  const width = itemAt(data, 0).length;
  const means = Array.from(
    { length: width },
    (_, c) => data.reduce((sum, row) => sum + itemAt(row, c), 0) / data.length,
  );
  return data.map((row) => row.map((value, c) => value - itemAt(means, c)));
}

/** Turns a basis of the leading subspace into the components themselves, largest variance first. */
function rotate(
  centered: readonly number[][],
  basis: readonly number[][],
): { vectors: number[][]; values: number[] } {
  const size = basis.length;
  const images = basis.map((vector) => multiply(centered, vector));
  const small = basis.map((a) => images.map((b) => dot(a, b)));
  const turn: number[][] = basis.map((_, i) => basis.map((__, j) => Number(i === j)));
  // Jacobi rotations until the small matrix is diagonal.
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const apq = itemAt(itemAt(small, p), q);
        off += apq * apq;
        if (Math.abs(apq) < 1e-300) continue;
        const angle =
          0.5 * Math.atan2(2 * apq, itemAt(itemAt(small, q), q) - itemAt(itemAt(small, p), p));
        jacobi(small, turn, p, q, Math.cos(angle), Math.sin(angle));
      }
    }
    if (off < 1e-30) break;
  }
  const order = basis
    .map((_, i) => i)
    .sort((a, b) => itemAt(itemAt(small, b), b) - itemAt(itemAt(small, a), a));
  return {
    values: order.map((i) => Math.max(0, itemAt(itemAt(small, i), i))),
    vectors: order.map((i) =>
      itemAt(basis, 0).map((_, d) =>
        basis.reduce((sum, vector, j) => sum + itemAt(vector, d) * itemAt(itemAt(turn, j), i), 0),
      ),
    ),
  };
}

function jacobi(
  matrix: number[][],
  turn: number[][],
  p: number,
  q: number,
  c: number,
  s: number,
): void {
  const mix = (row: number[]): void => {
    const a = itemAt(row, p);
    const b = itemAt(row, q);
    row[p] = c * a - s * b;
    row[q] = s * a + c * b;
  };
  matrix.forEach(mix);
  turn.forEach(mix);
  const top = itemAt(matrix, p);
  const low = itemAt(matrix, q);
  for (let k = 0; k < top.length; k++) {
    const a = itemAt(top, k);
    const b = itemAt(low, k);
    top[k] = c * a - s * b;
    low[k] = s * a + c * b;
  }
}

/**
 * Projects data onto its principal components by subspace iteration. Deterministic.
 *
 * @param data `[N, D]`
 * @param components how many directions to keep; at most D
 * @throws RangeError if the shape does not fit or a value is not finite.
 * @see Halko, Martinsson & Tropp 2011, section 4.5. https://arxiv.org/abs/0909.4061
 */
export function pcaProject(data: Numbers, components = 2): Projection {
  const { values, shape } = toNumbers(data, CALLER);
  if (shape.length !== 2) {
    throw new RangeError(
      `${CALLER}: expected data of shape [N, D]; got [${shape.join(', ')}]. Flatten each example to one row.`,
    );
  }
  assertCount(CALLER, 'components', components);
  const [count, width] = shape as [number, number];
  if (components > width) {
    throw new RangeError(
      `${CALLER}: expected at most ${width} components for ${width} columns; got ${components}. Ask for fewer.`,
    );
  }
  const list = Array.from(values);
  if (!list.every(Number.isFinite)) {
    throw new RangeError(
      `${CALLER}: expected finite numbers; got NaN or infinity among the values. Remove or fill those rows first.`,
    );
  }
  const centered = center(rows(list, count, width));
  const total = centered.reduce((sum, row) => sum + dot(row, row), 0);
  let basis = orthonormalize(startVectors(Math.min(width, components + EXTRA), width));
  let found = rotate(centered, basis);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    basis = orthonormalize(found.vectors.map((vector) => multiply(centered, vector)));
    const next = rotate(centered, basis);
    const change = next.values
      .slice(0, components)
      .reduce((sum, value, i) => sum + Math.abs(value - itemAt(found.values, i)), 0);
    found = next;
    if (change <= TOLERANCE * (total || 1)) break;
  }
  const kept = found.vectors.slice(0, components).map(withFixedSign);
  return {
    points: centered.map((row) => kept.map((vector) => dot(row, vector))),
    explained: found.values.slice(0, components).map((value) => (total > 0 ? value / total : 0)),
    components: kept,
  };
}

/** A component and its negative are equally right: take the one whose largest entry is positive. */
function withFixedSign(vector: number[]): number[] {
  const largest = vector.reduce(
    (best, value) => (Math.abs(value) > Math.abs(best) ? value : best),
    0,
  );
  return largest < 0 ? vector.map((value) => -value) : vector;
}
