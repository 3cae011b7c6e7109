import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { tf } from '../../src/engine';
import { loadModel, saveModel } from '../../src/serving';
import { sumModel } from './helpers';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts saved '));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const card = {
  ...{ name: 'sums', purpose: 'a test', input: { shape: [2, 3], scale: 0.5 } },
  ...{ output: 'values' as const, labels: ['a', 'b', 'c', 'd', 'e'], seed: 7, limits: ['none'] },
};

test('a model comes back equal, with its card, and without a tensor left', async () => {
  const before = tf.memory().numTensors;
  const model = sumModel();
  const { bytes } = await saveModel(folder, model, card);
  assert.equal(bytes['weights.bin'], 120);
  assert.deepEqual(fs.readdirSync(folder).sort(), ['card.json', 'model.json', 'weights.bin']);
  const loaded = await loadModel(folder);
  const x = tf.tensor3d([[[1, 2, 3], [4, 5, 6.5]]]); // prettier-ignore
  const [ours, theirs] = [model, loaded.model].map((each) => each.predict(x) as tf.Tensor);
  assert.deepEqual(theirs?.dataSync(), ours?.dataSync());
  const { versions, sha256, ...rest } = loaded.card;
  assert.deepEqual(rest, card);
  assert.match(sha256, /^[0-9a-f]{64}$/);
  assert.equal(versions['node'], process.version);
  tf.dispose([x, ours, theirs] as tf.Tensor[]);
  for (const each of [model, loaded.model]) each.dispose();
  assert.equal(tf.memory().numTensors, before);
});

test('one changed bit of the weights is noticed', async () => {
  const model = sumModel();
  await saveModel(folder, model, card);
  model.dispose();
  const file = path.join(folder, 'weights.bin');
  const bytes = fs.readFileSync(file);
  bytes[37] = (bytes[37] ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
  await assert.rejects(loadModel(folder), /another checksum; copy the folder again/);
});

test('a missing folder and a wrong card are refused with a remedy', async () => {
  await assert.rejects(
    loadModel(path.join(folder, 'none')),
    /expected card.json.*saveModel first/s,
  );
  const model = sumModel();
  const wrong = { ...card, lables: [] };
  await assert.rejects(saveModel(folder, model, wrong), /did you mean labels/);
  await assert.rejects(saveModel(folder, model, { ...card, input: { shape: [] } }), /input.shape/);
  model.dispose();
});
