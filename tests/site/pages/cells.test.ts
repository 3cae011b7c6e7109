/** Cells that run in the page, opened from a file: every chapter's. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { HTML, openSite, ROOT, type Site } from './browser';
import { cellAt, onPage, PATIENCE, shown } from './cells';

/** Whether the site carries what chapters fetch (`npm run site -- --weights`). */
const isWhole = fs.existsSync(path.join(HTML, '_static', 'cells', 'data', 'mini-lm.js'));
/** What loaders say of data that no page carries, or not this site's. */
const NOT_HERE = isWhole
  ? /loadMovieLens: .*got a web page, which does not carry them|expected Node\.js/
  : /got a web page, which does not carry them|got a site that was built without them|expected Node\.js/;

interface Chapter {
  id: string;
  slug: string;
}

const read = <T>(file: string): T => JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8')) as T; // prettier-ignore
const costs = read<Costs>('site/cells/costs.json').chapters;
const secondsOf = ({ id }: Chapter): number => costs[id]?.seconds ?? 0;
/** Those that take longest come first: else the last one would run alone. */
const chapters = read<Chapter[]>('notebooks/chapters.json')
  .filter(({ slug }) => fs.existsSync(path.join(HTML, `${slug}.html`)))
  .sort((one, other) => secondsOf(other) - secondsOf(one));

/** What chapters took when they were measured. */
interface Costs {
  chapters: Record<string, { seconds: number } | undefined>;
}

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

/** Leaves cells and what they show in this run: rendering the rest again and again takes longer than most cells. */
async function leaveCells(page: Page): Promise<void> {
  const rest = 'article section > :not(section, .cell), .cell > .cell_output:not(.cell-own)';
  await page.addStyleTag({ content: `${rest} { display: none !important }` });
}

/**
 * Presses a cell's button where a pointer would, and waits for the cell's end. All of it happens in the page: for two
 * thousand cells the way to the browser and back would add minutes.
 *
 * @returns whether it ran through @throws Error when the button cannot be pressed, or the cell does not end
 */
function runInPage(page: Page, number: number): Promise<boolean> {
  return page.evaluate(
    async ([at, patience]) => {
      const cell = document.querySelector<HTMLElement>(`div.cell[data-cell="${at}"]`);
      const button = cell?.querySelector<HTMLElement>(`[aria-label="Run cell ${at}"]`);
      if (!cell || !button) throw new Error(`cell ${at} has no button`);
      button.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = button.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      if (!button.contains(hit)) throw new Error(`the button of cell ${at} is covered by ${hit?.outerHTML.slice(0, 80)}`); // prettier-ignore
      button.click();
      const end = Date.now() + patience;
      while (!/^(ok|failed)$/.test(cell.dataset['state'] ?? '')) {
        if (Date.now() > end) throw new Error(`cell ${at} does not end`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        // a larger data set, a small screen: leave is given
        document.querySelector<HTMLElement>('.cells-bar [aria-label^="Load "], .cells-bar [aria-label^="Run all the same"]')?.click(); // prettier-ignore
      }
      return cell.dataset['state'] === 'ok';
    },
    [number, PATIENCE] as const,
  );
}

/** Names that a cell declares. */
function declaredIn(source: string): string[] {
  const declarations = source.matchAll(
    /\b(?:const|let|function|class)\s+(\{[^}]*\}|\[[^\]]*\]|\w+)/g,
  );
  return [...declarations].flatMap(([, names = '']) => names.match(/\w+/g) ?? []);
}

describe(
  'every cell of each chapter runs from a file, or says what it lacks',
  { concurrency: 2 },
  () => {
    for (const { slug } of chapters)
      test(slug, (t) =>
        onPage(site, slug, async (page) => {
          const count = await page.locator('div.cell[data-cell]').count();
          await leaveCells(page);
          const started = Date.now();
          const failures: string[] = [];
          const missing = new Set<string>();
          for (let number = 1; number <= count; number++) {
            if (await runInPage(page, number)) continue;
            const source = (await cellAt(page, number).locator('pre').first().textContent()) ?? '';
            const text = await shown(page, number);
            // What lacks its data, and what uses a name that a cell without them has not defined.
            if (
              NOT_HERE.test(text) ||
              (source.match(/\w+/g) ?? []).some((word) => missing.has(word))
            )
              for (const name of declaredIn(source)) missing.add(name);
            else failures.push(`cell ${number}: ${text.slice(0, 400)}`);
          }
          t.diagnostic(`${count} cells in ${Math.round((Date.now() - started) / 1000)} s`);
          assert.deepEqual(failures, []);
        }),
      );
  },
);
