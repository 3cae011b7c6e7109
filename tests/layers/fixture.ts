/** Reads stored reference numbers and compares layers with them, forward and backward. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before } from 'node:test';
import { ready, tf } from '../../src/engine';
import { withTwins } from '../../src/engine/kernels';

// The WebAssembly engine starts asynchronously.
before(() => ready());

export interface Stored {
  shape: number[];
  values: number[];
}

export interface Case {
  inputs: Stored[];
  weights: Stored[];
  outputs: Stored[];
  directions: Stored[];
  inputGradients: Stored[];
  weightGradients: Stored[];
  mask?: Stored;
  labels?: Stored;
  movingMean?: Stored;
  movingVariance?: Stored;
}

export function readCases<T = Case>(file: string): Record<string, T> {
  const path = join(__dirname, '..', 'fixtures', file);
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, T>;
}

export function tensorOf({ shape, values }: Stored, dtype: 'float32' | 'int32' = 'float32') {
  return tf.tensor(values, shape, dtype);
}

/** Fails unless shapes agree and every number is within `tolerance`, relative to the largest. */
export function assertClose(
  actual: tf.Tensor,
  expected: tf.Tensor | Stored,
  tolerance: number,
  what: string,
): void {
  assert.deepEqual(actual.shape, expected.shape, `${what}: shape`);
  assert.equal(actual.dtype, 'float32', `${what}: dtype`);
  const [a, b] = [actual.dataSync(), 'values' in expected ? expected.values : expected.dataSync()];
  const size = Math.max(1, ...Array.from(b, Math.abs));
  let worst = 0;
  for (let i = 0; i < b.length; i++)
    worst = Math.max(worst, Math.abs((a[i] as number) - (b[i] as number)));
  assert.ok(worst <= tolerance * size, `${what}: off by ${worst}, allowed ${tolerance * size}`);
}

/** Runs `body` with native kernels, then with their twins. */
export function bothWays(body: (kind: string) => void): void {
  body('native');
  withTwins(() => body('twin'));
}

function sumOfProducts(outputs: tf.Tensor[], directions: tf.Tensor[]): tf.Scalar {
  const products = outputs.map((output, i) => output.mul(directions[i] as tf.Tensor).sum());
  return tf.addN(products) as tf.Scalar;
}

/** Outputs and gradients of `run` for inputs and `variables`, given the direction of each output. */
export function gradientsOf(
  inputs: tf.Tensor[],
  variables: tf.Variable[],
  directions: tf.Tensor[],
  run: (inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[],
): { outputs: tf.Tensor[]; inputGradients: tf.Tensor[]; weightGradients: tf.Tensor[] } {
  const watched = inputs.map((input) => tf.variable(input));
  const outputsOf = () => [run(watched)].flat();
  const outputs = tf.tidy(outputsOf);
  const { grads, value } = tf.variableGrads(
    () => sumOfProducts(outputsOf(), directions),
    [...watched, ...variables],
  );
  const of = (list: tf.Variable[]) =>
    list.map((variable) => grads[variable.name] ?? tf.zerosLike(variable));
  const result = { outputs, inputGradients: of(watched), weightGradients: of(variables) };
  value.dispose();
  watched.forEach((variable) => variable.dispose());
  return result;
}

/** The variables behind a layer's trainable weights. */
export function variablesOf(layer: { trainableWeights: tf.LayerVariable[] }): tf.Variable[] {
  return layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** Writes stored values into a layer's trainable weights. */
export function writeWeights(
  layer: { trainableWeights: tf.LayerVariable[] },
  stored: Stored[],
): void {
  assert.equal(layer.trainableWeights.length, stored.length, 'number of weights');
  layer.trainableWeights.forEach((weight, i) => {
    const values = tensorOf(stored[i] as Stored);
    assert.deepEqual(weight.shape, values.shape, `shape of ${weight.originalName}`);
    weight.write(values);
    values.dispose();
  });
}

/** Compares a layer with a stored case, forward and backward, natively and by twin. */
export function checkLayer(
  layer: tf.layers.Layer,
  expected: Case,
  {
    run,
    tolerance = 1e-5,
  }: {
    run: (inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
    tolerance?: number;
  },
): void {
  tf.tidy(() => {
    const inputs = expected.inputs.map((input) => tensorOf(input));
    run(inputs);
    writeWeights(layer, expected.weights);
    const directions = expected.directions.map((direction) => tensorOf(direction));
    bothWays((kind) => {
      const result = gradientsOf(inputs, variablesOf(layer), directions, run);
      const compare = (name: 'outputs' | 'inputGradients' | 'weightGradients') =>
        expected[name].forEach((value, i) =>
          assertClose(result[name][i] as tf.Tensor, value, tolerance, `${kind} ${name} ${i}`),
        );
      compare('outputs');
      compare('inputGradients');
      compare('weightGradients');
    });
  });
}

/** What `model.save` would write, through JSON as in a file. */
export async function saved(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async ({ weightData, ...rest }) => {
      artifacts = { ...(JSON.parse(JSON.stringify(rest)) as object), weightData };
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  assert.ok(artifacts);
  return artifacts;
}
