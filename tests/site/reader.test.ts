/** The network of the landing page computes what the library computes, and its drawings are whole. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createPerceptron, fromFloat16 } from '../../site/demos/reader/perceptron';
import { partly, strokeOf } from '../../site/demos/reader/stroke';
import { itemAt } from '../../src/host/item-at';
import { loadMnist, ready, tf } from '../../src/index';
import { toFloat16 } from '../../src/training/float16';
import { storedPerceptron } from './stored-models';

before(() => ready());

async function examples(): Promise<Float32Array[]> {
  const { test: part } = await loadMnist({ limit: 12 });
  const pixels = part.x.dataSync<'float32'>();
  return Array.from({ length: 12 }, (_, i) => pixels.slice(784 * i, 784 * (i + 1)));
}

test('the probabilities of twelve digits are those of TensorFlow', async () => {
  const published = storedPerceptron();
  const weightData = Uint8Array.from(Buffer.from(published.weightData, 'base64')).buffer;
  const model = await tf.loadLayersModel(tf.io.fromMemory({ ...published, weightData }));
  const read = createPerceptron(published);
  for (const image of await examples()) {
    const logits = model.predict(tf.tensor(image, [1, 28, 28, 1])) as tf.Tensor;
    const expected = tf.softmax(logits).dataSync();
    read(image).forEach((value, digit) =>
      assert.ok(Math.abs(value - itemAt(expected, digit)) < 1e-5, `${digit}: ${value}`),
    );
  }
});

test('all kinds of float16 are read back', () => {
  const values = [0, 1, -1, 0.333251953125, 65504, -65504, 2 ** -14, 2 ** -24, -3 * 2 ** -24];
  assert.deepEqual([...toFloat16(values)].map(fromFloat16), values);
});

test('a stroke passes each pixel with ink once, starts at the top and makes no leap it need not make', async () => {
  for (const image of await examples()) {
    const stroke = strokeOf(image);
    const inked = [...image.keys()].filter((i) => itemAt(image, i) > 0);
    assert.deepEqual(
      [...stroke].sort((a, b) => a - b),
      inked,
    );
    assert.equal(stroke[0], inked[0]);
    assert.deepEqual(partly(image, stroke, stroke.length), image);
    assert.equal(partly(image, stroke, 5).filter((value) => value > 0).length, 5);
    const neighbors = stroke.slice(1).filter((pixel, i) => {
      const last = itemAt(stroke, i);
      return Math.abs((pixel % 28) - (last % 28)) <= 1 && Math.abs((pixel - last) / 28) < 2;
    });
    assert.ok(neighbors.length > 0.9 * stroke.length, `${neighbors.length} of ${stroke.length}`);
  }
});
