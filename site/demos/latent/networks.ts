/** Decoders and flows of the demo: dense layers with weights of eight bits, in plain arithmetic. */
import { createRandom } from '../../../src/engine/random';
import { itemAt } from '../../../src/host/item-at';
import { bytesOf, dense, type DenseLayer } from '../dense';

/** One dense layer as stored. */
export interface StoredLayer {
  inputs: number;
  outputs: number;
  /** Base64 of float32, one for each output: the value of one unit of its weights. */
  scales: string;
  /** Base64 of int8, `[inputs, outputs]`, row by row. */
  codes: string;
  /** Base64 of float32, one for each output. */
  bias: string;
}

/** What `scripts/site/store-latent.mjs` trains on one data set. */
export interface StoredSet {
  /** Names of the ten classes. */
  classes: string[];
  /** From a code of two numbers to the logits of 784 pixels. */
  map: StoredLayer[];
  /** From a code of twenty numbers to the logits of 784 pixels. */
  decoder: StoredLayer[];
  /** Velocity among codes of twenty numbers: first layer, two for each block, last layer. */
  flow: StoredLayer[];
  /** Codes of test examples on the map. */
  places: { x: number; y: number; label: number }[];
}

/** The file of the demo. */
export interface StoredLatent {
  /** What it comes from, and what made it. */
  about: string;
  sets: Record<string, StoredSet>;
}

/** Numbers in a code that the flow moves. */
export const CODE = 20;
/** Pixels of a drawing on each side. */
export const SIDE = 28;
/** Drawings at a time. */
export const DRAWINGS = 10;
/** Calls of the flow for each drawing. */
export const STEPS = 50;
/** Angles at time 1. */
const FREQUENCIES = [1, 2, 4, 8, 16, 32].map((k) => (k * Math.PI) / 2);

const floatsOf = (base64: string): Float32Array => new Float32Array(bytesOf(base64).buffer);

/** The weights and biases of a stored layer as numbers. */
export function readLayer({ outputs, scales, codes, bias }: StoredLayer): DenseLayer {
  const units = floatsOf(scales);
  const whole = new Int8Array(bytesOf(codes).buffer);
  const weights = Float32Array.from(whole, (code, i) => code * itemAt(units, i % outputs));
  return { outputs, weights, bias: floatsOf(bias) };
}

/** @returns from a code to 784 numbers from 0 to 1 */
export function createDecoder(stored: StoredLayer[]): (code: Float32Array) => Float32Array {
  const [first, last] = [readLayer(itemAt(stored, 0)), readLayer(itemAt(stored, 1))];
  return (code) =>
    dense(last, dense(first, code, true), false).map((logit) => 1 / (1 + Math.exp(-logit)));
}

function joined(...parts: ArrayLike<number>[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Time as the network is told it: itself, and sines and cosines. */
export function clock(time: number): number[] {
  const angles = FREQUENCIES.map((frequency) => frequency * time);
  return [time, ...angles.map(Math.sin), ...angles.map(Math.cos)];
}

/** Velocity of a code at a time from 0 to 1, for a class or, without one, for codes in general. */
export type Velocity = (code: Float32Array, time: number, label?: number) => Float32Array;

/** Makes a stored flow compute. */
export function createVelocity(stored: StoredLayer[]): Velocity {
  const layers = stored.map(readLayer);
  const [first, last] = [itemAt(layers, 0), itemAt(layers, layers.length - 1)];
  return (code, time, label) => {
    const wish = Array.from({ length: 10 }, (_, k) => (k === label ? 1 : 0));
    const input = joined(code, clock(time), wish);
    let h = dense(first, input, true);
    for (let i = 1; i + 1 < layers.length; i += 2) {
      const inner = dense(itemAt(layers, i), joined(h, input), true);
      const change = dense(itemAt(layers, i + 1), inner, true);
      h = h.map((value, k) => value + itemAt(change, k));
    }
    return dense(last, h, false);
  };
}

/** Noise that every drawing with this seed begins with. */
export function noiseOf(seed: number): Float32Array[] {
  const { normal } = createRandom(seed);
  return Array.from({ length: DRAWINGS }, () => Float32Array.from({ length: CODE }, normal));
}

/** Whereto a code is moved. */
export interface Wish {
  label: number;
  /** 0 ignores the class, 1 follows it, more exaggerates it. */
  guidance: number;
}

/** One of `steps` steps of Euler's method, the first at time 0. */
export function guidedStep(
  velocity: Velocity,
  code: Float32Array,
  { label, guidance }: Wish,
  step: number,
  steps: number,
): Float32Array {
  const free = velocity(code, step / steps);
  const told = velocity(code, step / steps, label);
  return code.map((value, i) => {
    const base = itemAt(free, i);
    return value + (base + guidance * (itemAt(told, i) - base)) / steps;
  });
}
