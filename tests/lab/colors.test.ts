/** Figures in the colors of the page around them, and under a finger. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { themed } from '../../site/theme/figure/colors';
import { forFinger } from '../../site/theme/figure/touch';

const CONTROLS = { control: '#111', pressed: '#222', edge: '#333' };
const DARK = { ink: 'rgb(255, 255, 255)', grid: '#3a424c', ...CONTROLS };

interface Template {
  layout: Record<string, Record<string, unknown>>;
}

test('the page replaces the card and the color of text, and nothing else of the font', () => {
  const stored = { paper_bgcolor: '#fff', font: { size: 13, color: '#24292f' }, width: 500 };
  const layout = themed(stored, DARK);
  assert.equal(layout['paper_bgcolor'], 'rgba(0,0,0,0)');
  assert.deepEqual(layout['font'], { size: 13, color: 'rgb(255, 255, 255)' });
  assert.equal(layout['width'], undefined);
  assert.deepEqual(stored.font, { size: 13, color: '#24292f' }, 'the given layout has changed');
});

test('grid lines go into the template, beside what a figure brings in its own', () => {
  const own = { data: { bar: [] }, layout: { colorway: ['red'], xaxis: { ticks: 'outside' } } };
  const template = themed({ template: own, xaxis: { gridcolor: 'blue' } }, DARK)['template'] as Template; // prettier-ignore
  assert.deepEqual(template.layout['colorway'], ['red']);
  assert.deepEqual(template.layout['xaxis'], {
    ticks: 'outside',
    gridcolor: '#3a424c',
    zerolinecolor: '#3a424c',
    linecolor: '#3a424c',
  });
  assert.deepEqual((template as unknown as typeof own).data, { bar: [] });
});

test('a finger scrolls over a figure and turns a surface; what a figure chose itself wins', () => {
  const { dragmode, scene, scene2 } = forFinger({ scene2: { aspectmode: 'cube' } });
  assert.equal(dragmode, false);
  assert.deepEqual(scene, { dragmode: 'turntable' });
  assert.deepEqual(scene2, { dragmode: 'turntable', aspectmode: 'cube' });
  const own = forFinger({ dragmode: 'pan', scene: { dragmode: 'zoom' } });
  assert.deepEqual(own, { dragmode: 'pan', scene: { dragmode: 'zoom' } });
});

test('letters are the page’s where it names some', () => {
  const own = { font: { family: 'Own', size: 13 } };
  assert.equal((themed(own, DARK)['font'] as { family: string }).family, 'Own');
  const { family, size } = themed(own, { ...DARK, font: 'Page' })['font'] as typeof own.font;
  assert.deepEqual([family, size], ['Page', 13]);
});
