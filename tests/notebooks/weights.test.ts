/** Which packages of weights a notebook needs before it runs. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT } from './course';

test('weights are those whose loader a cell calls; a name in an import or a text does not count', async () => {
  const address = pathToFileURL(path.join(ROOT, 'scripts/notebooks/weights.mjs')).href;
  const { weightsOf } = (await import(address)) as { weightsOf: (code: string) => string[] };
  assert.deepEqual(weightsOf("import { loadMiniLm } from 'dlts';"), []);
  assert.deepEqual(weightsOf('const net = await loadEfficientNet({ imageSize: 96 });'), [
    'EFFICIENT_NET',
  ]);
  assert.deepEqual(weightsOf('await loadMiniLm();\nconst file = await loadSmolLmFile();'), [
    'MINI_LM',
    'SMOL_LM',
  ]);
});
