/** SmolLM2 from its file is the model that the transformers package makes of the same file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { isNative, tf } from '../../src/engine';
import {
  chatPrompt,
  generate,
  loadSmolLm,
  lora,
  type ChatMessage,
  type SmolLm,
} from '../../src/models';
import { losses, optimizers, train } from '../../src/training';

interface Stored {
  text: string;
  ids: number[];
  loss: number;
  every: number;
  logits: number[][];
  likeliest: number[];
  chats: ChatMessage[][];
  prompts: string[];
  start: number[];
  answer: number[];
}

const file = path.join(__dirname, '..', 'fixtures', 'smol_lm.json');
const expected = JSON.parse(readFileSync(file, 'utf8')) as Stored;

let smol: SmolLm;
let seconds = 0;
before(async () => {
  (await loadSmolLm()).model.dispose(); // fetched, if it was not there
  const start = performance.now();
  smol = await loadSmolLm();
  seconds = (performance.now() - start) / 1000;
});
after(() => void smol.model.dispose());

test('it is read in seconds, into an ordinary model', () => {
  assert.ok(seconds < 20, `${seconds} s`); // 2.4 s on a quiet machine
  assert.equal(smol.model.countParams(), 134515008);
  assert.deepEqual(smol.model.outputs[0]?.shape, [null, null, 49152]);
  assert.equal(smol.stopToken, 2);
});

test('logits and perplexity are those of transformers', () => {
  tf.tidy(() => {
    const ids = tf.tensor2d([expected.ids], undefined, 'int32');
    const logits = tf.squeeze<tf.Tensor2D>(smol.model.predict(ids) as tf.Tensor, [0]);
    const values = logits.arraySync();
    let worst = 0;
    for (const [t, row] of expected.logits.entries())
      for (const [i, value] of row.entries())
        worst = Math.max(worst, Math.abs((values[t]?.[i * expected.every] ?? NaN) - value));
    assert.ok(worst <= 2e-4, `off by ${worst}`);
    assert.deepEqual([...logits.argMax(-1).dataSync()], expected.likeliest);
    const next = tf.tensor1d(expected.ids.slice(1), 'int32');
    const chosen = tf.oneHot(next, 49152).mul(logits.slice([0], [next.size]).logSoftmax());
    const loss = chosen.sum(-1).mean().neg().arraySync() as number;
    assert.ok(Math.abs(Math.exp(loss) / Math.exp(expected.loss) - 1) < 1e-4, String(loss));
  });
});

test('conversations are written as the file says', () => {
  expected.chats.forEach((chat, i) => assert.equal(chatPrompt(chat), expected.prompts[i]));
  assert.deepEqual(smol.tokenizer.encode(expected.prompts[0] ?? ''), expected.start);
});

test('it answers as with transformers, token by token, as graphs and without', async () => {
  const { model, tokenizer, stopToken } = smol;
  for (const traced of [true, false]) {
    const options = { maxTokens: 40, temperature: 0, stopToken, traced };
    const tokens = await generate(model, expected.start, options);
    const answer = tokens.slice(expected.start.length);
    assert.deepEqual(answer, expected.answer.slice(0, answer.length));
    assert.equal(tokenizer.decode(answer), 'The capital of France is Paris.');
  }
});

test(
  'adapters of rank 8 learn in steps of 4 × 32 tokens, traced',
  { skip: !isNative() },
  async () => {
    const changes = lora(smol.model, { rank: 8, layers: ['query', 'value'] });
    assert.equal(changes.parameters, 30 * 8 * (576 + 576 + 576 + 192));
    const text = expected.ids.slice(0, 33);
    const rows = (from: number) => Array.from({ length: 4 }, () => text.slice(from, from + 32));
    const x = tf.tensor2d(rows(0), undefined, 'int32');
    const y = tf.tensor2d(rows(1), undefined, 'int32');
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
    const optimizer = optimizers.adam({ learningRate: 1e-3 });
    const history = await train(smol.model, { x, y }, { loss, optimizer, metrics: [], epochs: 4, batchSize: 4, live: false }); // prettier-ignore
    assert.ok((history.loss.at(-1) ?? NaN) < (history.loss[0] ?? NaN), String(history.loss));
    changes.remove();
    tf.dispose([x, y]);
  },
);
