/**
 * Every `@example` of the library runs, type-checks, and shows the values that it says.
 *
 * An example is TypeScript as in a notebook that imports its names from `dlts`. A line `expression; // value` claims that
 * Node prints the value so; a tensor is its nested array, and `0.333…` any number that begins so.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as dlts from '../../src/index';
import { readApi } from '../../site/reference/api';
import { agrees, runExample } from './claims';
import { typeErrors } from './types';

const examples = readApi().functions.flatMap(({ name, doc }) =>
  doc.examples.map((example, i) => ({
    title: doc.examples.length > 1 ? `${name}, example ${i + 1}` : name,
    example,
  })),
);

let folder: string;
before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts examples '));
  process.env['DLTS_PROGRESS'] = path.join(folder, 'progress.json');
  process.env['DLTS_PUBLISH'] = path.join(folder, 'models');
  await dlts.ready();
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('every example shows the values that it says', () => {
  for (const { title, example } of examples)
    test(title, async (t) => {
      t.mock.method(console, 'log', () => undefined);
      dlts.setSeed(1);
      for (const claim of await runExample(example, { ...dlts }))
        assert.ok(
          agrees(claim),
          `${claim.expression}: expected ${claim.expected}; got ${claim.actual}`,
        );
    });
});

test('every example passes the strict type check of a notebook', () => {
  assert.ok(examples.length > 5, `${examples.length} examples were found`);
  assert.deepEqual(typeErrors(examples), []);
});
