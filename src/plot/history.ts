/** Reads what a training recorded: one history, or several by name. */
import { checkSameLength, toVector } from './read';

/**
 * Numbers per epoch, by name: `loss`, `accuracy`, …; validation under `valLoss`, `val_loss`, ….
 * An `epoch` entry, if there, gives the positions. `{ history: … }` around it is fine.
 */
export type HistoryLike = object;

/** One metric of one part of the data. */
export interface Curve {
  metric: string;
  validation: boolean;
  values: number[];
  /** Which of the runs it belongs to, from 0. */
  run: number;
}

/** One training. */
export interface Run {
  /** Empty if there is only one. */
  name: string;
  epochs: number[] | undefined;
  curves: Curve[];
}

const POSITIONS = new Set(['epoch', 'epochs', 'step', 'steps']);

type NumberList = ArrayLike<number>;

/** A typed array, or a list of which some elements are numbers (or all are missing). */
function isNumberList(value: unknown): value is NumberList {
  if (ArrayBuffer.isView(value)) return true;
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.some((each) => typeof each === 'number') || value.every((each) => each === null);
}

function unwrap(history: object): object {
  if (!('history' in history)) return history;
  const { history: inner } = history;
  return typeof inner === 'object' && inner !== null && !isNumberList(inner) ? inner : history;
}

function isHistory(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.values(unwrap(value)).some(isNumberList)
  );
}

/** `val_accuracy`, `valAccuracy` → accuracy of the validation part. */
function readName(key: string): { metric: string; validation: boolean } {
  const [, snake, camel] = /^(?:validation|val)(?:_(.+)|([A-Z].*))$/.exec(key) ?? [];
  const rest = snake ?? camel;
  const metric = rest ? rest.charAt(0).toLowerCase() + rest.slice(1) : key;
  return { metric: metric === 'acc' ? 'accuracy' : metric, validation: rest !== undefined };
}

function readRun(name: string, history: object, run: number, caller: string): Run {
  const lists = Object.entries(unwrap(history)).flatMap(([key, value]: [string, unknown]) =>
    isNumberList(value) ? [{ key, values: toVector(value, caller, key) }] : [],
  );
  const epochs = lists.find(({ key }) => POSITIONS.has(key))?.values;
  const curves = lists
    .filter(({ key }) => !POSITIONS.has(key))
    .map(({ key, values }) => ({ ...readName(key), values, run }));
  for (const { metric, values } of epochs ? curves : []) {
    checkSameLength(caller, 'epochs', epochs?.length ?? 0, metric, values.length);
  }
  return { name, epochs, curves };
}

/** @throws TypeError if nothing in it is a list of numbers. */
export function readRuns(input: HistoryLike, caller: string): Run[] {
  if (isHistory(input)) return [readRun('', input, 0, caller)];
  const entries: [string, unknown][] =
    typeof input === 'object' && input !== null ? Object.entries(input) : [];
  const named = entries.flatMap(([name, history]) =>
    isHistory(history) ? [{ name, history }] : [],
  );
  if (named.length > 0) {
    return named.map(({ name, history }, run) => readRun(name, history, run, caller));
  }
  throw new TypeError(
    `${caller}: expected a history { loss: number[], … } or { name: history, … }; got nothing with lists of numbers; ` +
      'pass what train() returned.',
  );
}
