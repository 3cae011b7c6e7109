/** Terms in a chapter lead to the glossary: once, in running text, never where a link would disturb. */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { HTML, isChapter } from '../browser';
import type { Question } from '../visit';

export const glossary: readonly Question[] = [
  {
    claim: 'the first use of a term leads to its entry, and no later one',
    on: 'desk',
    of: isChapter,
    ask: misplacedTerms,
  },
];

/** Ids on the glossary's page. */
function placesOfTerms(): string[] {
  const html = fs.readFileSync(path.join(HTML, 'appendix', 'glossary.html'), 'utf8');
  return [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
}

/** Links to the glossary that stand twice, lead to no entry, or disturb code, formulas, headings, outputs, tables. */
function misplacedTerms(page: Page): Promise<string[]> {
  return page.evaluate((entries) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('article a.term')];
    const running = links.filter((link) => !link.closest('table'));
    const targets = running.map((link) => link.hash);
    const found = targets
      .filter((hash, i) => targets.indexOf(hash) !== i)
      .map((hash) => `twice: ${hash}`);
    const where = 'pre, code, .math, .katex, h1, h2, h3, h4, .cell_output, .cell_input, a a';
    for (const link of links) {
      if (link.closest(where)) found.push(`in ${link.parentElement?.outerHTML.slice(0, 80)}`);
      const section = link.closest('section')?.querySelector('h2')?.textContent ?? '';
      if (link.closest('table') && !/Words (to keep|you will meet)/.test(section))
        found.push(`in a table: ${link.textContent}`);
      const isEntry = entries.includes(decodeURIComponent(link.hash.slice(1)));
      if (!/\/appendix\/glossary\.html$/.test(link.pathname) || !isEntry)
        found.push(`leads to ${link.href}`);
    }
    if (running.length < 10) found.push(`only ${running.length} terms are linked`);
    return found;
  }, placesOfTerms());
}
