/** What each demo must answer, computed here by the library from the same published models. */
import fs from 'node:fs';
import { decode, samplingProbabilities, tf, type SamplingOptions } from '../../../src/index';
import { itemAt } from '../../../src/host/item-at';

interface Published {
  model: tf.LayersModel;
  details: Record<string, unknown>;
}

/** A published model in Node, with what was published beside it. */
async function load(name: string): Promise<Published> {
  const { modelFile } = await import('../../../scripts/site/demos.mjs');
  const { modelTopology, weightSpecs, weightData, details } = JSON.parse(
    fs.readFileSync(modelFile(name), 'utf8'),
  ) as tf.io.ModelArtifacts & { weightData: string; details: Record<string, unknown> };
  const bytes = Uint8Array.from(Buffer.from(weightData, 'base64'));
  const artifacts = { modelTopology, weightSpecs, weightData: bytes.buffer };
  return { model: await tf.loadLayersModel(tf.io.fromMemory(artifacts)), details };
}

/** Ten probabilities for each example, by the network as the page names it. */
export async function digitProbabilities(network: 'CNN' | 'Perceptron'): Promise<number[][]> {
  const { siteData } = await import('../../../scripts/site/demos.mjs');
  const { images } = siteData('digits') as { images: string[] };
  const pixels = images.flatMap((image) => [...Buffer.from(image, 'base64')].map((v) => v / 255));
  const { model } = await load(network === 'CNN' ? 'digits-cnn' : 'digits-mlp');
  const [, ...shape] = itemAt(model.inputs, 0).shape as number[];
  return tf.tidy(() => {
    const logits = model.predict(tf.tensor(pixels, [images.length, ...shape])) as tf.Tensor2D;
    return tf.softmax(logits).arraySync();
  });
}

/** Phonemes for a word. */
export async function pronunciation(word: string): Promise<string> {
  const { model, details } = await load('pronunciation');
  const { letters, phonemes, startToken, stopToken, padding } = details as {
    letters: string[];
    phonemes: string[];
    startToken: number;
    stopToken: number;
    padding: number;
  };
  const source = [...word].map((letter) => letters.indexOf(letter));
  const tokens = await decode(model, [source], { startToken, stopToken, padding, maxTokens: 24 });
  return itemAt(tokens, 0)
    .map((token) => itemAt(phonemes, token))
    .join(' ');
}

/** Probability of every token to come after `prompt`. */
export async function nextProbabilities(
  name: string,
  prompt: string,
  sampling: SamplingOptions,
): Promise<number[]> {
  const { model, details } = await load(name);
  const { characters, startToken } = details as { characters: string[]; startToken?: number };
  const tokens = [...prompt].map((character) => characters.indexOf(character));
  if (startToken !== undefined) tokens.unshift(startToken);
  const last = tf.tidy(() => {
    const logits = model.predict(tf.tensor2d([tokens], undefined, 'int32')) as tf.Tensor3D;
    return logits.slice([0, tokens.length - 1], [1, 1]).dataSync();
  });
  return [...samplingProbabilities(last, sampling)];
}

const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;

/** Mean 0, variance 1. */
function standardized(x: readonly number[]): number[] {
  const center = mean(x);
  const spread = Math.sqrt(mean(x.map((v) => (v - center) ** 2)));
  return x.map((v) => (v - center) / spread);
}

/**
 * Where gradient descent on the standardized cars is after `steps` steps. For w·x + b with mean 0 and variance 1 of x
 * and y, the loss is (w − r)² + b² + 1 − r²: each step multiplies the distance to (r, 0) by 1 − 2η.
 */
export async function descentOnCars(
  [w, b]: [number, number],
  learningRate: number,
  steps: number,
): Promise<[number, number]> {
  const { siteData } = await import('../../../scripts/site/demos.mjs');
  const cars = siteData('cars') as { weight: number[]; milesPerGallon: number[] };
  const y = standardized(cars.milesPerGallon);
  const r = mean(standardized(cars.weight).map((x, i) => x * itemAt(y, i)));
  const factor = (1 - 2 * learningRate) ** steps;
  return [r + factor * (w - r), factor * b];
}
