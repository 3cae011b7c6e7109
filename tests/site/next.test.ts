/** Stored next tokens: temperature, top-k and top-p as the library has them. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  distribution,
  drawRank,
  logProbabilities,
  visible,
  type StoredNode,
} from '../../site/demos/next/tree';
import { samplingProbabilities } from '../../src/models/sampling';
import { storedTrees } from './stored-models';

const SCRIPT = path.join(__dirname, '..', '..', 'scripts', 'site', 'store-next-tokens.mjs');
const UNIT = 100;
const LOGITS = Float32Array.from({ length: 400 }, (_, i) => 7 * Math.cos(i * i));

async function stored(logits = LOGITS): Promise<StoredNode> {
  const { likeliest } = (await import(pathToFileURL(SCRIPT).href)) as {
    likeliest: (logits: Float32Array) => Omit<StoredNode, 'after'>;
  };
  return { ...likeliest(logits), after: {} };
}

test('the stored tokens are given what the library gives them', async () => {
  const node = await stored();
  const settings = [{ tenths: 10 }, { tenths: 3 }, { tenths: 20 }, { tenths: 15, topK: 7 }, { tenths: 8, topP: 0.6 }, { tenths: 10, topK: 30, topP: 0.5 }]; // prettier-ignore
  for (const { tenths, topK = Infinity, topP = 1 } of settings) {
    const { probabilities, outside } = distribution(node, UNIT, { tenths, topK, topP });
    const options = { temperature: tenths / 10, topP, ...(topK < Infinity ? { topK } : {}) };
    const expected = samplingProbabilities(LOGITS, options);
    const what = JSON.stringify(options);
    for (const [rank, token] of node.tokens.entries())
      assert.ok(Math.abs((probabilities[rank] ?? NaN) - (expected[token] ?? NaN)) < 2e-3, what);
    const sum = probabilities.reduce((a, b) => a + b, outside);
    assert.ok(Math.abs(sum - 1) < 1e-9, what);
    const inside = node.tokens.reduce((total, token) => total + (expected[token] ?? 0), 0);
    assert.ok(Math.abs(outside - (1 - inside)) < 1e-4, `${what}: outside ${outside}`);
  }
});

test('where top-p reaches beyond the stored tokens, the rest is what it asks for', async () => {
  const node = await stored(LOGITS.map((logit) => logit / 4)); // flat: much lies beyond
  const rest = node.outside[19] ?? 0;
  assert.ok(rest > 0.2);
  const { outside } = distribution(node, UNIT, { tenths: 20, topK: Infinity, topP: 0.95 });
  assert.ok(Math.abs(outside - (0.95 - (1 - rest)) / 0.95) < 1e-9);
});

test('a draw beyond the stored tokens has no rank', () => {
  const shares = { probabilities: [0.5, 0, 0.25], outside: 0.25 };
  assert.deepEqual([0, 0.49, 0.5, 0.74, 0.76].map((u) => drawRank(shares, u)), [0, 0, 2, 2, -1]); // prettier-ignore
  assert.equal(visible(' a\n'), '␣a↵');
});

test('in the stored file every place is reached once, and its probabilities sum to 1 within their rounding', () => {
  const { kept, ids, texts, stop, trees, unit } = storedTrees();
  assert.equal(ids.length, texts.length);
  assert.equal(trees.length, 16);
  for (const { label, nodes } of trees) {
    const reached = nodes.flatMap(({ after }) => Object.values(after)).sort((a, b) => a - b);
    assert.deepEqual([0, ...reached], [...nodes.keys()], label);
    for (const [i, node] of nodes.entries()) {
      assert.equal(new Set(node.tokens).size, kept, label);
      assert.ok(node.tokens.every((token) => token < texts.length) && node.outside.length === 20);
      assert.ok(Object.entries(node.after).every(([token, to]) => to > i && node.tokens.includes(Number(token)))); // prettier-ignore
      assert.equal(node.after[stop], undefined, 'nothing comes after the end');
      const sum = logProbabilities(node, unit).reduce((total, log) => total + Math.exp(log), 0);
      // Each logarithm is rounded by half a unit at most, and the share of the others to 5 digits.
      const rounding = Math.expm1(0.5 / unit) * sum + 1e-5;
      assert.ok(Math.abs(sum + (node.outside[9] ?? NaN) - 1) <= rounding, `${label}, ${i}: ${sum}`);
    }
  }
});
