/** Hits and misses of each class, and the ratios made of them. */
import { itemAt } from '../../host/item-at';
import type { Label } from './inputs';

/** Hits and misses of one class. */
export interface ClassCounts {
  label: Label;
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/** The labels that occur, sorted: numbers by size, names by code point. */
export function uniqueLabels(...lists: Label[][]): Label[] {
  const compare = (a: Label, b: Label): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...new Set(lists.flat())].sort(compare);
}

/** Hits and misses per class. */
export function classCounts(
  truth: Label[],
  guess: Label[],
  labels: readonly Label[],
): ClassCounts[] {
  const counts = new Map(
    labels.map((label): [Label, ClassCounts] => [
      label,
      { label, truePositives: 0, falsePositives: 0, falseNegatives: 0 },
    ]),
  );
  for (const [i, actual] of truth.entries()) {
    const predicted = itemAt(guess, i);
    const [own, wrong] = [counts.get(actual), counts.get(predicted)];
    if (actual === predicted) {
      if (own) own.truePositives++;
    } else {
      if (own) own.falseNegatives++;
      if (wrong) wrong.falsePositives++;
    }
  }
  return [...counts.values()];
}

/** A ratio of one class's counts; the second argument stands where a division by zero would be. */
export type Ratio = (counts: Omit<ClassCounts, 'label'>, zeroDivision: number) => number;

const divide = (a: number, b: number, zeroDivision: number): number =>
  b === 0 ? zeroDivision : a / b;

export const precisionOf: Ratio = ({ truePositives: tp, falsePositives: fp }, zero) =>
  divide(tp, tp + fp, zero);
export const recallOf: Ratio = ({ truePositives: tp, falseNegatives: fn }, zero) =>
  divide(tp, tp + fn, zero);
export const f1Of: Ratio = (c, zero) =>
  divide(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives, zero);

/** Adds the classes' counts up. */
export function pool(counts: ClassCounts[]): ClassCounts {
  const total = { label: 'all', truePositives: 0, falsePositives: 0, falseNegatives: 0 };
  for (const count of counts) {
    total.truePositives += count.truePositives;
    total.falsePositives += count.falsePositives;
    total.falseNegatives += count.falseNegatives;
  }
  return total;
}

const supportOf = ({ truePositives, falseNegatives }: ClassCounts): number =>
  truePositives + falseNegatives;

/** Mean over classes, plain or weighted by support. */
export function averageOver(
  counts: ClassCounts[],
  ratio: Ratio,
  average: 'macro' | 'weighted',
  zeroDivision: number,
): number {
  const weights = counts.map((count) => (average === 'macro' ? 1 : supportOf(count)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return zeroDivision;
  const sum = counts.reduce((s, count, i) => s + ratio(count, zeroDivision) * (weights[i] ?? 0), 0);
  return sum / total;
}
