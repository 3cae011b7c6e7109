import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { layers } from '../../src/layers';
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
} from './fixture';

const keras = readCases('layers_keras.json');
const UNITS = 11;
const SIGMOID = { recurrentActivation: 'sigmoid' } as const;

function kerasCase(name: string): Case {
  const found = keras[name];
  assert.ok(found, name);
  return found;
}

test('lstm agrees with Keras, forward and gradient', () => {
  const options = { units: UNITS, returnSequences: true, recurrentActivation: 'sigmoid' as const };
  const layer = layers.lstm(options);
  checkLayer(layer, kerasCase('lstm'), { run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor });
  const backwards = layers.lstm({ ...options, goBackwards: true });
  checkLayer(backwards, kerasCase('lstmBackwards'), {
    run: ([x]) => backwards.apply(x as tf.Tensor) as tf.Tensor,
  });
});

test('gru without resetAfter agrees with Keras, forward and gradient', () => {
  const layer = layers.gru({
    units: UNITS,
    returnSequences: true,
    recurrentActivation: 'sigmoid',
  });
  checkLayer(layer, kerasCase('gru'), { run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor });
});

test('gru with resetAfter agrees with Keras, forward and gradient, masked or backwards', () => {
  const options = { units: UNITS, returnSequences: true, resetAfter: true, ...SIGMOID };
  const layer = layers.gru(options);
  checkLayer(layer, kerasCase('gruResetAfter'), {
    run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor,
  });
  const masked = layers.gru({ ...options, returnState: true });
  const expected = kerasCase('gruResetAfterMaskedState');
  const { mask } = expected;
  assert.ok(mask);
  checkLayer(masked, expected, {
    run: ([x]) => masked.apply(x as tf.Tensor, { mask: tensorOf(mask) }) as tf.Tensor[],
  });
  const backwards = layers.gru({ ...options, useBias: false, goBackwards: true });
  checkLayer(backwards, kerasCase('gruResetAfterNoBias'), {
    run: ([x]) => backwards.apply(x as tf.Tensor) as tf.Tensor,
  });
});

test('gru with resetAfter is the GRU of PyTorch, initial state and gradients included', () => {
  const expected = readCases('layers_torch.json')['gruResetAfter'];
  assert.ok(expected);
  const options = { units: 3, returnSequences: true, returnState: true, resetAfter: true };
  const layer = layers.gru({ ...options, ...SIGMOID });
  checkLayer(layer, expected, {
    run: ([x, start]) => {
      const initialState = (start as tf.Tensor).squeeze([0]);
      const [y, last] = layer.apply(x as tf.Tensor, { initialState: [initialState] }) as [
        tf.Tensor,
        tf.Tensor,
      ];
      return tf.concat([y, last.expandDims(1)], 1);
    },
  });
});

test('gru with resetAfter: kernel and plain cell agree for every activation, dropout repeats', () => {
  for (const activations of [
    {},
    SIGMOID,
    { activation: 'relu' as const },
    { activation: 'softsign' as const },
  ])
    tf.tidy(() => {
      setSeed(15);
      const layer = layers.gru({ units: UNITS, resetAfter: true, ...activations });
      const cell = layers.gruCell({ units: UNITS, resetAfter: true, ...activations });
      const plain = layers.rnn({ cell }) as tf.layers.Layer;
      const x = tf.randomNormal([3, 5, 7]);
      const direction = [tf.randomNormal([3, UNITS])];
      for (const one of [layer, plain]) one.apply(x);
      layer.weights.forEach((weight) => weight.write(tf.randomNormal(weight.shape as [number])));
      plain.setWeights(layer.getWeights());
      const run = (one: tf.layers.Layer) =>
        gradientsOf([x], variablesOf(one), direction, ([v]) => one.call(v as tf.Tensor, {}));
      const expected = run(plain);
      bothWays((kind) => {
        const actual = run(layer);
        for (const part of ['outputs', 'inputGradients', 'weightGradients'] as const)
          expected[part].forEach((value, i) =>
            assertClose(actual[part][i] as tf.Tensor, value, 1e-5, `${kind} ${part} ${i}`),
          );
      });
    });
  for (const options of [{ dropout: 0.5 }, { recurrentDropout: 0.5 }]) {
    const layer = layers.gru({ units: UNITS, resetAfter: true, ...options });
    const x = tf.ones([3, 5, 7]);
    const run = () => tf.tidy(() => (layer.call(x, { training: true }) as tf.Tensor).dataSync());
    layer.apply(x);
    const count = tf.memory().numTensors;
    setSeed(0);
    const [first, second] = [run(), run()];
    setSeed(0);
    assert.notDeepEqual(first, second);
    assert.deepEqual(run(), first);
    assert.equal(tf.memory().numTensors, count);
  }
});

test('gru with resetAfter survives saving and loading, also inside bidirectional', async () => {
  setSeed(17);
  const gru = (units: number) => layers.gru({ units, resetAfter: true, returnSequences: true });
  const model = tf.sequential({
    layers: [
      layers.inputLayer({ inputShape: [5, 7] }),
      gru(3),
      layers.bidirectional({ layer: gru(2), mergeMode: 'sum' }),
    ],
  });
  assert.equal(model.countParams(), 3 * 3 * (7 + 3 + 2) + 2 * 3 * 2 * (3 + 2 + 2));
  const artifacts = await saved(model);
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  tf.tidy(() => {
    const x = tf.randomNormal([3, 5, 7]);
    assertClose(loaded.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, 0, 'loaded');
  });
  loaded.dispose();
  model.dispose();
});

test('simpleRNN agrees with Keras, forward and gradient', () => {
  const layer = layers.simpleRNN({ units: UNITS, returnSequences: true });
  checkLayer(layer, kerasCase('simpleRNN'), {
    run: ([x]) => layer.apply(x as tf.Tensor) as tf.Tensor,
  });
});

test('a masked step leaves output and states as they are, as in Keras', () => {
  const options = { units: UNITS, returnSequences: true, recurrentActivation: 'sigmoid' as const };
  const masked: Array<[string, tf.RNN]> = [
    ['lstmMaskedState', layers.lstm({ ...options, returnState: true })],
    ['gruMaskedState', layers.gru({ ...options, returnState: true })],
    ['simpleRNNMasked', layers.simpleRNN({ units: UNITS, returnSequences: true })],
  ];
  for (const [name, layer] of masked) {
    const expected = kerasCase(name);
    const { mask } = expected;
    assert.ok(mask);
    checkLayer(layer, expected, {
      // Output 0 of a row whose first step is masked is the initial state: 0 here and in Keras.
      run: ([x]) => layer.apply(x as tf.Tensor, { mask: tensorOf(mask) }) as tf.Tensor[],
    });
  }
});

/** The plain layer with the weights of `layer`. */
function plainTwin(
  name: 'lstm' | 'gru' | 'simpleRNN',
  options: object,
  layer: tf.RNN,
  x: tf.Tensor,
) {
  const plain = tf.layers[name]({ ...options } as never) as tf.RNN;
  plain.apply(x);
  plain.setWeights(layer.getWeights());
  return plain;
}

const variants: Array<[string, object]> = [
  ['its defaults', {}],
  ['sigmoid gates', { recurrentActivation: 'sigmoid' }],
  ['returnSequences', { returnSequences: true }],
  ['returnState', { returnState: true, recurrentActivation: 'sigmoid' }],
  ['goBackwards', { goBackwards: true, returnSequences: true, returnState: true }],
  ['no bias', { useBias: false }],
  ['relu', { activation: 'relu', returnSequences: true }],
  ['an activation that the kernels lack', { activation: 'softsign' }],
];

for (const name of ['lstm', 'gru', 'simpleRNN'] as const)
  for (const [what, options] of variants)
    test(`${name} with ${what} gives the numbers of tf.layers.${name}, masked or not`, () => {
      setSeed(3);
      const all = { units: UNITS, inputShape: [5, 7], ...options };
      const { recurrentActivation: _none, ...ungated } = all as { recurrentActivation?: string };
      const batch = name === 'simpleRNN' ? ungated : all;
      const layer = layers[name](batch as never) as tf.RNN;
      tf.tidy(() => {
        const x = tf.randomNormal([3, 5, 7]);
        layer.apply(x);
        const plain = plainTwin(name, batch, layer, x);
        const mask = tf.tensor2d([0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1], [3, 5]);
        for (const kwargs of [{}, { mask }]) {
          const outputs = (of: tf.RNN) => [of.call(x, { ...kwargs })].flat();
          const directions = outputs(plain).map((output) => tf.randomNormal(output.shape));
          const call = (of: tf.RNN) =>
            gradientsOf([x], variablesOf(of), directions, ([input]) =>
              of.call(input as tf.Tensor, { ...kwargs }),
            );
          const expected = call(plain);
          bothWays((kind) => {
            const actual = call(layer);
            for (const part of ['outputs', 'inputGradients', 'weightGradients'] as const)
              expected[part].forEach((value, i) =>
                assertClose(actual[part][i] as tf.Tensor, value, 1e-5, `${kind} ${part} ${i}`),
              );
          });
        }
        plain.dispose();
      });
      layer.dispose();
    });

test('defaults, weight names and configuration are those of tf.layers', () => {
  for (const name of ['lstm', 'gru', 'simpleRNN'] as const) {
    const options = { units: UNITS, name: `same_${name}` };
    const ours = layers[name]({ ...options });
    const plain = tf.layers[name]({ ...options });
    assert.deepEqual(ours.getConfig(), plain.getConfig());
    assert.equal(ours.getClassName(), plain.getClassName());
    for (const layer of [ours, plain]) layer.build([null, 5, 7]);
    assert.deepEqual(
      ours.weights.map((weight) => [weight.originalName, weight.shape]),
      plain.weights.map((weight) => [weight.originalName, weight.shape]),
    );
  }
});

test('initial states reach every layer, and receive gradients', () => {
  setSeed(5);
  for (const name of ['lstm', 'gru', 'simpleRNN'] as const)
    tf.tidy(() => {
      const options = { units: UNITS, returnSequences: true };
      const layer = layers[name](options);
      const x = tf.randomNormal([3, 5, 7]);
      layer.apply(x);
      const plain = plainTwin(name, options, layer, x);
      const states = Array.from({ length: name === 'lstm' ? 2 : 1 }, () =>
        tf.randomNormal([3, UNITS]),
      );
      const directions = [tf.randomNormal([3, 5, UNITS])];
      const run = (of: tf.RNN) =>
        gradientsOf([x, ...states], variablesOf(of), directions, ([input, ...initialState]) =>
          of.call(input as tf.Tensor, { initialState }),
        );
      const expected = run(plain);
      bothWays((kind) => {
        const actual = run(layer);
        actual.outputs.forEach((output, i) =>
          assertClose(output, expected.outputs[i] as tf.Tensor, 1e-5, `${kind} output`),
        );
        actual.inputGradients.forEach((gradient, i) =>
          assertClose(gradient, expected.inputGradients[i] as tf.Tensor, 1e-5, `${kind} ${i}`),
        );
      });
    });
});

test('a stateful layer continues where the last batch ended', () => {
  for (const name of ['lstm', 'gru', 'simpleRNN'] as const) {
    const options = { units: UNITS, batchInputShape: [3, 5, 7] as number[], stateful: true };
    const layer = layers[name](options);
    const plain = tf.layers[name]({ ...options });
    const x = tf.randomNormal([3, 5, 7]);
    for (const one of [layer, plain]) one.apply(x);
    plain.setWeights(layer.getWeights());
    for (const one of [layer, plain]) one.resetStates();
    tf.tidy(() => {
      for (let round = 0; round < 2; round++)
        assertClose(
          layer.apply(x) as tf.Tensor,
          plain.apply(x) as tf.Tensor,
          1e-5,
          `${name} round ${round}`,
        );
    });
    x.dispose();
  }
});

test('stacked and bidirectional models load and predict in plain TensorFlow.js', async () => {
  setSeed(7);
  const model = tf.sequential({
    layers: [
      layers.embedding({ inputDim: 13, outputDim: 7, maskZero: true, inputShape: [5] }),
      layers.bidirectional({
        layer: layers.lstm({ units: 3, returnSequences: true }),
        mergeMode: 'concat',
      }),
      layers.gru({ units: 5, recurrentActivation: 'sigmoid', returnSequences: true }),
      layers.simpleRNN({ units: 2 }),
    ],
  });
  const x = tf.tensor2d([1, 2, 3, 0, 0, 4, 0, 0, 0, 0, 12, 11, 10, 9, 8], [3, 5], 'int32');
  const artifacts = await saved(model);
  assert.doesNotMatch(JSON.stringify(artifacts.modelTopology), /fast/i);
  const y = model.predict(x) as tf.Tensor;
  const plainY = await plainPrediction(artifacts, x);
  assertClose(y, plainY, 1e-5, 'prediction');
  tf.dispose([x, y, plainY]);
  model.dispose();
});

/** Loads and runs a model with TensorFlow.js's own classes in place of ours. */
async function plainPrediction(artifacts: tf.io.ModelArtifacts, x: tf.Tensor): Promise<tf.Tensor> {
  const map = tf.serialization.SerializationMap.getMap().classNameMap;
  const ours = { ...map };
  for (const className of ['LSTM', 'GRU', 'SimpleRNN', 'Orthogonal']) {
    const [cls] = map[className] as [{ prototype: object }, unknown];
    const plain = (Object.getPrototypeOf(cls.prototype) as { constructor: never }).constructor;
    tf.serialization.registerClass(plain);
    assert.notEqual(map[className]?.[0], ours[className]?.[0]);
  }
  try {
    const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    const y = model.predict(x) as tf.Tensor;
    model.dispose();
    return y;
  } finally {
    Object.assign(map, ours);
  }
}

test('dropout inside a recurrent layer differs from call to call and repeats with the seed', () => {
  for (const options of [{ dropout: 0.5 }, { recurrentDropout: 0.5 }]) {
    const layer = layers.lstm({ units: UNITS, recurrentActivation: 'sigmoid', ...options });
    const x = tf.ones([3, 5, 7]);
    const run = () => tf.tidy(() => (layer.call(x, { training: true }) as tf.Tensor).dataSync());
    layer.apply(x);
    setSeed(0);
    const [first, second] = [run(), run()];
    setSeed(0);
    assert.notDeepEqual(first, second);
    assert.deepEqual(run(), first);
    assert.deepEqual(run(), second);
    x.dispose();
  }
});

test('a recurrent layer leaves no tensor behind, in prediction or training', () => {
  for (const options of [{}, { dropout: 0.3 }, { recurrentDropout: 0.3 }]) {
    const layer = layers.lstm({ units: UNITS, recurrentActivation: 'sigmoid', ...options });
    const x = tf.randomNormal([3, 5, 7]);
    const mask = tf.ones([3, 5]);
    tf.dispose(layer.apply(x) as tf.Tensor);
    const before = tf.memory().numTensors;
    for (const kwargs of [{ training: true }, { training: true, mask }, {}]) {
      tf.dispose(layer.call(x, { ...kwargs }) as tf.Tensor);
      const loss = () => (layer.call(x, { ...kwargs }) as tf.Tensor).sum() as tf.Scalar;
      tf.dispose(tf.variableGrads(loss, variablesOf(layer)) as never);
    }
    assert.equal(tf.memory().numTensors, before);
    tf.dispose([x, mask]);
  }
});

test('a mask of the wrong size is refused by name and shape', () => {
  const layer = layers.gru({ units: 2 });
  layer.apply(tf.ones([3, 5, 7]));
  assert.throws(
    () => layer.call(tf.ones([3, 5, 7]), { mask: tf.ones([3, 4]) }),
    /RangeError.*expected a mask \[3, 5\]; got \[3, 4\]/,
  );
});

test('the orthogonal initializer gives orthonormal columns or rows, new ones each time', () => {
  setSeed(11);
  const initializer = tf.layers.lstm({ units: 31 });
  initializer.build([null, 5, 7]);
  tf.tidy(() => {
    const u = (initializer.weights[1] as tf.LayerVariable).read(); // [31, 124]
    assertClose(u.matMul(u, false, true), tf.eye(31), 1e-5, 'rows');
    const other = tf.layers.lstm({ units: 31 });
    other.build([null, 5, 7]);
    const difference = (other.weights[1] as tf.LayerVariable).read().sub(u).abs().max();
    assert.ok((difference.arraySync() as number) > 0.01);
  });
});
