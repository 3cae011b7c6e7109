/** The animated attention head computes chapter 05's worked example, and what TensorFlow computes for any other word. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { attend } from '../../site/demos/attention-steps/machine';
import { sentence, STAGES } from '../../site/demos/attention-steps/stages';
import { ready, tf } from '../../src/index';

before(() => ready());

const round = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(3))); // prettier-ignore

test('bana: the numbers of chapter 05', () => {
  const pass = attend('bana', 3);
  assert.deepEqual(pass.query, [0, 4, 4, 2]);
  assert.deepEqual(pass.scores, [2, 1, 4, 3]);
  assert.deepEqual(round(pass.weights), [0.087, 0.032, 0.644, 0.237]);
  assert.deepEqual(round(pass.mix), [0.269, 0.087, 0.644]);
  assert.equal(Math.round(100 * (pass.probabilities[2] ?? 0)), 75);
});

test('other words and tokens: as TensorFlow computes them', () => {
  for (const [word, asking] of [['nabab', 4], ['banana', 2], ['anna', 0], ['ban', 1]] as const) {
    const pass = attend(word, asking);
    tf.tidy(() => {
      const seen = tf.tensor2d(pass.tokens.slice(0, asking + 1));
      const fit = seen.matMul(tf.tensor2d(pass.query, [4, 1])).div<tf.Tensor2D>(2);
      const weights = fit.reshape<tf.Tensor2D>([1, -1]).softmax<tf.Tensor2D>();
      const mix = weights.matMul(seen.slice([0, 0], [-1, 3]));
      const close = (name: string, ours: number[], theirs: tf.Tensor): void =>
        ours.forEach((value, i) => {
          const other = theirs.dataSync()[i] ?? NaN;
          assert.ok(Math.abs(value - other) < 1e-6, `${word}: ${name} ${value}, ${other}`);
        });
      close('weights', pass.weights, weights);
      close('mix', pass.mix, mix);
      close('probabilities', pass.probabilities, mix.mul(4).softmax());
    });
  } // prettier-ignore
});

test('each stage says its numbers, and whether later tokens are hidden', () => {
  const saysOf = (asking: number): string[] =>
    STAGES.map((_, stage) => sentence('bana', asking, attend('bana', asking), stage));
  assert.equal(new Set(saysOf(1)).size, STAGES.length);
  assert.match(saysOf(1)[2] ?? '', /The scores are 2, 1\. Later tokens are hidden/);
  assert.doesNotMatch(saysOf(3)[2] ?? '', /hidden/);
});
