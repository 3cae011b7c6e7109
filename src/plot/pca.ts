/** Principal components: the directions in which data vary most. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { mean } from './numbers';
import { rows, toNumbers } from './read';
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
const MAX_SWEEPS = 60;
const TOLERANCE = 1e-12;
/** A vector of which less than this share is left beside the others depends on them. */
const DEPENDENT = 1e-8;

type Vector = readonly number[];

/** Sum of products; the shorter vector decides. */
function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length && i < b.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** a + share·b */
function plus(a: Vector, share: number, b: Vector): number[] {
  return a.map((value, i) => value + share * (b[i] ?? 0));
}

function columnsOf(matrix: readonly Vector[]): number[][] {
  const [first = []] = matrix;
  return first.map((_, c) => matrix.map((row) => row[c] ?? 0));
}

/** Makes vectors orthogonal and of length 1, in order (modified Gram–Schmidt, twice for accuracy). */
function orthonormalize(vectors: readonly Vector[]): Vector[] {
  const out: Vector[] = [];
  for (const vector of vectors) {
    let own = vector;
    for (const other of [...out, ...out]) own = plus(own, -dot(own, other), other);
    const length = Math.sqrt(dot(own, own));
    // What is left of a vector that depends on the others is rounding error, in no direction of its own.
    const isNew = length > DEPENDENT * Math.sqrt(dot(vector, vector));
    out.push(own.map((value) => (isNew ? value / length : 0)));
  }
  return out;
}

/** XᵀX·v without building XᵀX, which would have D² entries. */
function multiply(centered: readonly Vector[], vector: Vector): number[] {
  const out = new Float64Array(vector.length);
  for (const row of centered) {
    const share = dot(row, vector);
    for (const [i, value] of row.entries()) out[i] = (out[i] ?? 0) + share * value;
  }
  return [...out];
}

/** Fixed starting directions (no random numbers, so a projection never changes). */
function startVectors(count: number, size: number): number[][] {
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length: size }, (_unused, i) => Math.sin((k + 1) * (i + 1) * 0.7391 + k)),
  );
}

/** Data with the mean of each column taken off. */
function center(data: readonly Vector[]): Vector[] {
  const means = columnsOf(data).map(mean);
  return data.map((row) => plus(row, -1, means));
}

/** Two rows turned into each other by an angle. */
function turnRows(matrix: Vector[], p: number, q: number, c: number, s: number): void {
  const [a, b] = [itemAt(matrix, p), itemAt(matrix, q)];
  matrix[p] = a.map((value, i) => c * value - s * (b[i] ?? 0));
  matrix[q] = a.map((value, i) => s * value + c * (b[i] ?? 0));
}

/**
 * Eigenvalues of a small symmetric matrix, and the rotation whose rows are its eigenvectors, by Jacobi's rotations.
 *
 * @see Golub & Van Loan, Matrix Computations, section 8.5
 */
function diagonalize(symmetric: readonly Vector[]): { values: number[]; turn: Vector[] } {
  let matrix: Vector[] = [...symmetric];
  const turn: Vector[] = matrix.map((_, i) => matrix.map((_row, j) => Number(i === j)));
  const at = (i: number, j: number): number => matrix[i]?.[j] ?? 0;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < matrix.length; p++) {
      for (let q = p + 1; q < matrix.length; q++) {
        off += at(p, q) ** 2;
        if (Math.abs(at(p, q)) < 1e-300) continue;
        const angle = 0.5 * Math.atan2(2 * at(p, q), at(q, q) - at(p, p));
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        turnRows(turn, p, q, c, s);
        // From both sides: rows, then columns.
        turnRows(matrix, p, q, c, s);
        matrix = columnsOf(matrix);
        turnRows(matrix, p, q, c, s);
      }
    }
    if (off < 1e-30) break;
  }
  return { values: matrix.map((_, i) => Math.max(0, at(i, i))), turn };
}

interface Component {
  vector: Vector;
  /** Sum of squares along it. */
  value: number;
}

/** Turns a basis of the leading subspace into the components themselves, largest variance first. */
function rotate(centered: readonly Vector[], basis: readonly Vector[]): Component[] {
  const images = basis.map((vector) => multiply(centered, vector));
  const { values, turn } = diagonalize(basis.map((a) => images.map((b) => dot(a, b))));
  const entries = columnsOf(basis);
  return turn
    .map((weights, i) => ({
      value: values[i] ?? 0,
      vector: entries.map((entry) => dot(entry, weights)),
    }))
    .sort((a, b) => b.value - a.value);
}

function readData(data: Numbers, components: number): number[][] {
  const { values, shape } = toNumbers(data, CALLER, 'data');
  if (shape.length !== 2) {
    throw new RangeError(
      `${CALLER}: expected data of shape [N, D]; got ${shapeText(shape)}; flatten each example to one row.`,
    );
  }
  checkWholeNumber(CALLER, 'components', components);
  const [count = 0, width = 0] = shape;
  if (components > width) {
    throw new RangeError(
      `${CALLER}: expected at most ${width} components for ${width} columns; got ${components}; ask for fewer.`,
    );
  }
  if (!Array.from(values).every(Number.isFinite)) {
    throw new RangeError(
      `${CALLER}: expected finite numbers; got NaN or infinity among the values; remove or fill those rows first.`,
    );
  }
  return rows(values, count, width);
}

/**
 * Projects data onto its principal components by subspace iteration. Deterministic.
 *
 * Axes: N examples · D columns.
 *
 * @param data `[N, D]`
 * @param components how many directions to keep; at most D
 * @returns `points` `[N, components]`, `explained` `[components]`, `components` `[components, D]`: plain arrays, nothing
 *   to dispose.
 * @throws RangeError if the shape does not fit or a value is not finite; TypeError for an element that is not a number.
 * @see Halko, Martinsson & Tropp 2011, section 4.5. https://arxiv.org/abs/0909.4061
 * @example
 * const { explained, components } = plot.pcaProject([[0, 0], [3, 4], [6, 8]], 1);
 * explained; // [ 1 ]
 * components[0]?.map((entry) => entry.toFixed(3)); // [ '0.600', '0.800' ]
 */
export function pcaProject(data: Numbers, components = 2): Projection {
  const centered = center(readData(data, components));
  const width = itemAt(centered, 0).length;
  const total = centered.reduce((sum, row) => sum + dot(row, row), 0);
  const starts = startVectors(Math.min(width, components + EXTRA), width);
  let found = rotate(centered, orthonormalize(starts));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const basis = orthonormalize(found.map(({ vector }) => multiply(centered, vector)));
    const next = rotate(centered, basis);
    const change = next
      .slice(0, components)
      .reduce((sum, { value }, i) => sum + Math.abs(value - (found[i]?.value ?? 0)), 0);
    found = next;
    if (change <= TOLERANCE * (total || 1)) break;
  }
  const kept = found.slice(0, components);
  const vectors = kept.map(({ vector }) => withFixedSign(vector));
  return {
    points: centered.map((row) => vectors.map((vector) => dot(row, vector))),
    explained: kept.map(({ value }) => (total > 0 ? value / total : 0)),
    components: vectors,
  };
}

/** A component and its negative are equally right: take the one whose largest entry is positive. */
function withFixedSign(vector: Vector): number[] {
  const largest = vector.reduce(
    (best, value) => (Math.abs(value) > Math.abs(best) ? value : best),
    0,
  );
  return vector.map((value) => (largest < 0 ? -value : value));
}
