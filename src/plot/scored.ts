/** Labels and scores of classifiers, ranked by score. */
import { checkSameLength, toVector } from './read';
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

/** Labels and scores as plain numbers, with the classifier's name (empty if there is only one). */
export interface ReadScored {
  name: string;
  truth: number[];
  score: number[];
}

/** A point of a curve: how many are called positive, rightly and wrongly, at or above a score. */
export interface Threshold {
  truePositives: number;
  falsePositives: number;
}

export interface Ranked {
  name: string;
  /** For no example, then for each distinct score from the highest down. */
  thresholds: Threshold[];
  positives: number;
  negatives: number;
}

function isScored(input: ScoredInput): input is Scored {
  return 'labels' in input && 'scores' in input;
}

function readScored(name: string, { labels, scores }: Scored, caller: string): ReadScored {
  const truth = toVector(labels, caller, 'labels');
  const score = toVector(scores, caller, 'scores');
  checkSameLength(caller, 'labels', truth.length, 'scores', score.length);
  if (truth.some((label) => label !== 0 && label !== 1)) {
    throw new RangeError(
      `${caller}: expected labels 0 and 1; got others; compare one class with the rest, e.g. label === k ? 1 : 0.`,
    );
  }
  if (!score.every(Number.isFinite)) {
    throw new RangeError(
      `${caller}: expected finite scores; got NaN or infinity; check the model's output.`,
    );
  }
  return { name, truth, score };
}

/** Reads one classifier, or several by name. */
export function readEach(input: ScoredInput, caller: string): ReadScored[] {
  const entries = isScored(input) ? [['', input] as const] : Object.entries(input);
  if (entries.length === 0) {
    throw new RangeError(
      `${caller}: expected { labels, scores }; got an empty object; pass at least one classifier.`,
    );
  }
  return entries.map(([name, scored]) => readScored(name, scored, caller));
}

function rank({ name, truth, score }: ReadScored, caller: string): Ranked {
  const positives = truth.filter((label) => label === 1).length;
  if (positives === 0 || positives === truth.length) {
    throw new RangeError(
      `${caller}: expected examples of both classes; got only ${positives === 0 ? 'zeros' : 'ones'}; use a larger sample.`,
    );
  }
  const order = score
    .map((value, i) => ({ value, label: truth[i] ?? 0 }))
    .sort((a, b) => b.value - a.value);
  const thresholds = [{ truePositives: 0, falsePositives: 0 }];
  let hits = 0;
  for (const [place, { value, label }] of order.entries()) {
    hits += label;
    // Equal scores cannot be told apart by any threshold: one point for all of them.
    if (order[place + 1]?.value === value) continue;
    thresholds.push({ truePositives: hits, falsePositives: place + 1 - hits });
  }
  return { name, thresholds, positives, negatives: truth.length - positives };
}

export function rankAll(input: ScoredInput, caller: string): Ranked[] {
  return readEach(input, caller).map((scored) => rank(scored, caller));
}
