import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { attentionScores, layers, sinusoids } from '../../src/layers';
import {
  assertClose,
  checkLayer,
  readCases,
  saved,
  tensorOf,
  variablesOf,
  type Case,
} from './fixture';

const keras = readCases('layers_keras.json');
const torch = readCases('layers_torch.json');

function caseOf(
  cases: Record<string, Case>,
  name: string,
): Case & { mask: NonNullable<Case['mask']> } {
  const found = cases[name];
  assert.ok(found, name);
  return { mask: { shape: [1], values: [1] }, ...found };
}

const heads = { numHeads: 3, keyDim: 5, valueDim: 2 };

test('multiHeadAttention to itself agrees with Keras, forward and gradient', () => {
  const layer = layers.multiHeadAttention(heads);
  checkLayer(layer, caseOf(keras, 'attentionSelf'), {
    run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor,
  });
});

test('the causal mask agrees with Keras', () => {
  const layer = layers.multiHeadAttention({ ...heads, useCausalMask: true });
  checkLayer(layer, caseOf(keras, 'attentionCausal'), {
    run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor,
  });
});

test('cross-attention with key, mask and returned scores agrees with Keras', () => {
  const expected = caseOf(keras, 'attentionCross');
  const layer = layers.multiHeadAttention({
    ...heads,
    outputDim: 13,
    returnAttentionScores: true,
  });
  checkLayer(layer, expected, {
    run: (inputs) => layer.apply([...inputs, tensorOf(expected.mask)]) as tf.Tensor[],
  });
});

for (const [name, options] of [
  ['Post', { activation: 'relu', normalizeFirst: false }],
  ['Pre', { activation: 'gelu', normalizeFirst: true }],
] as const)
  test(`transformerEncoderBlock, ${name}-norm, agrees with PyTorch, forward and gradient`, () => {
    const expected = caseOf(torch, `encoderBlock${name}`);
    const block = layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 11, ...options });
    checkLayer(block, expected, {
      tolerance: 1e-4,
      run: ([x]) => {
        const mask = tensorOf(expected.mask);
        const y = block.apply([x as tf.Tensor, mask]) as tf.Tensor;
        return y.mul(mask.expandDims(-1)); // outputs at padded steps mean nothing
      },
    });
  });

for (const [name, normalizeFirst] of [
  ['Post', false],
  ['Pre', true],
] as const)
  test(`transformerDecoderBlock, ${name}-norm, agrees with PyTorch, forward and gradient`, () => {
    const expected = caseOf(torch, `decoderBlock${name}`);
    const block = layers.transformerDecoderBlock({
      numHeads: 2,
      intermediateDim: 11,
      normalizeFirst,
    });
    checkLayer(block, expected, {
      tolerance: 1e-4,
      run: (inputs) => block.apply([...inputs, tensorOf(expected.mask)]) as tf.Tensor,
    });
  });

test('a mask that comes along with the input counts in self-attention', () => {
  tf.tidy(() => {
    const layer = layers.multiHeadAttention(heads);
    const x = tf.randomNormal([3, 5, 7]);
    const mask = tf.tensor2d([1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1], [3, 5]);
    const implicit = layer.apply(x, { mask }) as tf.Tensor;
    assertClose(implicit, layer.apply([x, x, x, mask]) as tf.Tensor, 0, 'explicit');
    const unmasked = layer.apply(x) as tf.Tensor;
    assert.ok((implicit.sub(unmasked).abs().max().arraySync() as number) > 1e-3);
  });
});

test('an embedding with maskZero masks an encoder block in a sequential model', () => {
  const embedding = layers.embedding({
    inputDim: 13,
    outputDim: 10,
    maskZero: true,
    inputShape: [5],
  });
  const block = layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 11 });
  const model = tf.sequential({ layers: [embedding, block] });
  tf.tidy(() => {
    const first = tf.tensor2d([[3, 7, 0, 0, 0]], undefined, 'int32');
    const short = tf.tensor2d([[3, 7]], undefined, 'int32');
    const whole = (model.predict(first) as tf.Tensor).slice([0, 0, 0], [1, 2, 10]);
    const vectors = embedding.apply(short) as tf.Tensor;
    assertClose(whole, block.apply(vectors) as tf.Tensor, 1e-5, 'padding has no effect');
  });
  model.dispose();
});

test('causal attention never sees the future', () => {
  tf.tidy(() => {
    const block = layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 11 });
    const x = tf.randomNormal([1, 5, 10]);
    const changed = tf.concat([x.slice([0, 0, 0], [1, 3, 10]), tf.randomNormal([1, 2, 10])], 1);
    const head = (input: tf.Tensor) =>
      (block.apply(input) as tf.Tensor).slice([0, 0, 0], [1, 3, 10]);
    assertClose(head(changed), head(x), 1e-6, 'first three steps');
  });
});

test('attentionScores returns the weights of every attention layer, rows summing to 1', () => {
  const block = layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 11, name: 'last' });
  const [x, encoder] = [tf.randomNormal([3, 5, 10]), tf.randomNormal([3, 7, 10])];
  tf.dispose(block.apply([x, encoder]) as tf.Tensor);
  const before = tf.memory().numTensors;
  const scores = attentionScores(() => block.apply([x, encoder]));
  assert.deepEqual(
    Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, value.shape])),
    { last_self_attention: [3, 2, 5, 5], last_cross_attention: [3, 2, 5, 7] },
  );
  tf.tidy(() => {
    for (const value of Object.values(scores))
      assertClose(value.sum(-1), tf.ones(value.shape.slice(0, 3)), 1e-5, 'row sums');
  });
  tf.dispose(scores);
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([x, encoder]);
});

test('attention weights are dropped in training only, anew at each call', () => {
  setSeed(1);
  tf.tidy(() => {
    const layer = layers.multiHeadAttention({ ...heads, dropout: 0.5 });
    const x = tf.randomNormal([3, 5, 7]);
    const run = (training: boolean) => (layer.apply(x, { training }) as tf.Tensor).dataSync();
    assert.deepEqual(run(false), run(false));
    assert.notDeepEqual(run(true), run(true));
  });
});

test('attention layers survive saving and loading', async () => {
  const input = tf.input({ shape: [5, 10] });
  const attended = layers
    .multiHeadAttention({ ...heads, useCausalMask: true, kernelInitializer: 'heNormal' })
    .apply(input) as tf.SymbolicTensor;
  const positioned = layers.positionEmbedding({ maxSequenceLength: 5 }).apply(attended);
  const encoded = layers.positionalEncoding().apply(positioned) as tf.SymbolicTensor;
  const block = layers.transformerEncoderBlock({
    numHeads: 2,
    intermediateDim: 11,
    activation: 'gelu_new',
    normalizeFirst: true,
    epsilon: 1e-6,
    dropout: 0.1,
  });
  const model = tf.model({ inputs: input, outputs: block.apply(encoded) as tf.SymbolicTensor });
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(await saved(model)));
  tf.tidy(() => {
    const x = tf.randomNormal([3, 5, 10]);
    assertClose(loaded.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, 0, 'prediction');
  });
  loaded.dispose();
  model.dispose();
});

test('a block shows the weights of its parts, freezes them, and frees them', () => {
  const before = tf.memory().numTensors;
  const block = layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 11 });
  const model = tf.model({
    ...(() => {
      const input = tf.input({ shape: [5, 10] });
      return { inputs: input, outputs: block.apply(input) as tf.SymbolicTensor };
    })(),
  });
  // 4 projections, 2 normalizations, 2 dense layers: kernel and bias each.
  assert.equal(block.trainableWeights.length, 16);
  const names = block.weights.map((weight) => weight.originalName);
  assert.equal(new Set(names).size, 16);
  block.trainable = false;
  assert.equal(block.trainableWeights.length, 0);
  assert.equal(block.nonTrainableWeights.length, 16);
  assert.equal(model.trainableWeights.length, 0);
  model.dispose();
  assert.equal(tf.memory().numTensors, before);
});

test('attention leaves no tensor behind, forward or backward', () => {
  const block = layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 11, dropout: 0.1 });
  const [x, encoder] = [tf.randomNormal([3, 5, 10]), tf.randomNormal([3, 7, 10])];
  tf.dispose(block.apply([x, encoder]) as tf.Tensor);
  const before = tf.memory().numTensors;
  for (const training of [true, false]) {
    tf.dispose(block.apply([x, encoder], { training }) as tf.Tensor);
    const loss = () => (block.call([x, encoder], { training }) as tf.Tensor).sum() as tf.Scalar;
    tf.dispose(tf.variableGrads(loss, variablesOf(block)) as never);
  }
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([x, encoder]);
});

test('sinusoids follow the formula of the paper', () => {
  const [length, width] = [7, 4];
  const values = sinusoids(length, width, 3);
  for (let t = 0; t < length; t++) {
    const row = Array.from(values.slice(t * width, (t + 1) * width));
    const expected = [
      Math.sin(t + 3),
      Math.cos(t + 3),
      Math.sin((t + 3) / 100),
      Math.cos((t + 3) / 100),
    ];
    row.forEach((value, i) => assert.ok(Math.abs(value - (expected[i] as number)) < 1e-6));
  }
});

test('positionEmbedding adds its table row by row and refuses longer sequences', () => {
  tf.tidy(() => {
    const layer = layers.positionEmbedding({ maxSequenceLength: 7 });
    const zeros = tf.zeros([2, 5, 3]);
    const y = layer.apply(zeros) as tf.Tensor;
    const table = (layer.weights[0] as tf.LayerVariable).read();
    const expected = table.slice([0, 0], [5, 3]).expandDims(0).tile([2, 1, 1]);
    assertClose(y, expected, 0, 'rows');
    assert.throws(() => layer.apply(tf.zeros([2, 11, 3])), /at most 7 steps; got 11/);
  });
});

test('reversibleEmbedding uses one table both ways', () => {
  tf.tidy(() => {
    const layer = layers.reversibleEmbedding({ inputDim: 13, outputDim: 7 });
    const vectors = layer.apply(tf.tensor2d([[1, 12]], undefined, 'int32')) as tf.Tensor;
    const table = (layer.weights[0] as tf.LayerVariable).read();
    assert.equal(layer.weights.length, 1);
    const logits = layer.apply(vectors) as tf.Tensor;
    const expected = vectors.reshape([2, 7]).matMul(table, false, true).expandDims(0);
    assertClose(logits, expected, 1e-6, 'logits');
    assert.deepEqual(logits.shape, [1, 2, 13]);
  });
});

test('maskedAveragePooling1d averages real steps only', () => {
  tf.tidy(() => {
    const x = tf.tensor3d([1, 3, 100, 5, 7, 9], [2, 3, 1]);
    const mask = layers.paddingMask().apply(
      tf.tensor2d([
        [4, 2, 0],
        [0, 0, 0],
      ]),
    ) as tf.Tensor;
    const y = layers.maskedAveragePooling1d().apply([x, mask]) as tf.Tensor;
    assert.deepEqual(y.arraySync(), [[2], [0]]);
  });
});

test('options that do not fit are refused with a remedy', () => {
  assert.throws(() => layers.multiHeadAttention({ numHeads: 0, keyDim: 5 }), /numHeads.*got 0/);
  assert.throws(
    () => layers.multiHeadAttention({ ...heads, dropout: 1 }),
    /RangeError.*dropout to be at least 0 and below 1; got 1/,
  );
  assert.throws(
    () => layers.multiHeadAttention(heads).apply(tf.zeros([3, 7])),
    /query \[B, T, D\]/,
  );
  assert.throws(
    () =>
      layers
        .transformerEncoderBlock({ numHeads: 3, intermediateDim: 5 })
        .apply(tf.zeros([1, 5, 10])),
    /numHeads to divide the model size 10; got 3/,
  );
  assert.throws(
    () => layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 5, activation: 'rellu' }),
    /name of an activation; got "rellu"/,
  );
  assert.throws(
    () => layers.multiHeadAttention({ ...heads, kernelInitializer: 'glorot' }),
    /name of an initializer; got "glorot"/,
  );
});
