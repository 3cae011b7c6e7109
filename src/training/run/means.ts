/** Running means of a loss and its metrics over batches. */
import { meanOf, type Metric, type StepResult } from '../step';

/** `loss` and one number per metric. */
export type Evaluation = Record<string, number> & { loss: number };

/** Mean loss (weight penalties included, as in Keras) and metrics of one result. */
export function summarize(result: StepResult, metrics: Metric[]): Evaluation {
  const loss = meanOf({ sum: result.lossSum, weight: result.lossWeight }) + result.penalty;
  const values: Evaluation = { loss };
  for (const { metricName, finish } of metrics) {
    const value = meanOf(result.metrics[metricName] ?? { sum: NaN, weight: 1 });
    values[metricName] = finish ? finish(value) : value;
  }
  return values;
}

/** Adds the results of steps up, in double precision, and divides at the end. */
export class Means {
  private steps = 0;
  private readonly total: StepResult = {
    loss: 0,
    lossSum: 0,
    lossWeight: 0,
    penalty: 0,
    metrics: {},
  };

  constructor(private readonly metrics: Metric[]) {}

  add(result: StepResult): void {
    this.steps++;
    this.total.lossSum += result.lossSum;
    this.total.lossWeight += result.lossWeight;
    this.total.penalty += result.penalty;
    for (const { metricName } of this.metrics) {
      const added = result.metrics[metricName];
      const sums = (this.total.metrics[metricName] ??= { sum: 0, weight: 0 });
      sums.sum += added?.sum ?? NaN;
      sums.weight += added?.weight ?? 0;
    }
  }

  /** `{ loss, accuracy, … }` of everything added so far. */
  result(): Evaluation {
    const penalty = this.total.penalty / Math.max(1, this.steps);
    return summarize({ ...this.total, penalty }, this.metrics);
  }
}
