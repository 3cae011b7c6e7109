import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plot } from '../../src/plot';
import { fitCaptions, type Measure } from '../../site/theme/figure/captions';
import type { Figure } from '../../site/theme/figure/plotly';

/** Every letter is half as wide as it is tall. */
const measure: Measure = (text, size) => (text.length * size) / 2;
const texts = (figure: Figure, width: number): string[] | undefined =>
  fitCaptions(figure, width, measure)?.map(({ text }) => text);

const squares = Array.from({ length: 6 }, () => [
  [0, 1],
  [1, 0],
]);
const titles = ['crescent moon', 'one', 'Twitter:<br>crescent moon', 'two', 'three', 'money-mouth'];
const figure = plot.images(squares, { titles, columns: 3 }) as unknown as Figure;

test('captions stay as they are where they have room', () => {
  assert.deepEqual(texts(figure, 640), titles);
});

test('on a narrow page they become smaller first', () => {
  const fitted = fitCaptions(figure, 220, measure) ?? [];
  assert.deepEqual(
    fitted.map(({ text }) => text),
    titles,
  );
  assert.deepEqual([...new Set(fitted.map(({ font }) => font?.size))], [10]);
});

test('then they are cut to what their place takes, and the whole text is under the mouse', () => {
  const fitted = fitCaptions(figure, 150, measure) ?? [];
  const room = ((150 - 24) * 3) / 8 - 4; // tiles of 2 pixels, 1 between them
  assert.deepEqual(
    fitted.map(({ text }) => text),
    ['crescent…', 'one', 'Twitter:<br>crescent…', 'two', 'three', 'money-mo…'],
  );
  for (const { text } of fitted)
    for (const line of text.split('<br>')) assert.ok(measure(line, 9) <= room, line);
  assert.deepEqual(
    fitted.map(({ hovertext }) => hovertext),
    [titles[0], undefined, titles[2], undefined, undefined, titles[5]],
  );
});

test('other figures keep their annotations', () => {
  const { layout } = figure;
  assert.equal(texts({ data: [{ type: 'scatter' }], ...(layout && { layout }) }, 150), undefined);
  const bare = plot.images(squares, { columns: 3 }) as unknown as Figure;
  assert.equal(texts(bare, 150), undefined);
});
