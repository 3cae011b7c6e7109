/** How the reference reads docstrings: sentences, defaults, who frees tensors, names that become links, uses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSentence, inline, typeHtml } from '../../site/reference/html';
import { splitDefault } from '../../site/reference/parameters';
import { anchorOf, pageOf } from '../../site/reference/rooms';
import { splitMemory } from '../../site/reference/section';
import { usesReader } from '../../site/reference/uses';

test('a default is told apart from what an option does', () => {
  assert.deepEqual(splitDefault('Examples per step. Default 32.'), { text: 'Examples per step.', default: '32' }); // prettier-ignore
  assert.deepEqual(splitDefault('Share of noise, 0 to 1. Defaults to 0.1.'), { text: 'Share of noise, 0 to 1.', default: '0.1' }); // prettier-ignore
  assert.deepEqual(splitDefault('Defaults to "f(x)".'), { text: '', default: '"f(x)"' });
  assert.deepEqual(splitDefault('Each builder has a default.'), { text: 'Each builder has a default.', default: '' }); // prettier-ignore
  assert.deepEqual(splitDefault('Base rate. Default: the optimizer’s own.').default, 'the optimizer’s own'); // prettier-ignore
});

test('sentences about who frees tensors stand apart', () => {
  const { rest, memory } = splitMemory('`x` `[N, 2]`, in 0.5 steps. Caller disposes both.');
  assert.equal(rest, '`x` `[N, 2]`, in 0.5 steps.');
  assert.equal(memory, 'Caller disposes both.');
  assert.deepEqual(splitMemory('plain numbers'), { rest: 'plain numbers', memory: '' });
});

test('the first sentence ends where it ends', () => {
  assert.equal(firstSentence('Cuts at 0.5 of all,\ne.g. in half. Then more.'), 'Cuts at 0.5 of all, e.g. in half.'); // prettier-ignore
  assert.equal(firstSentence('One line\n\nAnother paragraph.'), 'One line.');
});

test('names of functions become links, and nothing becomes HTML by itself', () => {
  const addressOf = (name: string): string | undefined => (name === 'train' ? 'training.html#train' : undefined); // prettier-ignore
  assert.equal(inline('See {@link train}, `other` and <b>.', addressOf), 'See <a href="training.html#train"><code>train</code></a>, <code>other</code> and &lt;b&gt;.'); // prettier-ignore
  assert.equal(inline('data/README.md', addressOf), 'data/README.md');
  const linked = typeHtml('Promise<LossGrid>', (name) => (name === 'LossGrid' ? '#type-LossGrid' : undefined)); // prettier-ignore
  assert.equal(linked, '<code>Promise&lt;<a href="#type-LossGrid">Loss<wbr>Grid</a>&gt;</code>');
});

test('a namespace has its page, everything else that of its room', () => {
  assert.equal(pageOf('losses.huber', 'training/losses/regression.ts'), 'losses');
  assert.equal(pageOf('train', 'training/train.ts'), 'training');
  assert.equal(anchorOf('metrics.streaming.accuracy'), 'streaming-accuracy');
});

test('chapters that use a function are those that import it and write it', () => {
  const usesOf = usesReader();
  const [train, cars] = [usesOf('train'), usesOf('loadCars')];
  assert.equal(train.chapters[0]?.id, '00');
  assert.ok(cars.chapters.some(({ id }) => id === '01') && !cars.chapters.some(({ id }) => id === '00')); // prettier-ignore
  assert.ok(train.first < cars.first);
  assert.deepEqual(usesOf('plot.nothing'), { chapters: [], first: Infinity });
});
