/** Published models: what the file holds, and that TensorFlow.js reads it back. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { courseFolder } from '../../src/host/files';
import { ready, setSeed, tf } from '../../src/engine';
import { createCharacterModel, createCnn, createEncoderDecoder, createGpt } from '../../src/models';
import { publish } from '../../src/training';
import { toFloat16 } from '../../src/training/float16';
import type { PublishedModel } from '../../src/training/publish';

const folder = mkdtempSync(join(tmpdir(), 'dlts publish '));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.env['DLTS_PUBLISH'] = folder;
before(() => ready());

const halfOf = tf.io.decodeWeights;
/** Numbers rounded to float16 by `toFloat16`, widened by TensorFlow.js. */
function rounded(values: number[]): number[] {
  const spec = { name: 'x', shape: [values.length], dtype: 'float32' as const };
  const quantization = { dtype: 'float16' as const };
  const tensors = halfOf(toFloat16(values).buffer as ArrayBuffer, [{ ...spec, quantization }]);
  const result = [...(tensors['x']?.dataSync() ?? [])] as number[];
  tf.dispose(tensors);
  return result;
}

const read = (name: string): PublishedModel =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as PublishedModel;

/** The model as a page loads it. */
function load({ modelTopology, weightSpecs, weightData }: PublishedModel): Promise<tf.LayersModel> {
  const bytes = new Uint8Array(Buffer.from(weightData, 'base64'));
  return tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData: bytes.buffer }),
  );
}

test('float16 rounds to the nearest, halves to even, and knows its limits', () => {
  const hand: [number, number][] = [
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.9, 0x7bff],
    [65520, 0x7c00],
    [1 + 2 ** -11, 0x3c00], // half-way between 1 and its successor: 1 is even
    [1 + 3 * 2 ** -11, 0x3c02], // half-way again: the upper one is even
    [2 - 2 ** -12, 0x4000], // the carry reaches the exponent
    [2 ** -14, 0x0400], // smallest normal number
    [2 ** -14 - 2 ** -25, 0x0400], // rounds up into the normal numbers
    [2 ** -24, 0x0001], // smallest number
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -25, 0x0001],
    [-0, 0x8000],
    [Infinity, 0x7c00],
    [NaN, 0x7e00],
  ];
  const expected = hand.map(([, bits]) => bits);
  assert.deepEqual([...toFloat16(hand.map(([value]) => value))], expected);
});

test('float16 gives back every number that it can hold', () => {
  // Of every exponent, some mantissas; widened by TensorFlow.js.
  const all = Array.from({ length: 31 * 1024 }, (_, bits) =>
    bits < 1024 ? bits * 2 ** -24 : (1 + (bits % 1024) / 1024) * 2 ** ((bits >> 10) - 15),
  );
  assert.deepEqual(rounded(all), all);
});

test('a published model predicts what the model with rounded weights predicts', async () => {
  setSeed(5);
  const image = tf.randomNormal([2, 11, 13, 3]);
  const tokens = tf.tensor2d([[3, 4, 5, 2, 1]], undefined, 'int32');
  const small = { hiddenDim: 6, numHeads: 2, numLayers: 1 };
  const sizes = { sourceVocabularySize: 7, targetVocabularySize: 11 };
  const cases: [string, tf.LayersModel, tf.Tensor[]][] = [
    ['cnn', createCnn({ inputShape: [11, 13, 3], filters: [5], denseUnits: 7 }), [image]],
    ['lstm', createCharacterModel({ vocabularySize: 7, hiddenUnits: [5] }), [tokens]],
    ['gpt', createGpt({ vocabularySize: 7, maxSequenceLength: 5, ...small }), [tokens]],
    ['translator', createEncoderDecoder({ ...sizes, ...small }), [tokens, tokens]],
  ];
  for (const [name, model, inputs] of cases) {
    const exact = model.predict(inputs) as tf.Tensor;
    const [{ path, kilobytes }, loaded] = [
      await publish(name, model, { letters: ['a', 'ü'], deep: { none: null } }),
      await load(read(name)),
    ];
    assert.equal(path, join(folder, `${name}.json`).replaceAll('\\', '/'));
    assert.equal(kilobytes, Math.round(readFileSync(path).length / 100) / 10);
    assert.deepEqual(read(name).details, { letters: ['a', 'ü'], deep: { none: null } });
    model.getWeights().forEach((weight, i) => {
      const found = [...(loaded.getWeights()[i]?.dataSync() ?? [])];
      assert.deepEqual(found, rounded([...weight.dataSync()]), `${name} weight ${i}`);
    });
    const halved = loaded.predict(inputs) as tf.Tensor;
    model.setWeights(loaded.getWeights());
    const expected = (model.predict(inputs) as tf.Tensor).dataSync();
    const [given, before] = [halved.dataSync(), exact.dataSync()];
    expected.forEach((value, i) =>
      assert.ok(Math.abs(value - (given[i] ?? NaN)) < 1e-6, `${name} ${i}`),
    );
    assert.ok(
      before.some((value, i) => value !== given[i]),
      `${name}: weights were rounded`,
    );
    model.dispose();
    loaded.dispose();
  }
});

test('publishing leaves no tensor and the model as it was', async () => {
  const model = createCnn({ inputShape: [5, 7, 2], filters: [3], denseUnits: 0 });
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  const tensors = tf.memory().numTensors;
  await publish('small', model);
  assert.equal(tf.memory().numTensors, tensors);
  assert.deepEqual(
    model.getWeights().map((weight) => [...weight.dataSync()]),
    weights,
  );
  model.dispose();
});

test('the same model gives the same file, and half the bytes of float32', async () => {
  setSeed(3);
  const model = createCnn({ inputShape: [13, 17, 1], filters: [7], denseUnits: 31 });
  const { path } = await publish('twice', model);
  const first = readFileSync(path, 'utf8');
  await publish('twice', model);
  assert.equal(readFileSync(path, 'utf8'), first);
  const weightBytes = Buffer.from(read('twice').weightData, 'base64').length;
  assert.equal(weightBytes, 2 * model.countParams());
  assert.ok(readdirSync(folder).every((file) => file.endsWith('.json')));
  model.dispose();
});

test('without DLTS_PUBLISH the file goes to .cache/models of the course', async () => {
  const model = createCnn({ inputShape: [5, 5, 1], filters: [2], denseUnits: 0 });
  delete process.env['DLTS_PUBLISH'];
  const { path } = await publish('test-of-publish', model).finally(
    () => (process.env['DLTS_PUBLISH'] = folder),
  );
  assert.equal(path, '.cache/models/test-of-publish.json');
  const file = join(courseFolder() ?? '', path);
  assert.ok(existsSync(file));
  rmSync(file);
  model.dispose();
});

test('errors say what was expected and how to mend it', async () => {
  const model = createCnn({ inputShape: [5, 5, 1], filters: [2], denseUnits: 0 });
  for (const name of ['', 'Digits', 'a/b', '../up', 'a--b', 'a.json'])
    await assert.rejects(publish(name, model), {
      name: 'RangeError',
      message: /^publish: expected a name of lower-case letters.*got ".*"; use for example/,
    });
  const bad: [Record<string, unknown>, RegExp][] = [
    [{ a: { b: [1, NaN] } }, /details\.a\.b\[1\].*got NaN; turn/],
    [{ table: new Float32Array(2) }, /details\.table .*got Float32Array; turn/],
    [{ f: () => 1 }, /details\.f .*got function; turn/],
    [{ gone: undefined }, /details\.gone .*got undefined; turn/],
  ];
  for (const [details, message] of bad)
    await assert.rejects(publish('x', model, details), { name: 'TypeError', message });

  const blocked = join(folder, 'a file.json');
  writeFileSync(blocked, '');
  process.env['DLTS_PUBLISH'] = join(blocked, 'below');
  await assert.rejects(publish('x', model), {
    message: /^publish: expected to write .*x\.json; got ENOTDIR.*; choose a writable folder/,
  });
  process.env['DLTS_PUBLISH'] = folder;

  model.setWeights(model.getWeights().map((weight) => tf.fill(weight.shape, Infinity)));
  await assert.rejects(publish('x', model), {
    name: 'RangeError',
    message: /^publish: expected finite weights within ±65,504; got Infinity in .*; train with/,
  });
  assert.equal(existsSync(join(folder, 'x.json')), false);
  model.dispose();
});
