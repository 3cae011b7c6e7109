/** From what a reader passes in `metrics` to a {@link Metric}. */
import type { tf } from '../../engine';
import { checkColumn } from '../losses/check';
import type { Loss, Metric } from '../types';
import { accuracy, mae, mse, perplexity, rmse } from './streaming';

/** Names that `metrics: [...]` understands. */
export type MetricName =
  'accuracy' | 'mae' | 'mse' | 'rmse' | 'meanAbsoluteError' | 'meanSquaredError' | 'perplexity';

const BY_NAME: Record<MetricName, () => Metric> = {
  accuracy,
  mae,
  mse,
  rmse,
  perplexity,
  meanAbsoluteError: () => mae({}, 'meanAbsoluteError'),
  meanSquaredError: () => mse({}, 'meanSquaredError'),
};

/** What a history holds besides metrics. */
const RESERVED = ['loss', 'epoch', 'learningRate', 'seconds', 'stopped', 'bestEpoch'];

/**
 * Looks a metric up by name, and gives it the loss's reading of logits and of targets that do not count.
 *
 * @throws RangeError for an unknown name or one that the history needs; TypeError for no metric.
 */
export function resolveMetric(caller: string, metric: MetricName | Metric, loss: Loss): Metric {
  const found = typeof metric === 'string' ? byName(caller, metric) : metric;
  checkMetric(caller, found);
  const fitting = found.forLoss?.(loss) ?? found;
  const { metricName, higherIsBetter } = fitting;
  return {
    metricName,
    higherIsBetter,
    finish: fitting.finish && ((mean) => fitting.finish?.(mean) ?? NaN),
    sumAndWeight: (...given) => fitting.sumAndWeight(...given),
    check(asked, yTrue, yPred) {
      if (fitting.check) fitting.check(`${asked}: ${metricName}`, yTrue, yPred);
      else checkColumn(asked, `the metric "${metricName}"`, meanOf(fitting), [yTrue, yPred]);
    },
  };
}

function byName(caller: string, name: MetricName): Metric {
  if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name]();
  throw new RangeError(
    `${caller}: expected a metric among ${Object.keys(BY_NAME).join(', ')}; got "${String(name)}"; ` +
      'for others, pass { metricName, sumAndWeight }.',
  );
}

function checkMetric(caller: string, metric: unknown): void {
  const name: unknown =
    typeof metric === 'object' && metric !== null ? Reflect.get(metric, 'metricName') : undefined;
  if (typeof name !== 'string') {
    throw new TypeError(
      `${caller}: expected a metric's name, or { metricName, sumAndWeight }; got a ${typeof metric}; ` +
        "pass for example metrics: ['accuracy'].",
    );
  }
  if (!RESERVED.includes(name)) return;
  throw new RangeError(
    `${caller}: expected a metricName other than ${RESERVED.join(', ')}; got "${name}"; choose another name.`,
  );
}

const meanOf =
  (metric: Metric) =>
  (yTrue: tf.Tensor, yPred: tf.Tensor): number => {
    const { sum, weight } = metric.sumAndWeight(yTrue, yPred);
    return (sum.dataSync()[0] ?? NaN) / (weight.dataSync()[0] ?? NaN);
  };
