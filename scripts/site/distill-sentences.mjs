/**
 * `node scripts/site/distill-sentences.mjs`: a small copy of MiniLM for the demo "Which of your sentences are alike?".
 *
 * MiniLM reads every word piece of its vocabulary alone; principal components shorten the vectors; a sentence is the
 * weighted mean of its pieces. Settings are chosen on one collection of sentences, agreement is reported on another.
 *
 * @see Tulkens, van Dongen 2024, Model2Vec. https://github.com/MinishLab/model2vec
 * @see Arora, Liang, Ma 2017 (weights). https://openreview.net/forum?id=SyK00v5xx
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { at } from '../setup/paths.mjs';
import { CHOOSING, REPORTING, sentencesOf } from './everyday-sentences.mjs';

/** Features that MiniLM gives. */
const WIDE = 384;
/** `[CLS]` and `[SEP]`, between which a text stands. */
const BEGIN = 101;
const END = 102;
/** The first whole word of the vocabulary, "the"; from here on the words are sorted by frequency. */
const FIRST_WORD = 1996;

/** @typedef {{ vectors: Float32Array, size: number }} Table one row of `size` for each piece */
/** @typedef {{ size: number, bits: number, smoothing: number }} Settings */

/**
 * @param {import('../../src/index').MiniLm} miniLm
 * @param {import('../../src/index').tf} tf
 * @returns {Float32Array} what MiniLM makes of each piece alone, before it is brought to length 1
 */
function pieceVectors({ model, tokenizer }, tf) {
  const count = tokenizer.vocabularySize;
  const result = new Float32Array(count * WIDE);
  for (let from = 0; from < count; from += 1024)
    tf.tidy(() => {
      const size = Math.min(1024, count - from);
      const ids = Array.from({ length: size }, (_, i) => [BEGIN, from + i, END]);
      const output = /** @type {tf.Tensor} */ (model.predict(tf.tensor2d(ids, undefined, 'int32')));
      result.set(output.dataSync(), from * WIDE);
    });
  return result;
}
