/** Parts of a Llama: normalization by the root mean square, rotary positions, shared keys, gates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { layers, type TransformerBlockArgs } from '../../src/layers';
import { setAdapter } from '../../src/layers/adapters';
import { rotate } from '../../src/layers/rotary';
import {
  assertClose,
  bothWays,
  checkLayer,
  gradientsOf,
  readCases,
  saved,
  tensorOf,
  variablesOf,
  type Case,
  type Stored,
} from './fixture';

const torch = readCases<Case & { base: Stored[] }>('llama_torch.json');

function caseOf(name: string): Case & { base: Stored[] } {
  return torch[name] ?? assert.fail(name);
}

const one =
  (layer: tf.layers.Layer) =>
  ([x]: tf.Tensor[]) =>
    layer.apply(x as tf.Tensor) as tf.Tensor;

const attention = { numHeads: 6, keyDim: 4, useBias: false, useCausalMask: true };
const LAYERS: Record<string, () => tf.layers.Layer> = {
  rmsNormalization: () => layers.rmsNormalization({ epsilon: 1e-3 }),
  attentionHalves: () => layers.multiHeadAttention({ ...attention, rotary: { base: 100 } }),
  attentionInterleaved: () =>
    layers.multiHeadAttention({ ...attention, rotary: { base: 100, pairs: 'interleaved' } }),
  attentionGrouped: () => layers.multiHeadAttention({ ...attention, numKeyValueHeads: 2 }),
  attentionAll: () =>
    layers.multiHeadAttention({ ...attention, numKeyValueHeads: 2, rotary: { base: 100 } }),
  gatedSilu: () => layers.gatedFeedForward({ intermediateDim: 11 }),
  gatedGelu: () => layers.gatedFeedForward({ intermediateDim: 11, activation: 'gelu' }),
};

for (const [name, create] of Object.entries(LAYERS))
  test(`${name} agrees with PyTorch, forward and every gradient`, () => {
    const layer = create();
    checkLayer(layer, caseOf(name), { run: one(layer), tolerance: 2e-5 });
  });

const llamaBlock: TransformerBlockArgs = {
  numHeads: 6,
  numKeyValueHeads: 2,
  intermediateDim: 11,
  normalizeFirst: true,
  normalization: 'rms',
  feedForward: 'gated',
  rotary: { base: 100, pairs: 'interleaved' },
  useBias: false,
};

test('a decoder block with all of them agrees with PyTorch, forward and every gradient', () => {
  const block = layers.transformerDecoderBlock(llamaBlock);
  checkLayer(block, caseOf('decoderBlock'), { run: one(block), tolerance: 1e-4 });
});

test('turned queries and keys keep their lengths, and their product depends on the distance alone', () => {
  setSeed(5);
  tf.tidy(() => {
    const [q, k] = [tf.randomNormal([1, 3, 1, 10]), tf.randomNormal([1, 3, 1, 10])] as [
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    for (const pairs of ['halves', 'interleaved'] as const) {
      const turned = (x: tf.Tensor4D, position: number) =>
        rotate(x, { base: 10000, pairs }, position);
      assertClose(turned(q, 17).norm(2, 3), q.norm(2, 3), 1e-6, 'length');
      assertClose(turned(q, 0), q, 0, 'the first step stays');
      const product = (at: number, distance: number) =>
        turned(q, at)
          .mul(turned(k, at + distance))
          .sum(3);
      assertClose(product(3, 7), product(41, 7), 1e-4, 'same distance');
      const other = product(3, 8).sub(product(3, 7)).abs().max().arraySync() as number;
      assert.ok(other > 1e-3, 'another distance');
      const index = tf.tensor1d([17], 'int32');
      const inGraph = rotate(q, { base: 10000, pairs }, { index, window: 23 });
      assertClose(inGraph, turned(q, 17), 0, 'position as a tensor');
    }
  });
});

test('rmsNormalization works along any axis, as by hand', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([2, 3, 5]);
    const along = layers.rmsNormalization({ axis: 1, epsilon: 1e-3 }).apply(x) as tf.Tensor;
    const byHand = x.div(x.square().mean(1, true).add(1e-3).sqrt());
    assertClose(along, byHand, 1e-6, 'axis 1');
  });
});

test('a mask passes rmsNormalization and gatedFeedForward, unless steps are normalized together', () => {
  tf.tidy(() => {
    const [x, mask] = [tf.ones([1, 3, 5]), tf.tensor2d([[1, 1, 0]])];
    for (const layer of [
      layers.rmsNormalization(),
      layers.gatedFeedForward({ intermediateDim: 2 }),
    ])
      assertClose(
        layer.apply(x, { mask }) as tf.Tensor,
        layer.apply(x) as tf.Tensor,
        0,
        layer.name,
      );
    assert.throws(
      () => layers.rmsNormalization({ axis: 1 }).apply(x, { mask }),
      /without a mask.*got one of 3 steps/,
    );
  });
});

test('keys that all heads share are keys repeated for each', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([3, 5, 7]);
    const padding = tf.tensor2d([1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1], [3, 5]);
    const options = { numHeads: 6, keyDim: 5, valueDim: 3, rotary: {} } as const;
    const fails = () => layers.multiHeadAttention({ ...options });
    assert.throws(fails, /even keyDim for rotary positions; got 5/);
    const even = { ...options, keyDim: 8, returnAttentionScores: true };
    const shared = layers.multiHeadAttention({ ...even, numKeyValueHeads: 1 });
    const full = layers.multiHeadAttention(even);
    const [output, scores] = shared.apply(x, { mask: padding }) as [tf.Tensor, tf.Tensor];
    full.apply(x);
    const repeated = shared.getWeights().map((weight, i) => {
      // Kernel and bias of keys and values are 2, 3, 4 and 5.
      if (i < 2 || i > 5) return weight;
      return weight.tile(weight.rank === 3 ? [1, 6, 1] : [6, 1]);
    });
    full.setWeights(repeated);
    const [expected, expectedScores] = full.apply(x, { mask: padding }) as [tf.Tensor, tf.Tensor];
    assertClose(output, expected, 1e-5, 'output');
    assertClose(scores, expectedScores, 1e-5, 'scores');
    assert.deepEqual(scores.shape, [3, 6, 5, 5]);
    shared.dispose();
    full.dispose();
  });
});

test('attention with all of them has the gradient that finite differences measure', () => {
  setSeed(29);
  tf.tidy(() => {
    const block = layers.transformerDecoderBlock({ ...llamaBlock, useBias: true });
    const x = tf.randomNormal([2, 3, 24], 0, 0.5);
    const direction = tf.randomNormal([2, 3, 24]);
    const loss = (input: tf.Tensor) =>
      (block.apply(input) as tf.Tensor).mul(direction).sum() as tf.Scalar;
    loss(x);
    const along = tf.randomNormal(x.shape);
    const at = (width: number) => loss(x.add(along.mul(width * 1e-2))).arraySync();
    const measured = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / 0.12;
    const claimed = tf.grad(loss)(x).mul(along).sum().arraySync() as number;
    assert.ok(Math.abs(measured - claimed) < 1e-2 * Math.abs(measured), `${measured} ${claimed}`);
  });
});

test('rotary, shared keys, gates and normalization survive saving and loading', async () => {
  const input = tf.input({ shape: [5, 24] });
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor) =>
    layer.apply(x) as tf.SymbolicTensor;
  const { rotary = null } = llamaBlock;
  const list = [
    layers.rmsNormalization({ epsilon: 0.1 }),
    layers.multiHeadAttention({ ...attention, numKeyValueHeads: 3, rotary }),
    layers.gatedFeedForward({ intermediateDim: 5, activation: 'gelu_new', useBias: true }),
    layers.transformerDecoderBlock(llamaBlock),
    layers.transformerEncoderBlock({ ...llamaBlock, rotary: null, normalization: 'layer' }),
  ];
  const outputs = list.reduce((x, layer) => apply(layer, x), input);
  const model = tf.model({ inputs: input, outputs });
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(await saved(model)));
  tf.tidy(() => {
    const x = tf.randomNormal([3, 5, 24]);
    assertClose(loaded.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, 0, 'prediction');
  });
  loaded.dispose();
  model.dispose();
});

test('they leave no tensor behind, forward or backward', () => {
  const block = layers.transformerDecoderBlock({ ...llamaBlock, dropout: 0.1 });
  const x = tf.randomNormal([3, 5, 24]);
  tf.dispose(block.apply(x) as tf.Tensor);
  const before = tf.memory().numTensors;
  for (const training of [true, false]) {
    tf.dispose(block.apply(x, { training }) as tf.Tensor);
    const loss = () => (block.call(x, { training }) as tf.Tensor).sum() as tf.Scalar;
    tf.dispose(tf.variableGrads(loss, variablesOf(block)) as never);
  }
  assert.equal(tf.memory().numTensors, before);
  x.dispose();
});

test('an adapter acts as a change of the kernel, forward and in its gradients, as in PyTorch', () => {
  const expected = caseOf('lora');
  const layer = layers.multiHeadAttention({ ...attention, numKeyValueHeads: 2 });
  tf.tidy(() => {
    const inputs = expected.inputs.map((input) => tensorOf(input));
    one(layer)(inputs);
    layer.setWeights(expected.base.map((kernel) => tensorOf(kernel)));
    const kernels = layer.denseKernels();
    const pairs = expected.weights.map((weight) => new tf.LayerVariable(tensorOf(weight)));
    const [queryA, queryB, valueA, valueB] = pairs as [
      tf.LayerVariable,
      tf.LayerVariable,
      tf.LayerVariable,
      tf.LayerVariable,
    ];
    setAdapter(kernels[0]?.kernel ?? assert.fail(), { a: queryA, b: queryB, scale: 3 / 2 });
    setAdapter(kernels[2]?.kernel ?? assert.fail(), { a: valueA, b: valueB, scale: 3 / 2 });
    const directions = expected.directions.map((direction) => tensorOf(direction));
    bothWays((kind) => {
      const variables = pairs.map((weight) => weight.read() as tf.Variable);
      const result = gradientsOf(inputs, variables, directions, one(layer));
      for (const name of ['outputs', 'inputGradients', 'weightGradients'] as const)
        expected[name].forEach((value, i) =>
          assertClose(result[name][i] as tf.Tensor, value, 2e-5, `${kind} ${name} ${i}`),
        );
    });
  });
});

test('options that do not fit are refused with a remedy', () => {
  const { multiHeadAttention, transformerDecoderBlock, rmsNormalization } = layers;
  const wrong: Array<[() => unknown, RegExp]> = [
    [() => multiHeadAttention({ ...attention, numKeyValueHeads: 4 }), /divide numHeads 6; got 4/],
    [() => multiHeadAttention({ ...attention, rotary: { base: 0 } }), /rotary.base above 0; got 0/],
    [
      () => multiHeadAttention({ ...attention, rotary: { pair: 'halves' } as object }),
      /multiHeadAttention.rotary: expected options among base, pairs; got "pair"; did you mean pairs/,
    ],
    [
      () => multiHeadAttention({ ...attention, rotary: { pairs: 'both' as 'halves' } }),
      /'halves' or 'interleaved'; got both/,
    ],
    [
      () => transformerDecoderBlock({ ...llamaBlock, normalization: 'batch' as 'rms' }),
      /'layer' or 'rms'; got batch/,
    ],
    [
      () => transformerDecoderBlock({ ...llamaBlock, feedForward: 'moe' as 'gated' }),
      /'dense' or 'gated'; got moe/,
    ],
    [() => rmsNormalization({ axis: 0.5 }), /axis to be a whole number; got 0.5/],
    [() => rmsNormalization({ axis: 3 }).apply(tf.ones([2, 3])), /got 3; use -1/],
    [() => layers.gatedFeedForward({ intermediateDim: 0 }), /intermediateDim.*got 0/],
  ];
  for (const [create, message] of wrong) assert.throws(create, message);
  const turned = multiHeadAttention({ ...attention, rotary: {} });
  const two = [tf.ones([1, 2, 3]), tf.ones([1, 5, 3])];
  assert.throws(() => turned.apply(two), /expected one input for attention with rotary positions/);
  tf.dispose(two);
});
