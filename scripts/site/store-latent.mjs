/**
 * `node scripts/site/store-latent.mjs`: the networks of the demo "A map of drawings", for digits and for clothes, with
 * weights of eight bits; and what the unrounded networks draw, with which the test compares them. Takes about ten
 * minutes of two cores.
 *
 * For each data set as in chapter 09: a variational autoencoder with a code of two numbers (the map), one with twenty,
 * and a flow among its codes that is told the class in 85 % of the examples.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { at } from '../setup/paths.mjs';

/** @typedef {import('../../src/dist/index.js').tf.Tensor} Tensor */
/** @typedef {import('../../src/dist/index.js').tf.LayersModel} Model */
/** @typedef {import('../../src/dist/index.js').Network} Network */
/** @typedef {import('../../site/demos/latent/networks.js').StoredLayer} StoredLayer */
/** @typedef {{ train: { x: Tensor, y: Tensor }, test: { x: Tensor, y: Tensor } }} Images */
/** @typedef {{ encoder: Model, decoder: Model }} Coder */

const CODE = 20;
const EPOCHS = { map: 15, decoder: 10, flow: 25 };
/** Hidden units. */
const UNITS = { encoder: 400, map: 128, decoder: 400, flow: 192 };
/** Test images that are marked on the map. */
const PLACES = 400;
const CLASSES = {
  digits: [...Array(10).keys()].map(String),
  clothes: ['T-shirt', 'trousers', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot'], // prettier-ignore
};

const require = createRequire(import.meta.url);
/** @type {typeof import('../../src/dist/index.js')} */
const dlts = require('dlts');
const { layers, loadFashionMnist, loadMnist, optimizers, ready, schedules, setSeed, tf } = dlts;
const { trainingStep, trainLoop } = dlts;

const flat = (/** @type {Tensor} */ x) => x.reshape([-1, 784]);
const relu = (/** @type {number} */ units) => layers.dense({ units, activation: 'relu' });

/** @param {number} size @param {number} units @returns {Coder} */
function createCoder(size, units) {
  const x = tf.input({ shape: [784] });
  const hidden = relu(UNITS.encoder).apply(x);
  const head = () =>
    /** @type {import('../../src/dist/index.js').tf.SymbolicTensor} */ (
      layers.dense({ units: size }).apply(hidden)
    );
  const inner = layers.dense({ units, activation: 'relu', inputShape: [size] });
  return {
    encoder: tf.model({ inputs: x, outputs: [head(), head()] }),
    decoder: tf.sequential({ layers: [inner, layers.dense({ units: 784 })] }),
  };
}

/** The bound of chapter 09, in nats. @param {Record<'encoder' | 'decoder', Network>} networks @param {{ x: Tensor }} batch */
function bound({ encoder, decoder }, { x }) {
  const [mu, logVariance] = /** @type {[Tensor, Tensor]} */ (/** @type {unknown} */ (encoder(x)));
  const z = mu.add(logVariance.mul(0.5).exp().mul(tf.randomNormal(mu.shape)));
  const logits = decoder(z);
  const error = logits.relu().sub(logits.mul(x)).add(logits.abs().neg().exp().log1p()).sum(-1);
  const price = mu.square().add(logVariance.exp()).sub(logVariance).sub(1).mul(0.5).sum(-1);
  return error.add(price);
}

/** @param {Images} images @param {number} size @param {number} units @param {number} epochs */
async function fitCoder({ train }, size, units, epochs) {
  setSeed(1);
  const coder = createCoder(size, units);
  const step = trainingStep(coder, bound, { optimizer: optimizers.adam({ learningRate: 1e-3 }) });
  const loop = { epochs, batchSize: 128, seed: 1, schedule: schedules.cosine() };
  const { loss } = await trainLoop({ x: flat(train.x) }, step, { ...loop, live: false });
  step.dispose();
  console.log(`a code of ${size}: ${loss?.at(-1)?.toFixed(1)} nats on training images`);
  return coder;
}

/** Means and standard deviations of all codes. @param {Coder} coder @param {Tensor} x */
function codesOf({ encoder }, x) {
  const [mu, logVariance] = /** @type {[Tensor, Tensor]} */ (encoder.predict(flat(x), { batchSize: 1000 })); // prettier-ignore
  return { mu, sigma: logVariance.mul(0.5).exp() };
}

const frequencies = [1, 2, 4, 8, 16, 32].map((k) => (k * Math.PI) / 2);
const clock = (/** @type {Tensor} */ t) => {
  const angles = t.mul(tf.tensor2d([frequencies]));
  return tf.concat([t, angles.sin(), angles.cos()], 1);
};

function createFlow() {
  const input = tf.input({ shape: [CODE + 13 + 10] });
  let h = /** @type {import('../../src/dist/index.js').tf.SymbolicTensor} */ (relu(UNITS.flow).apply(input)); // prettier-ignore
  for (let block = 0; block < 3; block++) {
    const joined = layers.concatenate().apply([h, input]);
    const change = relu(UNITS.flow).apply(relu(UNITS.flow).apply(joined));
    h = /** @type {typeof h} */ (layers.add().apply([h, /** @type {typeof h} */ (change)]));
  }
  return tf.model({
    inputs: input,
    outputs: /** @type {typeof h} */ (layers.dense({ units: CODE }).apply(h)),
  });
}

/** @param {Record<'flow', Network>} networks @param {{ mu: Tensor, sigma: Tensor, y: Tensor }} batch */
function matching({ flow }, { mu, sigma, y }) {
  const size = mu.shape[0] ?? 1;
  const x = mu.add(sigma.mul(tf.randomNormal(mu.shape)));
  const noise = tf.randomNormal(mu.shape);
  const t = tf.randomUniform([size, 1]);
  const told = y.mul(tf.randomUniform([size, 1]).greater(0.15).toFloat());
  const between = noise.mul(tf.sub(1, t)).add(x.mul(t));
  return flow(tf.concat([between, clock(t), told], 1))
    .sub(x.sub(noise))
    .square()
    .mean(-1);
}

/** @param {Images} images @param {Coder} coder */
async function fitFlow({ train }, coder) {
  const y = tf.oneHot(train.y.toInt(), 10).toFloat();
  setSeed(2);
  const flow = createFlow();
  const step = trainingStep({ flow }, matching, { optimizer: optimizers.adam({ learningRate: 1e-3 }) }); // prettier-ignore
  const loop = { epochs: EPOCHS.flow, batchSize: 256, seed: 1, schedule: schedules.cosine() };
  const { loss } = await trainLoop({ ...codesOf(coder, train.x), y }, step, { ...loop, live: false }); // prettier-ignore
  step.dispose();
  console.log(`flow: ${loss?.at(-1)?.toFixed(3)}`);
  return flow;
}

const base64 = (/** @type {Float32Array | Int8Array} */ values) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

/** Weights and bias of each dense layer, in the order of computation; one scale for each output. @param {Model} model @returns {StoredLayer[]} */
function stored(model) {
  const dense = model.layers.filter((layer) => layer.getWeights().length === 2);
  return dense.map((layer) => {
    const [kernel, bias] = /** @type {[Tensor, Tensor]} */ (layer.getWeights());
    const [inputs, outputs] = /** @type {[number, number]} */ (kernel.shape);
    const scales = Float32Array.from(kernel.abs().max(0).div(127).dataSync(), (v) => v || 1);
    const codes = Int8Array.from(kernel.dataSync(), (w, i) => Math.round(w / (scales[i % outputs] ?? 1))); // prettier-ignore
    const offsets = Float32Array.from(bias.dataSync());
    return {
      ...{ inputs, outputs, scales: base64(scales), codes: base64(codes) },
      bias: base64(offsets),
    };
  });
}

/** Where test images lie on the map. @param {Coder} map @param {Images} images */
function placesOf(map, { test }) {
  const rows = /** @type {number[][]} */ (codesOf(map, test.x.slice(0, PLACES)).mu.arraySync());
  const labels = test.y.slice(0, PLACES).dataSync();
  const rounded = (/** @type {number | undefined} */ value) => Math.round(100 * (value ?? 0)) / 100;
  return rows.map(([x, y], i) => ({ x: rounded(x), y: rounded(y), label: labels[i] ?? 0 }));
}

/** What the unrounded networks answer to a few inputs. @param {Coder} map @param {Coder} coder @param {Model} flow */
function answers(map, coder, flow) {
  const numbers = (/** @type {Tensor} */ answer) => [...answer.dataSync()].map((v) => Number(v.toFixed(4))); // prettier-ignore
  const drawn = (/** @type {Model} */ decoder, /** @type {number[]} */ code) =>
    numbers(tf.sigmoid(/** @type {Tensor} */ (decoder.predict(tf.tensor2d([code])))));
  const code = Array.from({ length: CODE }, (_, i) => Math.sin(i + 1));
  const wish = tf.oneHot(tf.tensor1d([3], 'int32'), 10).toFloat();
  const input = tf.concat([tf.tensor2d([code]), clock(tf.fill([1, 1], 0.5)), wish], 1);
  return {
    map: { code: [0.5, -1], image: drawn(map.decoder, [0.5, -1]) },
    decoder: { code, image: drawn(coder.decoder, code) },
    flow: { code, time: 0.5, label: 3, velocity: numbers(/** @type {Tensor} */ (flow.predict(input))) }, // prettier-ignore
  };
}

/** @param {keyof typeof CLASSES} name @param {Images} images */
async function fitAll(name, images) {
  console.log(`${name}:`);
  const map = await fitCoder(images, 2, UNITS.map, EPOCHS.map);
  const coder = await fitCoder(images, CODE, UNITS.decoder, EPOCHS.decoder);
  const flow = await fitFlow(images, coder);
  const set = {
    classes: CLASSES[name],
    ...{ map: stored(map.decoder), decoder: stored(coder.decoder), flow: stored(flow) },
    places: placesOf(map, images),
  };
  return { set, fixture: answers(map, coder, flow) };
}

/** @param {string} file @param {unknown} content */
function write(file, content) {
  fs.writeFileSync(file, `${JSON.stringify(content)}\n`);
  console.log(`${file}: ${Math.round(fs.statSync(file).size / 1000)} kB`);
}

await ready();
const digits = await fitAll('digits', await loadMnist());
const clothes = await fitAll('clothes', await loadFashionMnist());
const about =
  'Made by scripts/site/store-latent.mjs. Digits: MNIST (CC BY-SA 3.0). Clothes: Fashion-MNIST (MIT).';
write(at('notebooks', 'models', 'latent.json'), {
  about,
  sets: { digits: digits.set, clothes: clothes.set },
});
write(at('tests', 'fixtures', 'latent.json'), {
  digits: digits.fixture,
  clothes: clothes.fixture,
});
