/** Labels and scores of classifiers, ranked by score. */
import { itemAt } from '../host/item-at';
import { assertSameLength, toVector } from './numbers';
import type { Numbers } from './types';

/** Labels and scores of one classifier, `[N]` each. */
export interface Scored {
  /** 0 or 1. */
  labels: Numbers;
  /** Higher = more likely 1. */
  scores: Numbers;
}

/** One classifier, or several by name. */
export type ScoredInput = Scored | Readonly<Record<string, Scored>>;

export interface Ranked {
  name: string;
  /** Counts of positives and negatives at or above each distinct score, from the highest down. */
  truePositives: number[];
  falsePositives: number[];
  positives: number;
  negatives: number;
}

export function isScored(input: ScoredInput): input is Scored {
  return 'labels' in input && 'scores' in input;
}

export function readScored(
  { labels, scores }: Scored,
  caller: string,
): { truth: number[]; score: number[] } {
  const truth = toVector(labels, caller, 'labels');
  const score = toVector(scores, caller, 'scores');
  assertSameLength(caller, 'labels', truth.length, 'scores', score.length);
  if (truth.some((label) => label !== 0 && label !== 1)) {
    throw new RangeError(
      `${caller}: expected labels 0 and 1; got others. Compare one class with the rest, e.g. label === k ? 1 : 0.`,
    );
  }
  if (score.some((value) => !Number.isFinite(value))) {
    throw new RangeError(
      `${caller}: expected finite scores; got NaN or infinity. Check the model's output.`,
    );
  }
  return { truth, score };
}

function rank(name: string, scored: Scored, caller: string): Ranked {
  const { truth, score } = readScored(scored, caller);
  const order = score.map((_, i) => i).sort((a, b) => itemAt(score, b) - itemAt(score, a));
  const positives = truth.filter((label) => label === 1).length;
  if (positives === 0 || positives === truth.length) {
    throw new RangeError(
      `${caller}: expected examples of both classes; got only ${positives === 0 ? 'zeros' : 'ones'}. Use a larger sample.`,
    );
  }
  const ranked: Ranked = {
    name,
    truePositives: [0],
    falsePositives: [0],
    positives,
    negatives: truth.length - positives,
  };
  let hits = 0;
  order.forEach((example, place) => {
    hits += itemAt(truth, example);
    // Equal scores cannot be told apart by any threshold: one point for all of them.
    const next = order[place + 1];
    if (next !== undefined && score[next] === score[example]) return;
    ranked.truePositives.push(hits);
    ranked.falsePositives.push(place + 1 - hits);
  });
  return ranked;
}

export function rankAll(input: ScoredInput, caller: string): Ranked[] {
  if (isScored(input)) return [rank('', input, caller)];
  const entries = Object.entries(input);
  if (entries.length === 0)
    throw new RangeError(
      `${caller}: expected { labels, scores }; got an empty object. Pass at least one classifier.`,
    );
  return entries.map(([name, scored]) => rank(name, scored, caller));
}
