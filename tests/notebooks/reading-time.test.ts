/** Reading time: words, cells and exercises, each counted once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { ROOT } from './course';

interface ReadingTime {
  read: number;
  exercises: number;
}

const load = async () =>
  (await import(pathToFileURL(path.join(ROOT, 'scripts/notebooks/reading-time.mjs')).href)) as {
    readingTime(text: string): ReadingTime;
    timeLine(time: ReadingTime, runMinutes: number): string;
    runMinutes(seconds: number): number;
  };

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');
const cell = '```typescript\nconst notProse = "these words are code";\n```\n\n';

test('a thousand words and nine cells are 1000 / 130 + 3 minutes, rounded up to fives', async () => {
  const { readingTime } = await load();
  const text = `---\nheader: ${words(500)}\n---\n\n# Title\n\n${words(999)}\n\n${cell.repeat(9)}`;
  assert.deepEqual(readingTime(text), { read: 15, exercises: 0 }); // 7.7 + 3 = 10.7
});

test('exercises are stated apart: 5 minutes each, 15 for the hard ones', async () => {
  const { readingTime } = await load();
  const one = (number: number, difficulty: number) =>
    `**Exercise 07.${number}. A title.** Difficulty ${difficulty} of 3.\n\n${cell}`;
  const text =
    `# Title\n\n${words(130)}\n\n## 4. Exercises\n\n${words(2000)}\n\n` +
    `${one(1, 1)}${one(2, 2)}${one(3, 3)}## 5. After\n\n${words(130)}\n`;
  assert.deepEqual(readingTime(text), { read: 5, exercises: 25 });
});

test('the first screen says it in one line', async () => {
  const { timeLine, runMinutes } = await load();
  assert.equal(runMinutes(61), 2);
  assert.equal(
    timeLine({ read: 35, exercises: 20 }, 1),
    '**Time:** 35 minutes to read, 1 minute to run, and 20 minutes for the exercises.',
  );
  assert.equal(
    timeLine({ read: 5, exercises: 0 }, 3),
    '**Time:** 5 minutes to read, 3 minutes to run.',
  );
});
