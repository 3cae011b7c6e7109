/** The search without a page: words, slips, ranking, excerpts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import MiniSearch from 'minisearch';
import { excerpt, pieces } from '../../site/search/excerpt';
import { find } from '../../site/search/find';
import { INDEX_OPTIONS, wordsOf, type Section } from '../../site/search/sections';

const section = (title: string, text: string, page = 'chapter.html'): Section => ({
  page,
  anchor: title.toLowerCase().replaceAll(' ', '-'),
  path: 'Chapter',
  title,
  text,
  code: '',
});

const index = new MiniSearch(INDEX_OPTIONS);
index.addAll(
  [
    section('Learning rate', 'How far a step goes.'),
    section('Contents', 'The learning rate, the learning rate, and networks that train.', 'index.html'), // prettier-ignore
    section('Steps', 'A rate of learning is hard to choose; training takes long.'),
    section('plot.confusionMatrix', 'Draws counts.', 'api/plot.html'),
    section('Triangles', 'Have three sides.'),
    section('train', 'Trains a model.', 'api/training.html'),
  ].map((each, id) => ({ ...each, id })),
);

const titles = (query: string): string[] => find(index, query).found.map(({ title }) => title);

test('names in camel case are found as a whole and by their parts', () => {
  assert.deepEqual(wordsOf('the confusionMatrix'), ['confusionmatrix', 'confusion', 'matrix']);
  assert.deepEqual(titles('confusion matrix'), ['plot.confusionMatrix']);
  assert.deepEqual(titles('confusionmatrix'), ['plot.confusionMatrix']);
});

test('the section that is named so comes first, the landing page last', () => {
  assert.deepEqual(titles('learning rate'), ['Learning rate', 'Steps', 'Contents']);
});

test('two swapped letters are forgiven, and told', () => {
  const { found, corrected } = find(index, 'trian');
  assert.equal(found[0]?.title, 'train');
  assert.deepEqual(corrected, [{ word: 'trian', instead: ['train'] }]);
  assert.deepEqual(find(index, 'train').corrected, []);
});

test('other misspellings find what is near, and nonsense finds nothing', () => {
  assert.equal(titles('lerning')[0], 'Learning rate');
  assert.deepEqual(titles('zzzzqqqq'), []);
  assert.deepEqual(titles('the'), []);
});

test('without a section that has all words, those with some are shown', () => {
  assert.deepEqual(titles('triangles confusion').sort(), ['Triangles', 'plot.confusionMatrix']);
});

test('an excerpt holds the words, and marks them where they begin', () => {
  const text = `${'Nothing here. '.repeat(30)}A small learning rate is slow. ${'More. '.repeat(60)}`;
  const part = excerpt(text, ['learning', 'rate']);
  assert.ok(part.length < 220 && part.startsWith('… ') && part.endsWith(' …'), part);
  assert.match(part, /learning rate/);
  const marked = pieces('Rates separate: rate (1)', ['rate']).filter(({ isFound }) => isFound);
  assert.deepEqual(marked.map(({ text: word }) => word), ['Rate', 'rate']); // prettier-ignore
});
