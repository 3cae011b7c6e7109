/** What each demo must answer, computed here by the library from the same published models. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { at } from '../setup/paths.mjs';
import { modelFile, siteData } from './demos.mjs';

/** @typedef {typeof import('../../src/dist/index.js')} Library */

/** @returns {Library} */
function library() {
  return createRequire(at('package.json'))('dlts');
}

/** A published model in Node, with what was published beside it. */
async function load(/** @type {Library} */ { tf }, /** @type {string} */ name) {
  const { modelTopology, weightSpecs, weightData, details } = JSON.parse(
    fs.readFileSync(modelFile(name), 'utf8'),
  );
  const bytes = Uint8Array.from(Buffer.from(weightData, 'base64'));
  const artifacts = { modelTopology, weightSpecs, weightData: bytes.buffer };
  return { model: await tf.loadLayersModel(tf.io.fromMemory(artifacts)), details };
}

/** Ten probabilities of both networks for each example. @returns {Promise<Record<string, number[][]>>} */
export async function digitProbabilities() {
  const dlts = library();
  const { images } = /** @type {{ images: string[] }} */ (siteData('digits'));
  const pixels = images.flatMap((image) => [...Buffer.from(image, 'base64')].map((v) => v / 255));
  /** @type {Record<string, number[][]>} */
  const result = {};
  for (const [network, name] of [
    ['CNN', 'digits-cnn'],
    ['Perceptron', 'digits-mlp'],
  ]) {
    const { model } = await load(dlts, name);
    const shape = [images.length, .../** @type {number[]} */ (model.inputs[0].shape).slice(1)];
    const logits = model.predict(dlts.tf.tensor(pixels, shape));
    const { tf } = dlts;
    result[network] = /** @type {number[][]} */ (
      tf.softmax(/** @type {import('@tensorflow/tfjs').Tensor} */ (logits)).arraySync()
    );
  }
  return result;
}

/** Phonemes for a word. @returns {Promise<string>} */
export async function pronunciation(/** @type {string} */ word) {
  const dlts = library();
  const { model, details } = await load(dlts, 'pronunciation');
  const { letters, phonemes, startToken, stopToken, padding } = details;
  const source = [...word].map((letter) => letters.indexOf(letter));
  const [tokens] = await dlts.decode(model, [source], { startToken, stopToken, padding, maxTokens: 24 }); // prettier-ignore
  return tokens.map((token) => phonemes[token]).join(' ');
}

/**
 * Probability of every token to come after `prompt`.
 *
 * @param {string} name
 * @param {string} prompt
 * @param {import('../../src/dist/index.js').SamplingOptions} sampling
 * @returns {Promise<number[]>}
 */
export async function nextProbabilities(name, prompt, sampling) {
  const { tf, samplingProbabilities, ...rest } = library();
  const { model, details } = await load({ tf, samplingProbabilities, ...rest }, name);
  const { characters, startToken } = details;
  const tokens = [...prompt].map((character) => characters.indexOf(character));
  if (startToken !== undefined) tokens.unshift(startToken);
  const logits = /** @type {import('@tensorflow/tfjs').Tensor3D} */ (
    model.predict(tf.tensor2d([tokens], undefined, 'int32'))
  );
  const last = logits.slice([0, tokens.length - 1], [1, 1]).dataSync();
  return [...samplingProbabilities(last, sampling)];
}

/**
 * Where gradient descent on the standardized cars is after `steps` steps. For w·x + b with mean 0 and variance 1 of x
 * and y, the loss is (w − r)² + b² + 1 − r²: each step multiplies the distance to (r, 0) by 1 − 2η.
 */
export function descentOnCars(
  /** @type {number[]} */ [w, b],
  /** @type {number} */ learningRate,
  /** @type {number} */ steps,
) {
  const { weight, milesPerGallon } = /** @type {Record<string, number[]>} */ (siteData('cars'));
  const mean = (/** @type {number[]} */ x) => x.reduce((sum, v) => sum + v, 0) / x.length;
  const spread = (/** @type {number[]} */ x) => Math.sqrt(mean(x.map((v) => (v - mean(x)) ** 2)));
  const products = weight.map((x, i) => (x - mean(weight)) * (milesPerGallon[i] - mean(milesPerGallon))); // prettier-ignore
  const r = mean(products) / (spread(weight) * spread(milesPerGallon));
  const factor = (1 - 2 * learningRate) ** steps;
  return [r + factor * (w - r), factor * b];
}
