import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadEmojiNames, loadEmojiPictures } from '../../src/data';
import { assertNoLeak, loose } from './helpers';

const counted = (labels: Iterable<number>, classNames: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const label of labels) {
    const name = classNames[label] ?? '';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}; // prettier-ignore

describe('loadEmojiNames', () => {
  test('gives 1,636 names in eight categories, in three parts', async () => {
    const { train, validation, test: last, classNames } = await loadEmojiNames();
    const parts = [train, validation, last];
    assert.deepEqual(parts.map(({ x }) => x.length), [900, 236, 500]); // prettier-ignore
    assert.deepEqual(parts.map(({ y }) => y.length), [900, 236, 500]); // prettier-ignore
    // Counted in emoji.json itself.
    assert.deepEqual(counted(parts.flatMap(({ y }) => y), classNames), {
      Activities: 85, 'Animals & Nature': 159, 'Food & Drink': 131, Objects: 264, 'People & Body': 386,
      'Smileys & Emotion': 169, Symbols: 224, 'Travel & Places': 218,
    }); // prettier-ignore
    const names = parts.flatMap(({ x }) => x);
    const categoryOf = (name: string): string | undefined =>
      classNames[parts.flatMap(({ y }) => y)[names.indexOf(name)] ?? -1];
    assert.equal(categoryOf('spouting whale'), 'Animals & Nature');
    assert.equal(categoryOf('taco'), 'Food & Drink');
    assert.equal(new Set(names).size, 1635);
    assert.ok(names.every((name) => name === name.toLowerCase() && name.trim() !== ''));
  });

  test('gives fewer when asked, and refuses a limit of 0', async () => {
    const { train, test: last } = await loadEmojiNames({ limit: 7 });
    assert.deepEqual([train.x.length, last.y.length], [7, 7]);
    await assert.rejects(loadEmojiNames({ limit: 0 }), /^RangeError: loadEmojiNames: expected limit/); // prettier-ignore
    await assert.rejects(loadEmojiNames(loose({ limits: 3 })), /did you mean limit\?/);
  });
});

describe('loadEmojiPictures', () => {
  test('gives 941 pictures of each vendor: the same emoji in the same order, drawn otherwise', async () => {
    const google = await loadEmojiPictures();
    const twitter = await loadEmojiPictures({ vendor: 'twitter' });
    const sizes = [565, 141, 235];
    for (const { train, validation, test: last } of [google, twitter]) {
      const parts = [train, validation, last];
      assert.deepEqual(parts.map(({ x }) => x.shape), sizes.map((n) => [n, 64, 64, 3])); // prettier-ignore
      assert.deepEqual(parts.map(({ y }) => y.shape), sizes.map((n) => [n])); // prettier-ignore
    }
    assert.deepEqual(google.names, twitter.names);
    assert.deepEqual(google.test.y.arraySync(), twitter.test.y.arraySync());
    const difference = google.test.x.sub(twitter.test.x).abs().mean().dataSync()[0] ?? 0;
    assert.ok(difference > 0.05 && difference < 0.5, String(difference));
    const labels = [google.train, google.validation, google.test].flatMap(({ y }) => y.arraySync());
    assert.deepEqual(counted(labels, google.classNames), {
      'Animals & Nature': 159, 'Food & Drink': 131, Objects: 264, 'Smileys & Emotion': 169, 'Travel & Places': 218,
    }); // prettier-ignore
    google.dispose();
    twitter.dispose();
  });

  test('a red heart is red, on white', async () => {
    for (const vendor of ['google', 'twitter'] as const) {
      const { train, validation, test: last, names, dispose } = await loadEmojiPictures({ vendor });
      const [part, list] =
        ([[train, names.train], [validation, names.validation], [last, names.test]] as const).find(([, each]) => each.includes('heavy black heart')) ?? [train, []]; // prettier-ignore
      const at = list.indexOf('heavy black heart');
      assert.ok(at >= 0);
      const pixel = (y: number, x: number): number[] => [...part.x.slice([at, y, x, 0], [1, 1, 1, 3]).dataSync()]; // prettier-ignore
      const [red = 0, green = 1, blue = 1] = pixel(34, 32);
      assert.ok(
        red > 0.8 && green < 0.35 && blue < 0.35,
        `${vendor}: ${[red, green, blue].join()}`,
      );
      assert.deepEqual(pixel(63, 0), [1, 1, 1]);
      dispose();
    }
  });

  test('frees what it has made; refuses other vendors and limits', async () => {
    await assertNoLeak(async () => (await loadEmojiPictures({ limit: 5 })).dispose());
    const { names, dispose } = await loadEmojiPictures({ limit: 5 });
    assert.deepEqual(Object.values(names).map((list) => list.length), [5, 5, 5]); // prettier-ignore
    dispose();
    await assert.rejects(loadEmojiPictures({ vendor: loose('apple') }), /^RangeError: loadEmojiPictures: expected vendor to be one of google, twitter; got "apple"; pass/); // prettier-ignore
    await assert.rejects(loadEmojiPictures({ limit: -1 }), RangeError);
  });
});
