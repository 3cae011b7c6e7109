/** Height of figures with proportions of their own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { naturalHeight } from '../../site/theme/figure/natural-height';
import { plot } from '../../src/plot';

const margin = { l: 7, r: 13, t: 40, b: 30 };
const across = { range: [-0.5, 19.5] };
const down = { range: [9.5, -0.5], scaleanchor: 'x' };

test('a picture twice as wide as tall needs half the width, and the margins', () => {
  const layout = { height: 900, margin, xaxis: across, yaxis: down };
  assert.equal(naturalHeight(layout, 320), 40 + 30 + 150);
});

test('the stored height is never exceeded', () => {
  assert.equal(naturalHeight({ height: 200, margin, xaxis: across, yaxis: down }, 3000), 200);
});

test('panels side by side: the one that asks for most decides', () => {
  const layout = {
    ...{ height: 900, margin },
    xaxis: { ...across, domain: [0, 0.25] },
    xaxis2: { range: [0, 5], domain: [0.5, 1] },
    yaxis: down,
    yaxis2: { range: [5, 0], scaleanchor: 'x2' },
  } as unknown as Parameters<typeof naturalHeight>[0];
  assert.equal(naturalHeight(layout, 320), 70 + 150);
});

test('a chart has no proportions', () => {
  assert.equal(naturalHeight({ height: 400, margin, xaxis: {}, yaxis: {} }, 320), undefined);
  const mixed = { height: 400, margin, xaxis: across, yaxis: down, yaxis2: {} };
  assert.equal(naturalHeight(mixed, 320), undefined);
});

test('the course’s own pictures and matrices have them', () => {
  const eye = [
    [1, 0, 0],
    [0, 1, 0],
  ];
  for (const figure of [plot.images([eye, eye]), plot.matrices([{ values: eye }])]) {
    const height = naturalHeight({ ...figure.layout }, 200);
    assert.ok(height !== undefined && height < figure.layout.height, String(height));
  }
});
