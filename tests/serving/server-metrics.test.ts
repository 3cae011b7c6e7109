import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram } from '../../src/serving/histogram';
import { ServerMetrics } from '../../src/serving/server-metrics';

test('buckets of a histogram are cumulative and include their bound', () => {
  const histogram = new Histogram([1, 2, 4]);
  for (const value of [0.5, 1, 3, 4, 9]) histogram.add(value);
  assert.deepEqual(histogram.text('x', 'help').slice(2), [
    'x_bucket{le="1"} 2',
    'x_bucket{le="2"} 2',
    'x_bucket{le="4"} 4',
    'x_bucket{le="+Inf"} 5',
    'x_sum 17.5',
    'x_count 5',
  ]);
});

test('answers, batches and gauges are counted and shown', () => {
  const metrics = new ServerMetrics([1, 2, 4], () => ({ waiting: 3, tensors: 17 }));
  metrics.answered(200, 0.25);
  metrics.answered(422, 0.5);
  metrics.answered(200, 0.25);
  metrics.computed(3);
  assert.deepEqual(metrics.counts(), {
    ...{ answers: { 200: 2, 422: 1 }, batches: 1, examples: 3, seconds: 1 },
    ...{ waiting: 3, tensors: 17 },
  });
  const lines = metrics.text().split('\n');
  for (const line of [
    'dlts_requests_total{status="200"} 2',
    'dlts_requests_total{status="422"} 1',
    'dlts_request_seconds_count 3',
    'dlts_batch_size_bucket{le="4"} 1',
    'dlts_queue_examples 3',
    'dlts_tensors 17',
  ])
    assert.ok(lines.includes(line), line);
});
