/** Puts the pages of the site together as one document for print. Runs in the page of headless Chromium. */
import { chapterOf, titleOf } from './chapter';
import { contentsOf, fillNumbers, listedIds, type LaidOutPart } from './contents';
import { keysOf } from './links';
import { element, type Plan } from './plan';

export type { Plan, SourcePage } from './plan';

declare global {
  interface Window {
    dltsBook?: {
      assemble(plan: Plan): string[];
      fillNumbers(pages: Record<string, number>): void;
      layOutAnew(): void;
    };
  }
}

function titlePage({ title, subtitle, imprint }: Plan): HTMLElement {
  const lines = imprint.map((text) => element('p', '', text));
  return element(
    'header',
    'book-title',
    element('p', 'book-title-name', title),
    element('p', 'book-subtitle', subtitle),
    element('div', 'book-imprint', ...lines),
  );
}

function partPage({ title, id, chapters }: LaidOutPart): HTMLElement {
  const names = chapters.map((chapter) => element('li', '', titleOf(chapter)));
  const page = element(
    'section',
    'book-part',
    element('h1', '', title),
    element('ul', '', ...names),
  );
  page.id = id;
  return page;
}

/** Each chapter's pages bear its name at their head. */
function runningHeads(chapters: readonly HTMLElement[]): HTMLStyleElement {
  const style = document.createElement('style');
  style.textContent = chapters
    .map(
      (chapter) => `@page ${chapter.id}{@top-right{content:${JSON.stringify(titleOf(chapter))}}}`,
    )
    .join('\n');
  return style;
}

window.dltsBook = {
  /** @returns ids of what the contents list, in order */
  assemble(plan) {
    const keys = keysOf(plan.parts.flatMap(({ pages }) => pages));
    const parts = plan.parts.map(({ title, pages }, i) => ({
      title,
      id: `part-${i + 1}`,
      chapters: pages.map((page) => chapterOf(page, keys, plan.site)),
    }));
    document.title = plan.title;
    document.head.append(runningHeads(parts.flatMap(({ chapters }) => chapters)));
    document.body.append(titlePage(plan), contentsOf(parts));
    for (const part of parts) document.body.append(partPage(part), ...part.chapters);
    return listedIds();
  },
  fillNumbers,
  /** Forgets where pages were broken: Chromium, which keeps parts of the last print, would break the next one elsewhere. */
  layOutAnew() {
    document.body.style.display = 'none';
    void document.body.offsetHeight;
    document.body.style.display = '';
  },
};
