/** Cells run in Firefox, opened from a file, where there is one. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HTML } from './browser';
import { findFirefox, Firefox } from './firefox';

const command = findFirefox();
const skip = command === undefined && 'no Firefox on this machine';
const PATIENCE = 120_000;

/** What a cell has shown of the reader's own, and whether it ran through. */
interface Shown {
  state: string;
  text: string;
}

describe('in Firefox', { skip }, () => {
  let firefox: Firefox;
  before(async () => {
    firefox = await Firefox.start(command ?? '');
  });
  after(() => firefox?.close());

  const open = (name: string): Promise<void> =>
    firefox.open(pathToFileURL(path.join(HTML, `${name}.html`)).href);

  const cell = (number: number): string => `document.querySelector('[data-cell="${number}"]')`;

  /** Waits until an expression holds in the page. */
  async function until(expression: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!(await firefox.evaluate<boolean>(`Boolean(${expression})`))) {
      assert.ok(Date.now() < end, `waited in vain for ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function ended(number: number): Promise<Shown> {
    await until(`['ok', 'failed'].includes(${cell(number)}.dataset.state)`);
    return firefox.evaluate(
      `({ state: ${cell(number)}.dataset.state, text: ${cell(number)}.querySelector('.cell-own-outputs')?.textContent ?? '' })`,
    );
  }

  async function run(number: number): Promise<Shown> {
    await firefox.evaluate(`${cell(number)}.querySelector('[aria-label="Run cell ${number}"]').click()`); // prettier-ignore
    return ended(number);
  }

  /** Replaces a cell's code by the editor, as typing does, and runs it. */
  async function runInstead(number: number, code: string): Promise<void> {
    await firefox.evaluate(`${cell(number)}.querySelector('[aria-label="Edit cell ${number}"]')?.click()`); // prettier-ignore
    await until(`${cell(number)}.querySelector('.cm-content')`);
    await firefox.evaluate(`(() => {
      ${cell(number)}.querySelector('.cm-content').focus();
      document.execCommand('selectAll');
      document.execCommand('insertText', false, ${JSON.stringify(code)});
    })()`);
    await firefox.evaluate(`${cell(number)}.querySelector('[aria-label="Run cell ${number}"]').click()`); // prettier-ignore
  }

  test('all cells of chapters 00 and 01 run from a file', async () => {
    for (const name of ['00-start-here', '01-linear-regression']) {
      await open(name);
      const count = await firefox.evaluate<number>(`document.querySelectorAll('div.cell[data-cell]').length`); // prettier-ignore
      assert.ok(count > 10);
      for (let number = 1; number <= count; number++) {
        const { state, text } = await run(number);
        assert.equal(state, 'ok', `${name}, cell ${number}: ${text.slice(0, 400)}`);
      }
    }
  });

  test('an error names the cell, its line and column', async () => {
    await open('playground');
    await runInstead(1, 'const deep = () => {\n  throw new TypeError("too deep");\n};\ndeep();');
    const { state, text } = await ended(1);
    assert.equal(state, 'failed');
    assert.match(text, /TypeError: too deep/);
    assert.match(text, /deep, Cell \[1\] line 2/);
    assert.match(text, /Cell \[1\] line 4/);
  });

  test('Stop ends a cell that waits, and one that never ends', async () => {
    await open('playground');
    for (const code of [
      'while (true) await new Promise((r) => setTimeout(r, 5));',
      'while (true) {}',
    ]) {
      await runInstead(1, code);
      await until(`/is running/.test(document.querySelector('.cells-bar')?.textContent ?? '')`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await firefox.evaluate(`document.querySelector('[aria-label="Stop the running cell"]').click()`); // prettier-ignore
      assert.equal((await ended(1)).state, 'failed');
    }
    await runInstead(1, '6 * 7');
    assert.equal((await ended(1)).text.trim(), '42');
  });
});
