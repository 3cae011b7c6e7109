/** What a client gets for one example. */

/** The answer for one example. */
export interface Prediction {
  /** Position of the largest output. */
  index: number;
  /** Its name, when the server knows the labels. */
  label?: string;
  /** Outputs of the model, or probabilities when these are logits. */
  values: number[];
}

/** Turns a row of outputs into an answer. */
export function answerOf(
  row: Float32Array,
  output: 'logits' | 'values',
  labels: readonly string[] | undefined,
): Prediction {
  const values = output === 'logits' ? softmax(row) : [...row];
  const index = values.indexOf(Math.max(...values));
  const label = labels?.[index];
  return { index, ...(label !== undefined && { label }), values };
}

function softmax(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  const powers = [...logits].map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
