/** What every exercise and every self-test of every chapter must fulfill. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { exercise, tf } from '../../src';
import { Report } from '../../src/learn/report';
import { answerOf, answersTo, chapters, exercises } from './definitions';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-exercises-'));
process.env['DLTS_PROGRESS'] = path.join(folder, 'progress.json');
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const text = (value: { toMimeBundle(): Record<string, unknown> }): string =>
  String(value.toMimeBundle()['text/markdown']);

test('there are exercises to judge', () => assert.ok(exercises.length >= 4));

for (const definition of exercises) {
  const { id } = definition;
  const { wrongAnswers } = answersTo(definition);
  const check = (answer: unknown) => {
    const before = tf.memory().numTensors;
    const result = exercise(id).check(answer);
    assert.equal(tf.memory().numTensors, before, 'the check leaks tensors');
    return result;
  };

  test(`${id}: the solution passes`, async () => {
    const result = check(await answerOf(definition, definition.solution));
    assert.equal(result.status, 'passed', result.message);
  });

  test(`${id}: the placeholder is not attempted`, async () => {
    const result = check(await answerOf(definition, definition.placeholder));
    assert.equal(result.status, 'not attempted', result.message);
    assert.match(result.message, /not attempted yet/);
  });

  for (const [i, wrong] of wrongAnswers.entries())
    test(`${id}: wrong answer ${i + 1} is told "${wrong.says}"`, async () => {
      const result = check('make' in wrong ? await wrong.make() : wrong.answer);
      assert.equal(result.status, 'wrong', 'passed, but must not');
      assert.ok(result.message.includes(wrong.says), result.message);
    });

  test(`${id}: whatever is passed, the check answers and nothing leaks`, () => {
    const disposed = tf.scalar(1);
    disposed.dispose();
    const mine = tf.zeros([2, 3, 5]);
    const strange: unknown[] = [
      null, NaN, -1, 10n, '', 'x', true, Symbol('x'), {}, [], [[]], [undefined], new Map(), new Date(), /x/,
      Promise.resolve(1), Promise.reject(new Error('late')), disposed, mine, new Float32Array(3),
      () => undefined, () => null, () => NaN, () => disposed, () => mine, () => tf.zeros([7]), () => tf.variable(tf.zeros([7])),
      () => { throw new Error('mine'); }, () => { throw undefined; }, async () => { throw new Error('late'); },
      (...args: unknown[]) => args[0], (...args: unknown[]) => tf.dispose(args as never), class {},
      () => { tf.zeros([11]); return 3; },
    ]; // prettier-ignore
    const before = tf.memory().numTensors;
    for (const answer of strange)
      assert.notEqual(exercise(id).check(answer).status, 'not attempted');
    assert.equal(exercise(id).check(undefined).status, 'not attempted');
    assert.equal(tf.memory().numTensors, before);
    mine.dispose();
  });

  test(`${id}: texts are complete`, () => {
    assert.match(id, /^\d\d[a-z]?\.[1-9]\d?$/);
    assert.ok(definition.hints.length >= 2, 'two hints at least');
    assert.ok(wrongAnswers.length >= 2, 'two wrong answers at least');
    assert.doesNotMatch(definition.title, /\.$/);
    assert.doesNotMatch(
      definition.task,
      /^#/m,
      'a heading inside an output breaks the page outline',
    );
    if (definition.placeholder.includes('function'))
      assert.ok(definition.task.includes(definition.answer), 'the task names the function');
    assert.ok(definition.placeholder.includes(definition.answer));
    for (const part of [definition.task, ...definition.hints])
      assert.equal(
        (part.replace(/`[^`]*`/g, '').match(/\$/g) ?? []).length % 2,
        0,
        `unpaired $: ${part}`,
      );
    assert.match(text(exercise(id)), new RegExp(`Exercise ${id}`));
  });
}

for (const chapter of chapters) {
  test(`chapter ${chapter.id}: exercises are numbered 1…n`, () => {
    const expected = chapter.exercises.map((_, i) => `${chapter.id}.${i + 1}`);
    assert.deepEqual(chapter.exercises.map(({ id }) => id), expected); // prettier-ignore
  });

  test(`chapter ${chapter.id}: the self-test has five questions with one right option each, not always the same`, () => {
    assert.ok(chapter.quiz.length >= 5);
    const right = chapter.quiz.map(({ options }) => {
      assert.ok(options.length >= 2 && options.length <= 5);
      assert.equal(options.filter((option) => option.right === true).length, 1);
      for (const option of options) {
        assert.doesNotMatch(option.text, /\$|\n/, 'a formula in a summary line is not rendered');
        assert.ok(option.because.trim().length > 10);
      }
      return options.findIndex((option) => option.right === true);
    });
    assert.ok(new Set(right).size > 1, 'the right option is always the same letter');
  });

  const twin = twinOf(chapter.id);
  if (twin !== undefined)
    test(`chapter ${chapter.id}: the notebook holds every exercise as defined, and the self-test`, () => {
      const cells = [...twin.matchAll(/^```typescript\n([\s\S]*?)^```$/gm)].map(
        ([, code]) => code ?? '',
      );
      const squeezed = cells.map(squeeze);
      for (const { id, placeholder, answer } of chapter.exercises) {
        assert.ok(squeezed.some((cell) => cell.endsWith(`exercise('${id}')`)), `${id}: no cell shows the task`); // prettier-ignore
        const attempt = squeeze(`${placeholder}\nexercise('${id}').check(${answer})`);
        assert.ok(
          squeezed.includes(attempt),
          `${id}: no cell holds the placeholder and .check(${answer})`,
        );
      }
      assert.ok(squeezed.some((cell) => cell.endsWith(`quiz('${chapter.id}')`)), 'no cell shows the self-test'); // prettier-ignore
    });
}

function twinOf(id: string): string | undefined {
  const texts = path.join(__dirname, '..', '..', 'notebooks', 'text');
  // Exercises of a chapter may stand in its second notebook, NNb.
  const files = fs.readdirSync(texts).filter((name) => name.startsWith(`${id}-`) || name.startsWith(`${id}b-`)); // prettier-ignore
  if (files.length === 0) return undefined;
  return files.map((name) => fs.readFileSync(path.join(texts, name), 'utf8')).join('\n');
}

/** Code without what a formatter may change. */
function squeeze(code: string): string {
  return code.replace(/\/\/.*$/gm, '').replace(/[\s;]+/g, '').replace(/,([)\]}])/g, '$1').replace(/"/g, "'"); // prettier-ignore
}

test('a task for paper does not say the right value before the fourth try; one for code does', () => {
  fs.rmSync(path.join(folder, 'progress.json'), { force: true });
  const messages = [1, 2, 3, 4].map(() => exercise('00.1').check([9, 9, 9]).message);
  for (const message of messages.slice(0, 3)) assert.doesNotMatch(message, /7, ?3, ?5/);
  assert.match(messages[3] ?? '', /7, ?3, ?5/);
  assert.match(exercise('00.3').check(() => 1).message, /is 1; expected 4\.47/);
  const close = (reveals: boolean) => () => new Report('w', reveals).close([1, 2], [1, 3]);
  assert.throws(close(false), { message: '`w`: element [1] is 2, which is not right.' });
  assert.throws(close(true), { message: '`w`: element [1] is 2; expected 3.' });
});
