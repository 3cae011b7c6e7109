/** Layers and models in a bundle for browsers: no Node, no native engine, the same predictions. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { setSeed, tf } from '../../src/engine';
import { createEncoderDecoder, createGpt, createRnnClassifier } from '../../src/models';

const SOURCE = join(__dirname, '..', '..', 'src');

/** Applies package.json's `browser` map to the sources that the compiled files come from. */
function browserMap(): Plugin {
  const { browser } = JSON.parse(readFileSync(join(SOURCE, 'package.json'), 'utf8')) as {
    browser: Record<string, string>;
  };
  const source = (path: string) =>
    join(SOURCE, path.replace('./dist/', '').replace(/\.js$/, '.ts'));
  const map = new Map(Object.entries(browser).map(([from, to]) => [source(from), source(to)]));
  return {
    name: 'browser-map',
    setup(bundler) {
      bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const replacement = map.get(path);
        if (!replacement) return undefined;
        return { contents: `export * from ${JSON.stringify(replacement)};`, loader: 'ts' };
      });
    },
  };
}

async function bundle(): Promise<string> {
  const result = await build({
    stdin: {
      contents: `
        import { tf } from './engine';
        import './layers';
        globalThis.predict = async (json, weights, inputs) => {
          const weightData = Uint8Array.from(atob(weights), (c) => c.charCodeAt(0)).buffer;
          await tf.setBackend('cpu');
          const model = await tf.loadLayersModel(tf.io.fromMemory({ ...JSON.parse(json), weightData }));
          const tensors = JSON.parse(inputs).map((rows) => tf.tensor2d(rows, undefined, 'int32'));
          const y = model.predict(tensors.length === 1 ? tensors[0] : tensors);
          return JSON.stringify(Array.from(y.dataSync()));
        };`,
      resolveDir: SOURCE,
      loader: 'ts',
    },
    plugins: [browserMap()],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

test('saved models load in a browser bundle and predict the same', async () => {
  const code = await bundle();
  assert.equal(/\b(loadNative|registerMissingKernels|node:\w+)\b/.exec(code)?.[0], undefined);
  const globals = { performance, setTimeout, clearTimeout, console, TextEncoder, TextDecoder };
  const document = { createElement: () => ({ getContext: () => null }) };
  const context = vm.createContext({ ...globals, navigator: {}, document, atob, btoa });
  vm.runInContext('globalThis.window = globalThis; globalThis.self = globalThis;', context);
  vm.runInContext(code, context);
  const predict = context['predict'] as (
    json: string,
    weights: string,
    inputs: string,
  ) => Promise<string>;
  setSeed(79);
  const source = [
    [3, 4, 5, 0, 0],
    [6, 7, 8, 9, 1],
  ];
  const cases: Array<[tf.LayersModel, number[][][]]> = [
    [createRnnClassifier({ vocabularySize: 11, embeddingDim: 7, hiddenUnits: [5] }), [source]],
    [
      createGpt({
        vocabularySize: 11,
        maxSequenceLength: 7,
        hiddenDim: 6,
        numHeads: 2,
        numLayers: 1,
      }),
      [source],
    ],
    [
      createEncoderDecoder({
        sourceVocabularySize: 11,
        targetVocabularySize: 13,
        hiddenDim: 6,
        numHeads: 2,
        numLayers: 1,
      }),
      [
        source,
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
    ],
  ];
  for (const [model, inputs] of cases) {
    let artifacts: tf.io.ModelArtifacts = {};
    const handler = tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    });
    await model.save(handler);
    const { weightData, ...rest } = artifacts;
    const weights = Buffer.from(weightData as ArrayBuffer).toString('base64');
    const answer = await predict(JSON.stringify(rest), weights, JSON.stringify(inputs));
    const expected = tf.tidy(() => {
      const tensors = inputs.map((rows) => tf.tensor2d(rows, undefined, 'int32'));
      return (model.predict(tensors) as tf.Tensor).dataSync();
    });
    const actual = JSON.parse(answer) as number[];
    assert.equal(actual.length, expected.length);
    expected.forEach((value, i) =>
      assert.ok(Math.abs(value - (actual[i] as number)) < 1e-5, `${model.name} ${i}`),
    );
    model.dispose();
  }
});
