/** Against real Keras, on its three backends: the same outputs there, and back again after training there. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { exportKeras, importKeras, loadKerasWeights, ready, tf } from '../../../src';
import { LAYER_CASES, MODELS } from './cases';
import {
  askKeras,
  BACKENDS,
  inputsOf,
  largestDifference,
  predict,
  randomize,
  withoutKeras,
  type Job,
} from './exchange';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-exchange-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));
/** One step of float32 after the other, in another order on each side. */
const TOLERANCE = 1e-5;

/** Every model with random weights, as files, and what it predicts here. */
function exported(prefix: string) {
  return [...MODELS, ...LAYER_CASES].map((each, seed) => {
    const model = each.model();
    randomize(model, seed + 1);
    const inputs = inputsOf(each, seed + 101);
    const at = (ending: string) => path.join(folder, `${prefix}-${seed}${ending}`);
    exportKeras(model, at('.keras'));
    const training = { save: at('-trained.keras'), weights: at('.weights.h5') };
    const job: Job = { file: at('.keras'), inputs, ...(each.notTrained ? {} : training) };
    return { name: each.name, model, job, inputs, here: predict(model, inputs) };
  });
}

for (const backend of BACKENDS)
  describe(`Keras on ${backend}`, { skip: withoutKeras }, () => {
    test('computes what the models compute here, and is read back after training', async (t) => {
      await ready();
      const models = exported(backend);
      const answers = await askKeras(backend, models.map(({ job }) => job)); // prettier-ignore
      for (const [at, { name, model, job, inputs, here }] of models.entries())
        await t.test(name, () => {
          const { error, before = [], after: trained, classes } = answers[at] ?? {};
          assert.equal(error, undefined);
          assert.deepEqual(classes, ['keras'], 'made of classes of Keras alone');
          assert.ok(largestDifference(here, before) <= TOLERANCE, `outputs: ${largestDifference(here, before)}`); // prettier-ignore
          if (!job.save || !job.weights || !trained) return;
          const back = importKeras(job.save);
          assert.ok(largestDifference(predict(back, inputs), trained) <= TOLERANCE, 'after training'); // prettier-ignore
          const classesOf = (one: tf.LayersModel) =>
            one.layers.map((layer) => layer.getClassName()).filter((each) => each !== 'InputLayer').sort(); // prettier-ignore
          assert.deepEqual(classesOf(back), classesOf(model));
          if (model.trainableWeights.length > 0 && !/softmax/i.test(name))
            assert.ok(largestDifference(here, trained) > 1e-6, 'training has changed something');
          loadKerasWeights(model, job.weights);
          assert.ok(largestDifference(predict(model, inputs), trained) <= TOLERANCE, 'weights alone'); // prettier-ignore
          back.dispose();
        });
    });
  });
