/** What a reader does with cells in the page, opened from a file. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fitsLightAndDark, openSite, PHONE, type Site } from './browser';
import { cellAt, ended, onPage, PATIENCE, run, shown, write } from './cells';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

describe('a reader', () => {
  test('loads nothing before the first run, and is offered the cells above', () =>
    onPage(site, '00-start-here', async (page, requests) => {
      assert.ok(!requests.some((url) => url.includes('/cells/')));
      const number = 9;
      const stored = await cellAt(page, number)
        .locator(':scope > .cell_output')
        .first()
        .innerText();
      assert.equal(await run(page, number), false);
      assert.match(await shown(page, number), /ReferenceError: x is not defined/);
      await cellAt(page, number).getByRole('button', { name: `Run the cells above` }).click();
      await page.waitForFunction((at) => document.querySelector<HTMLElement>(`[data-cell="${at}"]`)?.dataset['state'] === 'ok', number, { timeout: PATIENCE }); // prettier-ignore
      assert.equal((await shown(page, number)).trim(), stored.trim());
      await cellAt(page, number)
        .getByRole('button', { name: /^Show the stored output/ })
        .click();
      assert.ok(await cellAt(page, number).locator(':scope > .cell_output').first().isVisible());
    }));

  test('edits a cell, finds the edit again, takes it along, and puts it back', () =>
    onPage(site, '00-start-here', async (page) => {
      await write(page, 1, 'const a = 20;\na + 1;');
      await page.keyboard.press('Shift+Enter');
      assert.ok(await ended(page, 1));
      assert.equal((await shown(page, 1)).trim(), '21');
      await page.reload();
      assert.match((await cellAt(page, 1).locator('pre').first().textContent()) ?? '', /a \+ 1/);
      await run(page, 1);
      const download = page.waitForEvent('download');
      await page
        .locator('.cells-bar')
        .getByRole('button', { name: /^Download/ })
        .click();
      const file = await (await download).path();
      const notebook = JSON.parse(fs.readFileSync(file, 'utf8')) as {
        nbformat: number;
        cells: { cell_type: string; source: string | string[] }[];
      };
      const first = notebook.cells.find((cell) => cell.cell_type === 'code');
      assert.equal([first?.source].flat().join(''), 'const a = 20;\na + 1;');
      assert.equal(notebook.nbformat, 4);
      await cellAt(page, 1)
        .getByRole('button', { name: /^Reset the text/ })
        .click();
      await page.reload();
      assert.doesNotMatch((await cellAt(page, 1).locator('pre').first().textContent()) ?? '', /a \+ 1/); // prettier-ignore
    }));

  test('sees the place of an error, and of a mistake while typing', () =>
    onPage(site, '00-start-here', async (page) => {
      await write(page, 1, 'const deep = () => {\n  throw new TypeError("too deep");\n};\ndeep();');
      await page.keyboard.press('Shift+Enter');
      assert.equal(await ended(page, 1), false);
      const text = await shown(page, 1);
      assert.match(text, /TypeError: too deep/);
      assert.match(text, /deep, Cell \[1\] line 2, column 9/);
      assert.match(text, /Cell \[1\] line 4, column 1/);
      await write(page, 1, 'const text: string = 5;');
      await page.locator('.cm-lintRange-error').waitFor({ timeout: 60_000 });
    }));

  test('stops a cell that waits and keeps the variables, and one that never ends and is told of the loss', () =>
    onPage(site, '00-start-here', async (page) => {
      const stop = page.getByRole('button', { name: 'Stop the running cell' });
      await write(
        page,
        1,
        'let n = 0;\nwhile (true) { n++; await new Promise((r) => setTimeout(r, 5)); }',
      );
      await page.keyboard.press('Shift+Enter');
      await page.waitForFunction(() => /is running/.test(document.querySelector('.cells-bar')?.textContent ?? '')); // prettier-ignore
      await page.waitForTimeout(500);
      await stop.click();
      assert.equal(await ended(page, 1), false);
      assert.match(await shown(page, 1), /KeyboardInterrupt/);
      await write(page, 2, 'n > 0;');
      await page.keyboard.press('Shift+Enter');
      assert.ok(await ended(page, 2));
      assert.equal((await shown(page, 2)).trim(), 'true');
      await write(page, 2, 'while (true) {}');
      await page.keyboard.press('Shift+Enter');
      await page.waitForTimeout(500);
      await stop.click();
      await page.getByText('Stop once more ends it now').waitFor();
      const asked = Date.now();
      await stop.click();
      assert.equal(await ended(page, 2), false);
      assert.ok(Date.now() - asked < 2000, 'does not wait for the cell’s own end');
      assert.match((await cellAt(page, 2).locator('.cell-status').textContent()) ?? '', /by force/);
      await write(page, 1, '1 + 1;');
      await page.keyboard.press('Shift+Enter');
      assert.ok(await ended(page, 1));
    }));

  test('does exercises, which the page remembers', () =>
    onPage(site, '00-start-here', async (page) => {
      const check = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('div.cell[data-cell]')].find((cell) => cell.textContent?.includes("exercise('00.1').check"))?.dataset['cell']); // prettier-ignore
      await run(page, 3);
      await page
        .locator('.cells-bar')
        .getByRole('button', { name: /^Run all/ })
        .click();
      const last = await page.locator('div.cell[data-cell]').count();
      await ended(page, last);
      await write(page, Number(check), "exercise('00.1').check([2, 3]);");
      await page.keyboard.press('Shift+Enter');
      await ended(page, Number(check));
      const progress = await page.evaluate(() => localStorage.getItem('dlts.progress'));
      const { exercises } = JSON.parse(progress ?? '{}') as { exercises: Record<string, object> };
      assert.ok('00.1' in exercises);
    }));

  test('has a playground, with cells to add', () =>
    onPage(site, 'playground', async (page) => {
      for (const number of [1, 2, 3, 4])
        if (!(await run(page, number))) assert.fail(await shown(page, number));
      await page.locator('.cell-own .main-svg').first().waitFor({ timeout: 30_000 });
      await page.getByRole('button', { name: 'Add a cell below the last' }).click();
      await cellAt(page, 5).locator('.cm-content').fill('6 * 7');
      await page.keyboard.press('Shift+Enter');
      assert.ok(await ended(page, 5));
      assert.equal((await shown(page, 5)).trim(), '42');
    }));

  test('uses all of it on a phone, in light and dark, by name', () =>
    onPage(
      site,
      '00-start-here',
      async (page) => {
        for (const number of [1, 2, 3, 4]) await run(page, number);
        await write(page, 2, 'nobody;');
        await page.keyboard.press('Shift+Enter');
        await ended(page, 2);
        assert.deepEqual(await fitsLightAndDark(page), []);
      },
      PHONE,
    ));
});
