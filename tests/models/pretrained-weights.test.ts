/** Weights of a file in the layers of a model; the networks themselves are tested in tests/pretrained. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { tensorFile, type StoredTensor } from '../../src/data/formats/source';
import { layers, ready, tf } from '../../src/index';
import { loadWeights, withoutInitializer } from '../../src/models/pretrained/weights';

before(() => ready());

const stored = (name: string, shape: number[], values: number[]): [string, StoredTensor] => [
  name,
  { name, shape, type: 'F32', bytes: new Uint8Array(0), values: () => Float32Array.from(values) },
];
const file = tensorFile(
  new Map([stored('w', [2, 3], [1, 2, 3, 4, 5, 6]), stored('b', [2], [7, 8])]),
);

describe('loadWeights', () => {
  test('writes tensors, with their axes in another order, into the weights named', () => {
    const layer = layers.dense({ units: 2 });
    layer.apply(tf.zeros([1, 3]));
    loadWeights(layer, file, [
      { weight: '/kernel', tensor: 'w', axes: [1, 0] },
      { weight: '/bias', tensor: 'b' },
    ]);
    assert.deepEqual(layer.getWeights()[0]?.arraySync(), [[1, 4], [2, 5], [3, 6]]); // prettier-ignore
    // x · wᵀ + b, by hand
    const y = layer.apply(tf.tensor2d([[1, 0, -1]])) as tf.Tensor;
    assert.deepEqual(y.arraySync(), [[5, 6]]);
  });

  test('finds the weights of a second layer of the same name, and of parts inside a layer', () => {
    const make = (): tf.layers.Layer => {
      const args = { numHeads: 1, intermediateDim: 3, name: 'twice' };
      const block = layers.transformerEncoderBlock(args);
      block.apply(tf.ones([1, 1, 2]));
      return block;
    };
    for (const block of [make(), make()]) {
      const source = { weight: 'feed_forward/intermediate_kernel', tensor: 'w' };
      loadWeights(block, file, [source]);
      const weight = block.weights.find(({ name }) => name.includes('intermediate_kernel'));
      assert.deepEqual(weight?.read().arraySync(), [[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    }
  });

  test('leaves no tensor behind', () => {
    const layer = layers.dense({ units: 2 });
    layer.apply(tf.zeros([1, 3]));
    const count = tf.memory().numTensors;
    loadWeights(layer, file, [{ weight: '/kernel', tensor: 'w', axes: [1, 0] }]);
    assert.equal(tf.memory().numTensors, count);
  });

  test('refuses a weight that is not there, a tensor that is not there, and other sizes', () => {
    const layer = layers.dense({ units: 5, name: 'plain' });
    layer.apply(tf.zeros([1, 3]));
    const load = (weight: string, tensor: string) => () => loadWeights(layer, file, [{ weight, tensor }]); // prettier-ignore
    assert.throws(load('/gamma', 'w'), /^RangeError: loadWeights: expected one weight of plain whose name ends in \/gamma; got 0; take one of plain\/kernel, plain\/bias\.$/); // prettier-ignore
    assert.throws(load('/kernel', 'v'), /^RangeError: tensor: expected one of 2 names; got "v"/);
    assert.throws(load('/kernel', 'w'), /^RangeError: loadWeights: expected a tensor \[3, 5\] for plain\/kernel; got w \[2, 3\]; build the model/); // prettier-ignore
  });
});

test('a layer without its initializer starts from zeros', () => {
  const layer = withoutInitializer(layers.dense({ units: 2 }));
  layer.apply(tf.zeros([1, 3]));
  assert.equal(layer.getWeights()[0]?.abs().sum().dataSync()[0], 0);
});
