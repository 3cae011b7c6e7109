/** The map of drawings: eight bits draw what the trained networks draw, and the digits that were wished for. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  clock,
  createDecoder,
  createVelocity,
  guidedStep,
  noiseOf,
  readLayer,
  STEPS,
  type StoredSet,
} from '../../site/demos/latent/networks';
import { itemAt } from '../../src/host/item-at';
import { ready, tf } from '../../src/index';
import { storedLatent } from './stored-models';

const ROOT = path.join(__dirname, '..', '..');
const PAGE = path.join(ROOT, 'site', 'pages', 'demos', 'latent.md');

/** What the unrounded networks answered, by scripts/site/store-latent.mjs. */
interface Answers {
  map: { code: number[]; image: number[] };
  decoder: { code: number[]; image: number[] };
  flow: { code: number[]; time: number; label: number; velocity: number[] };
}

const answers = JSON.parse(
  fs.readFileSync(path.join(ROOT, 'tests', 'fixtures', 'latent.json'), 'utf8'),
) as Record<string, Answers>;
const sets = Object.entries(storedLatent().sets);
const answersOf = (name: string): Answers => itemAt([answers[name]].filter((v) => v !== undefined), 0); // prettier-ignore

const meanDistance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + Math.abs(value - itemAt(b, i)), 0) / a.length;

for (const [name, set] of sets) {
  test(`${name}: eight bits a weight change a drawing by less than 1 % of black on average`, () => {
    const { map, decoder } = answersOf(name);
    for (const [stored, { code, image }] of [
      [set.map, map],
      [set.decoder, decoder],
    ] as const)
      // prettier-ignore
      assert.ok(meanDistance(createDecoder(stored)(Float32Array.from(code)), image) < 0.01);
  });

  test(`${name}: and a velocity by less than 0.03 on average`, () => {
    const { code, time, label, velocity } = answersOf(name).flow;
    const shown = createVelocity(set.flow)(Float32Array.from(code), time, label);
    assert.ok(meanDistance(shown, velocity) < 0.03, `${meanDistance(shown, velocity)}`);
  });

  test(`${name}: places on the map have a class, and the map's decoder draws 784 numbers from 0 to 1`, () => {
    assert.ok(set.places.every(({ label }) => set.classes[label] !== undefined));
    const image = createDecoder(set.map)(Float32Array.of(0.3, -1.1));
    assert.equal(image.length, 784);
    assert.ok(image.every((value) => value >= 0 && value <= 1));
  });
}

test('plain arithmetic gives the velocity that TensorFlow computes from the same weights', async () => {
  await ready();
  const set = itemAt(sets, 0)[1];
  const { code, time, label } = answersOf('digits').flow;
  const expected = tf.tidy(() => [...byTensorFlow(set, code, time, label).dataSync()]);
  const shown = createVelocity(set.flow)(Float32Array.from(code), time, label);
  assert.ok(meanDistance(shown, expected) < 1e-5);
});

function byTensorFlow(set: StoredSet, code: number[], time: number, label: number): tf.Tensor {
  const dense = (x: tf.Tensor, at: number): tf.Tensor => {
    const { outputs, weights, bias } = readLayer(itemAt(set.flow, at));
    return x.matMul(tf.tensor2d(weights, [weights.length / outputs, outputs])).add(bias);
  };
  const wish = Array.from({ length: 10 }, (_, k) => Number(k === label));
  const input = tf.tensor2d([[...code, ...clock(time), ...wish]]);
  let h = dense(input, 0).relu();
  for (const at of [1, 3, 5])
    h = h.add(dense(dense(tf.concat([h, input], 1), at).relu(), at + 1).relu());
  return dense(h, 7);
}

/** 200 drawings at a guidance: 20 of each digit. */
function drawings(set: StoredSet, guidance: number): { label: number; image: Float32Array }[] {
  const [velocity, decode] = [createVelocity(set.flow), createDecoder(set.decoder)];
  return Array.from({ length: 20 }, (_, seed) => noiseOf(seed + 1)).flatMap((noise) =>
    noise.map((start, label) => {
      let code = start;
      for (let step = 0; step < STEPS; step++)
        code = guidedStep(velocity, code, { label, guidance }, step, STEPS);
      return { label, image: decode(code) };
    }),
  );
}

test('the page says how many of its digits the network of chapter 03 takes for what was wished', async () => {
  await ready();
  const set = itemAt(sets, 0)[1];
  const file = path.join(ROOT, 'notebooks', 'models', 'digits-cnn.json');
  const { modelTopology, weightSpecs, weightData } = JSON.parse(fs.readFileSync(file, 'utf8')) as tf.io.ModelArtifacts & { weightData: string }; // prettier-ignore
  const bytes = Uint8Array.from(Buffer.from(weightData, 'base64'));
  const judge = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: bytes.buffer })); // prettier-ignore
  const page = fs.readFileSync(PAGE, 'utf8');
  for (const guidance of [0, 1, 2]) {
    const all = drawings(set, guidance);
    const answersGiven = tf.tidy(() => {
      const x = tf.tensor(all.flatMap(({ image }) => [...image]), [all.length, 28, 28, 1]); // prettier-ignore
      return [...(judge.predict(x) as tf.Tensor).argMax(-1).dataSync()];
    });
    const right = all.filter(({ label }, i) => label === answersGiven[i]).length;
    const expected = `| ${guidance} | ${right} of ${all.length} |`;
    assert.ok(page.includes(expected), `${PAGE}: expected the line ${expected}`);
  }
});
