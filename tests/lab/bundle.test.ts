/** What the extension for JupyterLab reads of outputs and shared modules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { readOutput } from '../../lab/bundle';
import { heightOf } from '../../lab/height';
import { sharedModule } from '../../lab/shared';

const FIGURE = { data: [], layout: { height: 310, meta: { alt: 'from the layout' } } };

function model(data: object, metadata: object = {}): IRenderMime.IMimeModel {
  const plotly = { 'application/vnd.plotly.v1+json': FIGURE, ...data };
  return { data: plotly, metadata, trusted: true, setData: () => {} } as IRenderMime.IMimeModel;
}

test("alternative text comes from the output's metadata, then from the figure", () => {
  const described = { 'application/vnd.plotly.v1+json': { alt: 'from the metadata' } };
  assert.equal(readOutput(model({}, described)).alt, 'from the metadata');
  assert.equal(readOutput(model({ 'text/plain': 'plain' })).alt, 'from the layout');
});

test('a picture stored in several lines is one text; a new figure has none', () => {
  assert.equal(readOutput(model({ 'image/png': ['ab', 'cd'] })).png, 'abcd');
  assert.equal(readOutput(model({})).png, undefined);
});

test('a figure takes the height that it names, or the one that Plotly gives it', () => {
  assert.equal(heightOf(FIGURE), 310);
  assert.equal(heightOf({ data: [] }), 450);
});

test('of several shared versions the one in use is taken', async () => {
  const version = (name: string, loaded?: number) => ({
    get: () => Promise.resolve(() => name),
    loaded,
  });
  const shared = { widgets: { '2.9.0': version('idle'), '2.7.0': version('in use', 1) } };
  assert.equal(await sharedModule(shared, 'widgets'), 'in use');
  await assert.rejects(
    () => sharedModule(shared, 'other'),
    /expected JupyterLab to share other; got 1/,
  );
});
