/** Files that real Keras has written, files that we write, and files that are damaged: all without Keras. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import {
  createGpt,
  createMlp,
  exportKeras,
  generate,
  importKeras,
  layers,
  loadKerasWeights,
  readHdf5,
  ready,
  tf,
} from '../../../src';
import { LAYER_CASES, MODELS } from './cases';
import { inputsOf, largestDifference, predict, randomize, type StoredInput } from './exchange';

const fixtures = path.join(__dirname, '..', '..', 'fixtures', 'keras');
const expected = JSON.parse(fs.readFileSync(path.join(fixtures, 'outputs.json'), 'utf8')) as Record<
  string,
  { inputs: StoredInput[]; outputs: StoredInput[] }
>;
const fixture = (name: string) => path.join(fixtures, `${name}.keras`);
let folder = '';
const at = (name: string) => path.join(folder, name);
before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-keras-files-'));
  await ready();
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The outputs of a file, within what the order of additions in float32 changes. */
function assertOutputs(model: tf.LayersModel, name: string): void {
  const { inputs = [], outputs = [] } = expected[name] ?? {};
  const difference = largestDifference(predict(model, inputs), outputs);
  assert.ok(difference <= 1e-5, `${name}: ${difference}`);
}

const classesOf = (model: tf.LayersModel) => model.layers.map((layer) => layer.getClassName());

describe('importKeras reads what Keras has written', () => {
  for (const name of ['sequential', 'recurrent', 'functional'])
    test(`${name}: the same outputs`, () => {
      const model = importKeras(fixture(name));
      assertOutputs(model, name);
      model.dispose();
    });

  test('a GPT of ours that Keras has trained is a GPT again, and goes on writing', async () => {
    const model = importKeras(fixture('trained-gpt'));
    assertOutputs(model, 'trained-gpt');
    assert.deepEqual(
      classesOf(model).filter((name) => name.startsWith('Transformer')),
      ['TransformerDecoderBlock', 'TransformerDecoderBlock'],
    );
    const tokens = await generate(model, [1, 2], { maxTokens: 5, temperature: 0 });
    assert.ok(tokens.length > 0);
  });

  test('a classifier of ours that Keras has trained keeps its blocks, mask and pooling', () => {
    const model = importKeras(fixture('trained-classifier'));
    assertOutputs(model, 'trained-classifier');
    for (const name of [
      'PaddingMask',
      'PositionalEncoding',
      'TransformerEncoderBlock',
      'MaskedAveragePooling1D',
    ])
      // prettier-ignore
      assert.ok(classesOf(model).includes(name), name);
  });

  test('weights alone go into a model of the same layers', () => {
    const model = importKeras(fixture('sequential'));
    randomize(model, 7);
    const file = unzipSync(new Uint8Array(fs.readFileSync(fixture('sequential'))));
    loadKerasWeights(model, file['model.weights.h5'] as Uint8Array);
    assertOutputs(model, 'sequential');
  });
});

describe('exportKeras', () => {
  for (const [seed, each] of [...MODELS, ...LAYER_CASES].entries())
    test(`${each.name}: read back, it computes the same to the last bit`, () => {
      const model = each.model();
      randomize(model, seed + 1);
      const inputs = inputsOf(each, seed + 51);
      const before = predict(model, inputs);
      exportKeras(model, at('model.keras'));
      const back = importKeras(at('model.keras'));
      assert.deepEqual(predict(back, inputs), before);
      assert.equal(back.countParams(), model.countParams());
      back.dispose();
      model.dispose();
    });

  test('writes a sequential model of Keras with its weights at the places where Keras looks', () => {
    const model = createMlp({ inputShape: [5], hiddenUnits: [7], outputUnits: 3 });
    exportKeras(model, at('mlp.keras'));
    const files = unzipSync(new Uint8Array(fs.readFileSync(at('mlp.keras'))));
    assert.deepEqual(Object.keys(files), ['metadata.json', 'config.json', 'model.weights.h5']);
    const config = JSON.parse(strFromU8(files['config.json'] as Uint8Array));
    assert.equal(config.class_name, 'Sequential');
    const names = config.config.layers.map((layer: { class_name: string }) => layer.class_name);
    assert.deepEqual(names, ['InputLayer', 'Dense', 'Dense']);
    const { tensors } = readHdf5(files['model.weights.h5'] as Uint8Array);
    const shapes = [...tensors.values()].map(({ name, shape }) => [name, shape]);
    assert.deepEqual(shapes, [
      ['layers/dense/vars/0', [5, 7]],
      ['layers/dense/vars/1', [7]],
      ['layers/dense_1/vars/0', [7, 3]],
      ['layers/dense_1/vars/1', [3]],
    ]);
  });

  test('writes a GPT from layers of Keras alone', () => {
    const model = createGpt({ vocabularySize: 11, hiddenDim: 6, numHeads: 3, numLayers: 1 });
    exportKeras(model, at('gpt.keras'));
    const files = unzipSync(new Uint8Array(fs.readFileSync(at('gpt.keras'))));
    const { config } = JSON.parse(strFromU8(files['config.json'] as Uint8Array));
    const modules = config.layers.map((layer: { module: string }) => layer.module);
    assert.deepEqual([...new Set(modules)].sort(), ['keras.layers', 'keras.src.ops.nn', 'keras.src.ops.numpy']); // prettier-ignore
    const attention = config.layers.find((layer: { class_name: string }) => layer.class_name === 'MultiHeadAttention'); // prettier-ignore
    assert.equal(attention.inbound_nodes[0].kwargs.use_causal_mask, true);
    assert.equal(attention.config.num_heads, 3);
  });

  test('leaves no tensor behind', () => {
    const model = createMlp({ inputShape: [5], hiddenUnits: [7] });
    exportKeras(model, at('leak.keras'));
    const { numTensors } = tf.memory();
    exportKeras(model, at('leak.keras'));
    loadKerasWeights(model, at('leak.keras'));
    importKeras(at('leak.keras')).dispose();
    assert.equal(tf.memory().numTensors, numTensors);
  });

  const one = (layer: tf.layers.Layer, inputShape: number[]) => {
    const model = tf.sequential();
    model.add(tf.layers.inputLayer({ inputShape }));
    model.add(layer);
    return model;
  };
  const refused: Array<[string, () => tf.LayersModel, RegExp]> = [
    [
      'the hard sigmoid, which is another function in Keras',
      () => one(layers.lstm({ units: 3, name: 'memory' }), [5, 7]),
      /^TypeError: exportKeras: expected layers that Keras has too; got layer 'memory' of class LSTM with the activation "hardSigmoid", which Keras has no equivalent for; its hard sigmoid has another slope/,
    ],
    [
      'rotary positions',
      () => createGpt({ vocabularySize: 11, hiddenDim: 8, numHeads: 2, positions: 'rotary' }),
      /got layer 'decoder_block_1' of class TransformerDecoderBlock with rotary positions, which Keras/,
    ],
    [
      'layers that Keras lacks',
      () => one(layers.thresholdedReLU({ name: 'limit' }), [5]),
      /got layer 'limit' of class ThresholdedReLU, which Keras has no equivalent for/,
    ],
    [
      'bilinear scaling, which counts pixels otherwise',
      () =>
        one(layers.upSampling2d({ interpolation: 'bilinear', name: 'up' } as object), [3, 5, 2]),
      /got layer 'up' of class UpSampling2D with interpolation "bilinear", which Keras/,
    ],
    [
      'constraints',
      () => one(layers.dense({ units: 3, name: 'dense', kernelConstraint: 'nonNeg' }), [5]),
      /got layer 'dense' of class Dense with an option that it lacks, which Keras/,
    ],
    [
      'a mask that comes along to attention',
      () => {
        const model = one(layers.embedding({ inputDim: 5, outputDim: 6, maskZero: true }), [7]);
        model.add(
          layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 3, name: 'block' }),
        );
        return model;
      },
      /got layer 'block' of class TransformerEncoderBlock with a mask that comes along with its input/,
    ],
  ];
  for (const [what, make, message] of refused)
    test(`refuses ${what}, and writes nothing`, () => {
      assert.throws(() => exportKeras(make(), at('refused.keras')), message);
      assert.equal(fs.existsSync(at('refused.keras')), false);
    });
});

/** The fixture with its configuration changed. */
function changed(name: string, change: (content: { config: unknown }) => unknown): Uint8Array {
  const files = unzipSync(new Uint8Array(fs.readFileSync(fixture(name))));
  const config = JSON.parse(strFromU8(files['config.json'] as Uint8Array));
  change(config);
  return zipSync({ ...files, 'config.json': strToU8(JSON.stringify(config)) });
}

describe('importKeras refuses', () => {
  const sequential = (
    change: (layers: Array<{ class_name: string; config: Record<string, unknown> }>) => void,
  ) =>
    // prettier-ignore
    changed('sequential', ({ config }) => change((config as { layers: [] }).layers));
  const wrong: Array<[string, () => Uint8Array, RegExp]> = [
    ['an empty file', () => new Uint8Array(0), /expected a \.keras or \.weights\.h5 file/],
    ['another format', () => strToU8('{"a": 1}'), /expected a \.keras or \.weights\.h5 file/],
    ['a zip file without a model', () => zipSync({ a: strToU8('b') }), /expected config\.json and model\.weights\.h5/],
    ['layers that we lack', () => sequential((list) => void ((list[1] ?? never()).class_name = 'Conv4D')), /got layer 'conv2d' of class Conv4D, which this library has no equivalent for/],
    ['options that we lack', () => sequential((list) => void ((list[1] ?? never()).config['groups'] = 2)), /of class Conv2D with groups = 2, which/],
    ['half precision', () => sequential((list) => void ((list[1] ?? never()).config['dtype'] = 'mixed_float16')), /with numbers of type "mixed_float16"/],
    ['sizes that do not fit the weights', () => sequential((list) => void ((list[1] ?? never()).config['filters'] = 5)), /importKeras: expected .*; got .*/],
    ['another number of layers', () => sequential((list) => void list.pop()), /expected weights of the model's layers only; got layers\/dense_1/],
    ['numbers where a list belongs', () => changed('sequential', (config) => Object.assign(config, { config: 7 })), /expected the options of the model; got 7/],
    ['a GPT with another wire', () => changed('trained-gpt', ({ config }) => rewire(config)), /got layer 'decoder_block_1__self_attention(_sum)?' of class .* with options or inputs/],
  ]; // prettier-ignore
  for (const [what, bytes, message] of wrong)
    test(what, () => assert.throws(() => importKeras(bytes()), message));

  test('every cut of a file, with a message and never with a crash', () => {
    const file = new Uint8Array(fs.readFileSync(fixture('recurrent')));
    for (let length = 0; length < file.length; length += 97)
      assert.throws(
        () => importKeras(file.subarray(0, length)),
        /^\w*Error: \w+: expected .+; got .+; .+\.$/s,
      );
  });

  test('damaged weights and configurations: read, or refused with a message', () => {
    const files = unzipSync(new Uint8Array(fs.readFileSync(fixture('recurrent'))));
    let state = 7;
    const next = (below: number) => (state = (Math.imul(state, 48271) >>> 0) % 2147483647) % below;
    for (let round = 0; round < 150; round++) {
      const name = round % 2 ? 'config.json' : 'model.weights.h5';
      const bytes = (files[name] as Uint8Array).slice();
      bytes[next(name === 'config.json' ? bytes.length : 4096)] = next(256);
      try {
        importKeras(zipSync({ ...files, [name]: bytes }, { level: 0 })).dispose();
      } catch (error) {
        assert.match(String(error), /^\w*Error: \w+: expected .+; got .+; .+\.$/s);
      }
    }
  });
});

function never(): never {
  throw new Error('The fixture has no such layer.');
}

/** The first block's attention reads what comes before its normalization. */
function rewire(config: unknown): void {
  const { layers: list } = config as { layers: Array<{ name: string; inbound_nodes: Array<{ args: Array<{ config: { keras_history: unknown[] } }> }> }> }; // prettier-ignore
  const attention = list.find(({ name }) => name === 'decoder_block_1__self_attention');
  const history = attention?.inbound_nodes[0]?.args[1]?.config.keras_history ?? never();
  history[0] = 'token_positions__sum';
}
