/** What `train` returns, and how its values are called. */

/** Why training ended. */
export type StopReason = 'finished' | 'earlyStopping' | 'interrupted' | 'callback';

/**
 * What `train` returns: plain numbers, one array entry per finished epoch.
 *
 * Beside `epoch` (1, 2, …), `loss` and `learningRate` there is one array for each metric, and
 * `valLoss`, `valAccuracy`, … when validation data was given. A notebook shows it as a table when it is the last
 * value of a cell.
 */
export type History = Record<string, number[]> & {
  epoch: number[];
  loss: number[];
  /** Wall-clock time of the whole call, in seconds. */
  seconds: number;
  stopped: StopReason;
  /** Epoch with the best monitored value, when early stopping was asked for. */
  bestEpoch?: number;
};

/** `loss` → `valLoss`. */
export function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
