/** From what a reader passes in `metrics` to a {@link Metric}. */
import type { Loss, Metric } from '../types';
import { accuracy, mae, mse, perplexity, rmse, type StreamingOptions } from './streaming';

/** Names that `metrics: [...]` understands. */
export type MetricName =
  'accuracy' | 'mae' | 'mse' | 'rmse' | 'meanAbsoluteError' | 'meanSquaredError' | 'perplexity';

const BY_NAME: Record<MetricName, (options: StreamingOptions) => Metric> = {
  accuracy,
  mae,
  mse,
  rmse,
  perplexity,
  meanAbsoluteError: () => ({ ...mae(), metricName: 'meanAbsoluteError' }),
  meanSquaredError: () => ({ ...mse(), metricName: 'meanSquaredError' }),
};

/**
 * Looks a metric up by name, with the loss's reading of logits and ignored labels.
 *
 * @throws RangeError for an unknown name.
 */
export function resolveMetric(caller: string, metric: MetricName | Metric, loss: Loss): Metric {
  if (typeof metric !== 'string') return metric;
  const create = BY_NAME[metric];
  if (!create) {
    throw new RangeError(
      `${caller}: expected a metric among ${Object.keys(BY_NAME).join(', ')}; got "${String(metric)}". ` +
        'For others, pass { metricName, sumAndWeight }.',
    );
  }
  return create({ fromLogits: loss.fromLogits ?? false, ignoreIndex: loss.ignoreIndex });
}
