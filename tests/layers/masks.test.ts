/** Padding that a mask hides has no effect, and a layer that would count it refuses the mask. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { layers } from '../../src/layers';
import { assertClose, bothWays, checkLayer, readCases, tensorOf } from './fixture';

const keras = readCases('layers_keras.json');

const SHORT = [
  [3, 7, 11],
  [5, 2, 0],
];
const padded = (more: number) => SHORT.map((row) => [...row, ...new Array<number>(more).fill(0)]);

const embedding = () => layers.embedding({ inputDim: 13, outputDim: 6, maskZero: true });

/** Applies layers one after another to a symbolic input. */
function chain(x: tf.SymbolicTensor, ...all: tf.layers.Layer[]): tf.SymbolicTensor {
  return all.reduce((input, layer) => layer.apply(input) as tf.SymbolicTensor, x);
}

/** A model from token ids to what `build` makes of their masked vectors. */
function model(build: (x: tf.SymbolicTensor) => tf.SymbolicTensor): tf.LayersModel {
  const tokens = tf.input({ shape: [null], dtype: 'int32' });
  return tf.model({ inputs: tokens, outputs: build(chain(tokens, embedding())) });
}

const gates = { recurrentActivation: 'sigmoid' } as const;
const pooled = layers.globalAveragePooling1d;

/** Heads that end in one vector a text, by what stands before the pooling. */
const INVARIANT: Record<string, (x: tf.SymbolicTensor) => tf.SymbolicTensor> = {
  globalAveragePooling1d: (x) => chain(x, pooled()),
  globalMaxPooling1d: (x) => chain(x, layers.globalMaxPooling1d()),
  globalMaxPool1d: (x) => chain(x, layers.globalMaxPool1d()),
  lstm: (x) => chain(x, layers.lstm({ units: 5, ...gates })),
  'gru with resetAfter': (x) => chain(x, layers.gru({ units: 5, resetAfter: true })),
  'stacked recurrent layers': (x) =>
    chain(x, layers.gru({ units: 5, returnSequences: true }), layers.simpleRNN({ units: 3 })),
  bidirectional: (x) =>
    chain(
      x,
      layers.bidirectional({
        layer: layers.lstm({ units: 5, returnSequences: true }),
        mergeMode: 'concat',
      }),
      pooled(),
    ),
  timeDistributed: (x) =>
    chain(x, layers.timeDistributed({ layer: layers.dense({ units: 5 }) }), pooled()),
  'dense, activations, dropout': (x) =>
    chain(
      x,
      layers.dense({ units: 5 }),
      layers.leakyReLU(),
      layers.elu(),
      layers.reLU(),
      layers.softmax({ axis: -1 }),
      layers.activation({ activation: 'tanh' }),
      layers.gelu(),
      layers.dropout({ rate: 0.5 }),
      pooled(),
    ),
  normalizations: (x) =>
    chain(x, layers.layerNormalization(), layers.batchNormalization(), pooled()),
  positions: (x) =>
    chain(
      x,
      layers.positionalEncoding(),
      layers.positionEmbedding({ maxSequenceLength: 17 }),
      pooled(),
    ),
  multiHeadAttention: (x) =>
    chain(x, layers.multiHeadAttention({ numHeads: 2, keyDim: 3 }), pooled()),
  transformerEncoderBlock: (x) =>
    chain(x, layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 7 }), pooled()),
  transformerDecoderBlock: (x) =>
    chain(x, layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 7 }), pooled()),
  'a sum of two branches': (x) => {
    const [a, b] = [chain(x, layers.dense({ units: 5 })), chain(x, layers.dense({ units: 5 }))];
    return chain(layers.add().apply([a, b]) as tf.SymbolicTensor, layers.lstm({ units: 3 }));
  },
  'two branches joined': (x) => {
    const [a, b] = [chain(x, layers.dense({ units: 5 })), chain(x, layers.dense({ units: 5 }))];
    return chain(layers.concatenate().apply([a, b]) as tf.SymbolicTensor, pooled());
  },
};

for (const [name, build] of Object.entries(INVARIANT))
  test(`${name}: padding behind a text does not change its output`, () => {
    setSeed(89);
    const network = model(build);
    tf.tidy(() =>
      bothWays((kind) => {
        const outputs = [0, 1, 4].map((more) => {
          const x = tf.tensor2d(padded(more), undefined, 'int32');
          return network.predict(x) as tf.Tensor;
        });
        for (const output of outputs.slice(1))
          assertClose(output, outputs[0] as tf.Tensor, 1e-5, kind);
        const direct = network.apply(tf.tensor2d(padded(4), undefined, 'int32')) as tf.Tensor;
        assertClose(direct, outputs[0] as tf.Tensor, 1e-5, `${kind}, applied`);
      }),
    );
    network.dispose();
  });

test('masked pooling gives the numbers computed by hand, also for a row of padding alone', () => {
  tf.tidy(() => {
    const x = tf.tensor3d([[[1], [3], [100]], [[-5], [-9], [-2]], [[4], [4], [NaN]]]); // prettier-ignore
    const mask = tf.tensor2d([[1, 1, 0], [1, 1, 0], [0, 0, 0]]); // prettier-ignore
    const mean = layers.globalAveragePooling1d().apply(x, { mask }) as tf.Tensor;
    const most = layers.globalMaxPooling1d().apply(x, { mask }) as tf.Tensor;
    assert.deepEqual(mean.arraySync(), [[2], [-7], [0]]);
    assert.deepEqual(most.arraySync(), [[3], [-5], [0]]);
    const plain = layers.globalMaxPooling1d().apply(x.slice([0, 0, 0], [2, 3, 1])) as tf.Tensor;
    assert.deepEqual(plain.arraySync(), [[100], [-2]]);
  });
});

test('globalAveragePooling1d and batchNormalization heed a mask as Keras does, gradients included', () => {
  for (const [name, layer, training] of [
    ['globalAveragePooling1d', layers.globalAveragePooling1d(), false],
    ['batchNormalizationMasked', layers.batchNormalization(), true],
  ] as const) {
    const expected = keras[name];
    assert.ok(expected?.mask);
    const mask = expected.mask;
    checkLayer(layer as tf.layers.Layer, expected, {
      run: ([x]) => layer.apply(x as tf.Tensor, { training, mask: tensorOf(mask) }) as tf.Tensor,
      tolerance: 2e-5,
    });
  }
});

test('batch statistics of masked steps do not depend on how much padding there is', () => {
  const network = model((x) => chain(x, layers.batchNormalization(), pooled()));
  tf.tidy(() => {
    const run = (more: number) =>
      network.apply(tf.tensor2d(padded(more), undefined, 'int32'), {
        training: true,
      }) as tf.Tensor;
    assertClose(run(5), run(0), 1e-5, 'training');
  });
  network.dispose();
});

test('a sum is masked where any of its inputs is', () => {
  const [a, b] = [0, 1].map(() => tf.input({ shape: [null], dtype: 'int32' })) as [
    tf.SymbolicTensor,
    tf.SymbolicTensor,
  ];
  const table = embedding();
  const sum = layers.add().apply([chain(a, table), chain(b, table)]) as tf.SymbolicTensor;
  const network = tf.model({ inputs: [a, b], outputs: chain(sum, pooled()) });
  tf.tidy(() => {
    const ids = (row: number[]) => tf.tensor2d([row], undefined, 'int32');
    const whole = network.predict([ids([3, 4, 0]), ids([5, 0, 6])]) as tf.Tensor;
    const first = network.predict([ids([3]), ids([5])]) as tf.Tensor;
    assertClose(whole, first, 1e-6, 'only the first step is real in both');
  });
  network.dispose();
});

test('a mask ends where its sequence ends: layers behind do not see it', () => {
  setSeed(97);
  // As many new steps as the text has, so that the old mask would fit.
  const network = model((x) =>
    chain(
      x,
      layers.lstm({ units: 5 }),
      layers.repeatVector({ n: 3 }),
      layers.gru({ units: 3, returnSequences: true }),
      layers.flatten(),
    ),
  );
  tf.tidy(() => {
    const y = network.predict(tf.tensor2d(SHORT, undefined, 'int32')) as tf.Tensor;
    const state = (network.layers[2] as tf.layers.Layer).apply(
      (network.layers[1] as tf.layers.Layer).apply(
        tf.tensor2d(SHORT, undefined, 'int32'),
      ) as tf.Tensor,
      { mask: tf.tensor2d([[1, 1, 1], [1, 1, 0]]) }, // prettier-ignore
    ) as tf.Tensor;
    const again = network.layers.slice(3).reduce((v, layer) => layer.apply(v) as tf.Tensor, state);
    assertClose(y, again, 1e-6, 'without a mask');
    const single = network.predict(tf.tensor2d([[5, 2]], undefined, 'int32')) as tf.Tensor;
    assertClose(single, y.slice([1, 0], [1, -1]), 1e-6, 'the shorter text alone');
  });
  network.dispose();
});

const REFUSED: Record<string, (x: tf.SymbolicTensor) => tf.SymbolicTensor> = {
  flatten: (x) => chain(x, layers.reshape({ targetShape: [3, 6] }), layers.flatten()),
  conv1d: (x) => chain(x, layers.conv1d({ filters: 5, kernelSize: 2 })),
  averagePooling1d: (x) => chain(x, layers.averagePooling1d({ poolSize: 2 })),
  maxPooling1d: (x) => chain(x, layers.maxPooling1d({ poolSize: 2 })),
  permute: (x) => chain(x, layers.permute({ dims: [2, 1] })),
  'softmax over time': (x) => chain(x, layers.softmax({ axis: 1 })),
  'layerNormalization over time': (x) => chain(x, layers.layerNormalization({ axis: [1, 2] })),
  'a model inside the model': (x) => {
    const inner = tf.sequential({ layers: [layers.lstm({ units: 5, inputShape: [null, 6] })] });
    return inner.apply(x) as tf.SymbolicTensor;
  },
  dot: (x) => layers.dot({ axes: 2 }).apply([x, x]) as tf.SymbolicTensor,
  'attention to masked keys': (x) => {
    const query = chain(x, layers.dense({ units: 6 }));
    const layer = layers.multiHeadAttention({ numHeads: 2, keyDim: 3 });
    return layer.apply([query, x]) as tf.SymbolicTensor;
  },
  'a decoder block on a masked encoder': (x) => {
    const block = layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 7 });
    return block.apply([chain(x, layers.dense({ units: 6 })), x]) as tf.SymbolicTensor;
  },
};

for (const [name, build] of Object.entries(REFUSED))
  test(`${name} would count padding, and refuses the mask with a remedy`, () => {
    const tokens = tf.input({ shape: [3], dtype: 'int32' });
    const network = tf.model({ inputs: tokens, outputs: build(chain(tokens, embedding())) });
    tf.tidy(() => {
      const x = tf.tensor2d(SHORT, undefined, 'int32');
      assert.throws(() => network.predict(x), /: expected .*mask.*; got .*; /);
      assert.throws(() => network.apply(x, { training: true }), /: expected .*mask.*; got .*; /);
    });
  });

test('with the mask passed on explicitly, attention to masked keys is invariant', () => {
  setSeed(101);
  const tokens = tf.input({ shape: [null], dtype: 'int32' });
  const x = chain(tokens, embedding());
  const mask = chain(tokens, layers.paddingMask());
  const query = chain(x, layers.dense({ units: 6 }));
  const attention = layers.multiHeadAttention({ numHeads: 2, keyDim: 3 });
  const key = chain(x, layers.dense({ units: 6 }));
  const attended = attention.apply([query, x, key, mask]) as tf.SymbolicTensor;
  const block = layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 7 });
  const decoded = block.apply([attended, x, mask]) as tf.SymbolicTensor;
  const network = tf.model({ inputs: tokens, outputs: chain(decoded, pooled()) });
  tf.tidy(() => {
    const run = (more: number) =>
      network.predict(tf.tensor2d(padded(more), undefined, 'int32')) as tf.Tensor;
    assertClose(run(3), run(0), 1e-5, 'padding');
  });
  network.dispose();
});

test('a direct call with a mask that would be ignored is refused, and its options stay as they were', () => {
  tf.tidy(() => {
    const mask = tf.ones([2, 3]);
    const x = tf.ones([2, 3, 5]);
    assert.throws(() => layers.flatten().apply(x, { mask }), /Flatten would count padding/);
    const kwargs = { mask };
    const layer = layers.lstm({ units: 2 });
    layer.apply(x, kwargs);
    assert.equal(kwargs.mask, mask);
  });
});

test('a recurrent layer names itself and both shapes when its mask has another length', () => {
  tf.tidy(() => {
    const layer = layers.gru({ name: 'reader', units: 2 });
    const mask = tf.ones([3, 7]);
    assert.throws(
      () => layer.apply(tf.ones([3, 5, 2]), { mask }),
      /^RangeError: reader: expected a mask \[3, 5\]; got \[3, 7\]; give /,
    );
  });
});

test('a layer made of layers refuses to be given weights, and says where they belong', () => {
  const block = layers.transformerEncoderBlock({ name: 'block', numHeads: 1, intermediateDim: 3 });
  const refusal = (property: string) =>
    new RegExp(
      `^Error: block: expected ${property} to be read only; got a list to keep; its .*\\.$`,
    );
  assert.throws(() => (block.trainableWeights = []), refusal('trainableWeights'));
  assert.throws(() => (block.nonTrainableWeights = []), refusal('nonTrainableWeights'));
});

test('masks leave no tensor behind in training', () => {
  const network = model((x) => chain(x, layers.batchNormalization(), pooled()));
  const x = tf.tensor2d(padded(2), undefined, 'int32');
  tf.dispose(network.apply(x, { training: true }) as tf.Tensor);
  const before = tf.memory().numTensors;
  tf.tidy(() => void network.apply(x, { training: true }));
  assert.equal(tf.memory().numTensors, before);
  x.dispose();
  network.dispose();
});
