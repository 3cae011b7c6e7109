/** The data of each benchmark, written once and read by all three sides: the same bytes. */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Loaded when it is needed: the set-up, which compiles it, may not have run when this file is read. @param {number} seed */
const createRandom = (seed) => createRequire(import.meta.url)('dlts').createRandom(seed);

/**
 * @param {string} name case
 * @param {{ examples: number }} settings
 * @returns {string} a temporary folder with x.bin, y.bin and shapes.json; the caller deletes it
 */
export function writeData(name, { examples }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-bench-'));
  const { x, y, shape, labelShape } = make(name, examples);
  fs.writeFileSync(path.join(folder, 'x.bin'), x);
  fs.writeFileSync(path.join(folder, 'y.bin'), y);
  const dtype = (/** @type {object} */ array) => (array instanceof Float32Array ? '<f4' : '<i4');
  const shapes = { x: { dtype: dtype(x), shape }, y: { dtype: dtype(y), shape: labelShape } };
  fs.writeFileSync(path.join(folder, 'shapes.json'), JSON.stringify(shapes));
  return folder;
}

/** @param {string} name case @param {number} examples @returns {Data} */
function make(name, examples) {
  if (name === 'lstm' || name === 'gru') return sequences(examples);
  return name === 'gpt' ? text(examples) : images(examples);
}

/** @typedef {{ x: Float32Array | Int32Array, y: Int32Array, shape: number[], labelShape: number[] }} Data */

/** @param {number} examples @returns {Data} */
function images(examples) {
  const random = createRandom(1);
  const x = Float32Array.from({ length: examples * 784 }, () => random.uniform());
  const y = Int32Array.from({ length: examples }, () => random.integer(10));
  return { x, y, shape: [examples, 28, 28, 1], labelShape: [examples] };
}

/** @param {number} examples @returns {Data} */
function sequences(examples) {
  const random = createRandom(2);
  const x = Int32Array.from({ length: examples * 100 }, () => random.integer(10000));
  const y = Int32Array.from({ length: examples }, () => random.integer(10));
  return { x, y, shape: [examples, 100], labelShape: [examples] };
}

/** @param {number} examples @returns {Data} */
function text(examples) {
  const random = createRandom(3);
  const x = Int32Array.from({ length: examples * 64 }, () => random.integer(65));
  const y = Int32Array.from({ length: examples * 64 }, () => random.integer(65));
  return { x, y, shape: [examples, 64], labelShape: [examples, 64] };
}
