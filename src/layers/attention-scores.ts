/** Reads the attention weights of a model's layers while it runs. */
import { tf } from '../engine';

/** Attention weights by layer name, `[B, H, T, S]` each. */
export type AttentionScores = Record<string, tf.Tensor4D>;

let capturing: AttentionScores | undefined;

/** Called by attention layers; keeps `scores` if somebody is reading. */
export function recordScores(layerName: string, scores: tf.Tensor4D): void {
  if (!capturing) return;
  capturing[layerName]?.dispose();
  capturing[layerName] = tf.keep(scores.clone());
}

/**
 * Runs `body`, for example `() => model.predict(x)`, and returns the attention weights of every attention
 * layer that took part. What `body` makes is disposed.
 *
 * Axes: B batch · H heads · T query steps · S key steps.
 *
 * @param body what runs the model; its result is ignored
 * @returns layer name → `[B, H, T, S]`, rows sum to 1; caller disposes each.
 * @example
 * const layer = layers.multiHeadAttention({ name: 'attention', numHeads: 2, keyDim: 3 });
 * const scores = attentionScores(() => layer.apply(tf.ones([1, 5, 4])));
 * scores['attention'].shape; // [ 1, 2, 5, 5 ]
 */
export function attentionScores(body: () => unknown): AttentionScores {
  const before = capturing;
  const scores: AttentionScores = {};
  capturing = scores;
  try {
    tf.tidy(() => void body());
    return scores;
  } finally {
    capturing = before;
  }
}
