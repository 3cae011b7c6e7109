/** The small GPT of `npm run bench`, and its weights in a file that both sides of `npm run bench:tokens` read. */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const library = createRequire(import.meta.url);

/** One text is 8 tokens of prompt and 48 more; of each process, the first text isn't counted. */
const TEXT = { prompt: [1, 2, 3, 5, 8, 13, 21, 34], tokens: 48, texts: 10, uncounted: 1 };
/** Added to every number of a new model, normal: large enough for one next token to be likelier than all others. */
const DEVIATION = 0.1;

/** The `gpt` of dlts_side.mjs, with PyTorch's epsilon. */
export function createModel() {
  const { createGpt } = library('dlts');
  const size = { vocabularySize: 65, maxSequenceLength: 64, tieWeights: false };
  return createGpt({ ...size, epsilon: 1e-5 });
}

/** Writes weights. @param {string} folder */
export function gptSettings(folder) {
  const { createRandom, setSeed } = library('dlts');
  setSeed(1);
  const random = createRandom(1);
  const model = createModel();
  const weights = path.join(folder, 'weights.bin');
  const parts = model.getWeights().map((/** @type {any} */ weight) => {
    const values = Float32Array.from(
      weight.dataSync(),
      (/** @type {number} */ value) => value + DEVIATION * random.normal(),
    );
    return Buffer.from(values.buffer);
  });
  fs.writeFileSync(weights, Buffer.concat(parts));
  model.dispose();
  return { ...TEXT, weights };
}

/** The model with the weights of a file. @param {string} file */
export function readModel(file) {
  const { tf } = library('dlts');
  const model = createModel();
  const bytes = fs.readFileSync(file);
  let offset = 0;
  const weights = model.getWeights().map((/** @type {any} */ { shape, size }) => {
    const values = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + offset).slice(0, 4 * size),
    );
    offset += 4 * size;
    return tf.tensor(values, shape);
  });
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}
