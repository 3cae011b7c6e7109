/** Settings, results table, self-test, hints and progress: what a reader sees and what is remembered. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import util from 'node:util';
import { configure, exercise, expected, progress, quiz } from '../../src';
import { inlineHtml, plainText } from '../../src/learn/display';
import { inQuickMode, onPage } from './quick-mode';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-study-'));
const file = path.join(folder, 'deep', 'progress.json');
process.env['DLTS_PROGRESS'] = file;
beforeEach(() => fs.rmSync(path.dirname(file), { recursive: true, force: true }));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const html = (value: { toMimeBundle(): Record<string, unknown> }) =>
  String(value.toMimeBundle()['text/html']);
const markdown = (value: { toMimeBundle(): Record<string, unknown> }) =>
  String(value.toMimeBundle()['text/markdown']);

// ---- configure

test('configure gives the full settings, and in quick mode the quick ones over them', () => {
  const full = { epochs: 7, limit: 101, name: 'a' };
  assert.deepEqual(configure(full, { epochs: 2 }), full);
  assert.deepEqual(
    inQuickMode(() => configure(full, { epochs: 2 })),
    { epochs: 2, limit: 101, name: 'a' },
  );
  assert.deepEqual(full, { epochs: 7, limit: 101, name: 'a' });
  assert.ok(Object.isFrozen(configure(full)));
  assert.equal(
    inQuickMode(() => {
      process.env['DLTS_QUICK'] = '0';
      return configure(full, { epochs: 2 }).epochs;
    }),
    7,
  );
});

test('on a page configure lays the settings of the page over the quick ones', () => {
  const full = { epochs: 7, examples: 60000, seed: 1 };
  const chosen = onPage(() => configure(full, { epochs: 2, examples: 512 }, { examples: 128 }));
  assert.deepEqual(chosen, { epochs: 2, examples: 128, seed: 1 });
  assert.equal(inQuickMode(() => configure(full, {}, { epochs: 1 })).epochs, 7);
  assert.throws(() => configure(full, {}, { epochs: '1' } as never), /expected page.epochs to be a number/); // prettier-ignore
});

test('configure refuses a quick setting that full lacks or that has another type, in both modes', () => {
  const unknown = { epoch: 1 } as object;
  assert.throws(
    () => configure({ epochs: 7 }, unknown),
    /configure: .*got 'epoch', which full lacks/,
  );
  const text = { epochs: '1' } as unknown as { epochs: number };
  assert.throws(() => configure({ epochs: 7 }, text), /quick\.epochs to be a number.*got string/);
});

// ---- expected

const ROW = { name: 'test accuracy', value: 97.71, band: [97.5, 98.5], unit: '%', anchor: 'a <book> & 97.77 %' } as const; // prettier-ignore

test('expected shows value, band, anchor and verdict, and carries the numbers for the runner', () => {
  const table = expected([ROW, { name: 'loss', value: 0.31, band: [0, 0.3], anchor: 'none' }], { chapter: '02' }); // prettier-ignore
  const bundle = table.toMimeBundle();
  assert.deepEqual(bundle['application/vnd.dlts.results+json'], {
    chapter: '02',
    rows: [
      { name: 'test accuracy', value: 97.71, low: 97.5, high: 98.5, anchor: 'a <book> & 97.77 %', unit: '%' },
      { name: 'loss', value: 0.31, low: 0, high: 0.3, anchor: 'none' },
    ],
  }); // prettier-ignore
  assert.match(
    html(table),
    /<td>97\.5 to 98\.5\u00a0%<\/td><td>97\.7\u00a0%<\/td><td>✓ reproduced<\/td>/,
  );
  assert.match(html(table), /a &lt;book&gt; &amp; 97\.77 %/);
  assert.match(html(table), /✗ above the band/);
  assert.match(String(table), /test accuracy\s+97\.5 to 98\.5.*✓ reproduced/);
  assert.match(util.inspect(table), /A result outside its band/);
  assert.equal(table.allInside, false);
});

test('the ends of a band count as inside, and a value that is no number as outside', () => {
  const inside = (value: number) =>
    expected([{ ...ROW, value, band: [1, 2] }], { chapter: '02' }).allInside;
  assert.deepEqual([1, 1.5, 2, 0.999, 2.001, NaN, Infinity].map(inside), [true, true, true, false, false, false, false]); // prettier-ignore
  assert.match(html(expected([{ ...ROW, value: NaN }], { chapter: '02' })), /✗ not a number/);
});

test('in quick mode nothing is judged, and the table says so', () => {
  const table = inQuickMode(() => expected([{ ...ROW, value: 3 }], { chapter: '02' }));
  assert.match(html(table), /not judged/);
  assert.match(
    html(table),
    /Quick mode: little data and few epochs. Bands are judged with the chapter's own settings only/,
  );
  assert.doesNotMatch(html(table), /✓|✗/);
});

test('on a page nothing is judged, and the table says where it is', () => {
  const table = onPage(() => expected([{ ...ROW, value: 3 }], { chapter: '02' }));
  assert.match(html(table), /On this page: little data.* in JupyterLab/);
});

test('small and narrow values keep the digits that matter', () => {
  const shown = (value: number, low: number, high: number) =>
    String(expected([{ name: 'x', value, band: [low, high], anchor: 'y' }], { chapter: '01' }))
      .split('\n')[1]
      ?.split(/\s{2,}/)[2];
  assert.equal(shown(0.000031, 0, 0.002), '3.1e−5');
  assert.equal(shown(0.98765, 0.98, 0.99), '0.988');
  assert.equal(shown(12345.678, 12000, 13000), '12346');
  assert.equal(shown(7, 7, 7), '7');
  assert.equal(shown(0, 0, 0), '0');
});

test('expected refuses rows that say too little', () => {
  const bad = (change: object) => () => expected([{ ...ROW, ...change }], { chapter: '02' });
  assert.throws(bad({ anchor: '' }), /a name and an anchor/);
  assert.throws(bad({ band: [2, 1] }), /\[low, high\]; got \[2, 1\]/);
  assert.throws(bad({ value: '97' }), /to be a number; got string/);
  assert.throws(() => expected([], { chapter: '02' }), /at least one result/);
  assert.throws(() => expected([ROW], { chapter: '2' }), /two digits such as '02'; got '2'/);
});

// ---- quiz

test('the self-test hides every answer in a closed element and needs no script', () => {
  const text = markdown(quiz('00'));
  const options = text.match(/<details>\n<summary>[A-E]\. .*<\/summary>\n\n/g) ?? [];
  assert.equal(options.length, (text.match(/<\/details>/g) ?? []).length);
  assert.ok(options.length >= 10);
  assert.doesNotMatch(text, /<script|<details open|onclick/);
  const closed = text.replace(/<\/summary>[\s\S]*?<\/details>/g, '');
  assert.doesNotMatch(closed, /Right|No\./);
});

test('the plain text of the self-test has no answer, and answers() has all', () => {
  assert.doesNotMatch(String(quiz('00')), /Right|because/);
  assert.match(String(quiz('00').answers()), /^1\. B\. Batch, height/);
});

test('check judges letters however they are written, explains the wrong ones, and remembers the best', () => {
  assert.match(String(quiz('00').check('B A C B D')), /^5 of 5 right/);
  const worse = String(quiz('00').check('b,b,c,b,e'));
  assert.match(worse, /^3 of 5 right/);
  assert.match(worse, /2\. B: That would add 10/);
  assert.match(worse, /5\. E: There is no option E/);
  assert.match(String(quiz('00').check('AB')), /one letter per question, 5 in all/);
  assert.match(String(quiz('00').check(undefined as unknown as string)), /one letter per question/);
  assert.match(String(progress()), /Self-tests, best: 00: 5 of 5/);
});

// ---- exercise

test('an unknown exercise, chapter or kind of id is refused with what exists', () => {
  assert.throws(() => exercise('00.99'), /expected one of 00\.1, 00\.2.*got '00\.99'/);
  assert.throws(() => exercise('77.1'), /expected a chapter, one of 00.*got '77'/);
  assert.throws(() => exercise(0.2 as unknown as string), /put the number in quotes/);
  assert.throws(() => quiz('7'), /quiz: expected a chapter/);
});

test('hints go one step further at each call, and then stay at the last', () => {
  const steps = [1, 2, 3, 4].map(() => String(exercise('00.2').hint()).split('\n')[0]);
  assert.match(steps[0] ?? '', /^Hint 1 of 3/);
  assert.match(steps[1] ?? '', /^Hint 2 of 3/);
  assert.match(steps[3] ?? '', /^Hint 3 of 3/);
  assert.match(
    markdown(exercise('00.2').hint()),
    /`exercise\('00\.2'\)\.solution\(\)` shows one solution/,
  );
});

test('the solution is a code block, and its showing is remembered until solved', () => {
  assert.match(markdown(exercise('00.1').solution()), /```ts\n[\s\S]*const shape[\s\S]*\n```/);
  const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    exercises: Record<string, { solutionShown?: boolean }>;
  };
  assert.equal(stored.exercises['00.1']?.solutionShown, true);
});

test('the task is shown as Markdown alone, so that formulas are rendered everywhere', () => {
  assert.deepEqual(Object.keys(exercise('00.2').toMimeBundle()), ['text/markdown', 'text/plain']);
  assert.match(
    markdown(exercise('00.2')),
    /^\*\*Exercise 00\.2\. Standardize every column\*\* \(medium\)/,
  );
  assert.match(
    util.inspect(exercise('00.2')),
    /^Exercise 00\.2\. Standardize every column \(medium\)/,
  );
});

// ---- progress

test('progress counts attempts, not placeholders, and keeps the first success', () => {
  const state = () => progress().rows.find(({ id }) => id === '00.1');
  exercise('00.1').check(undefined);
  assert.equal(state()?.state, 'not attempted');
  exercise('00.1').check([1]);
  assert.equal(state()?.state, 'tried');
  exercise('00.1').check([7, 3, 5]);
  const solved = fs.readFileSync(file, 'utf8');
  exercise('00.1').check([1]);
  assert.equal(state()?.state, 'solved');
  assert.equal(state()?.attempts, 3);
  const date = /"solved": "(.*)"/;
  assert.equal(date.exec(fs.readFileSync(file, 'utf8'))?.[1], date.exec(solved)?.[1]);
  assert.match(String(progress()), /^1 of \d+ exercises solved/);
  assert.match(markdown(exercise('00.1')), /solved ✓/);
  assert.deepEqual(
    fs.readdirSync(path.dirname(file)),
    ['progress.json'],
    'no half-written file stays',
  );
});

test('a damaged or foreign progress file counts as empty, entry by entry', () => {
  const write = (text: string) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  for (const text of ['', '{', 'null', '[]', '{"exercises": 3, "quizzes": []}']) {
    write(text);
    assert.match(String(progress()), /^0 of/);
  }
  write(
    '{"exercises": {"00.1": {"attempts": 2, "hints": "x"}, "00.2": 7}, "quizzes": {"00": "x"}}',
  );
  const rows = progress().rows;
  assert.deepEqual(rows.find(({ id }) => id === '00.1')?.attempts, 2);
  assert.deepEqual(rows.find(({ id }) => id === '00.1')?.hints, 0);
  assert.deepEqual(rows.find(({ id }) => id === '00.2')?.state, 'not attempted');
});

test('where nothing can be written, progress lasts as long as the process, and nothing throws', () => {
  const blocked = path.join(folder, 'a-file');
  fs.writeFileSync(blocked, '');
  const code = `
    const { exercise, progress } = require(${JSON.stringify(path.join(__dirname, '..', '..', 'src', 'learn'))});
    exercise('00.1').check([7, 3, 5]);
    console.log(progress().rows[0].state, /Hint 2/.test(String((exercise('00.1').hint(), exercise('00.1').hint()))));
  `;
  const { stdout } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', code], {
    cwd: path.join(__dirname, '..', '..'),
    env: { ...process.env, DLTS_PROGRESS: path.join(blocked, 'progress.json') },
    encoding: 'utf8',
  });
  assert.equal(stdout.trim(), 'solved true');
});

// ---- display

test('plain text drops Markdown’s marks and tags and leaves code alone', () => {
  assert.equal(
    plainText('**a** `x ** y < z`\n\n> note &lt;b&gt;\n\n```ts\nconst a = b ** 2;\n```\n<details>'),
    'a `x ** y < z`\n\nnote <b>\n\nconst a = b ** 2;',
  );
});

test('inline HTML escapes all text, in code and outside', () => {
  assert.equal(
    inlineHtml('a < b & **c** *d* `e < *f*` 2 * 3 * 4'),
    'a &lt; b &amp; <strong>c</strong> <em>d</em> <code>e &lt; *f*</code> 2 * 3 * 4',
  );
});
