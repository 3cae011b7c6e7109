/** One page of the site as a chapter of the book. */
import { gatherHelp } from './help';
import { ownIds, ownLinks, ownPictures } from './links';
import { element, type SourcePage } from './plan';

/** What only a screen can use; and the half of each formula that is for screen readers, which paper would show twice. */
const ON_SCREEN =
  'script, noscript, style, button, .headerlink, .chapter-bar, .figure-json, .cell-tools, .demo, .katex-mathml, dialog';

/** Parts are the first level of headings, chapters the second: a PDF's outline follows the levels. */
function deeperHeadings(page: Element): void {
  for (const level of [5, 4, 3, 2, 1])
    for (const heading of page.querySelectorAll(`h${level}`)) {
      const deeper = element(`h${level + 1}`, heading.className, ...heading.childNodes);
      if (heading.id) deeper.id = heading.id;
      heading.replaceWith(deeper);
    }
}

/** Chromium leaves what is hidden from screen readers out of bookmarks; in headings it would be missed. */
const spokenFormulas = (page: Element): void =>
  page
    .querySelectorAll(':is(h1, h2, h3, h4, h5) .katex-html')
    .forEach((formula) => formula.removeAttribute('aria-hidden'));

/** A section is where its heading is. Its own box begins with a margin, which may be left behind on the page before. */
function namedHeadings(page: Element): void {
  for (const section of page.querySelectorAll('section[id]')) {
    const heading = section.querySelector(':scope > :is(h2, h3, h4, h5, h6)');
    if (!heading) continue;
    heading.id = section.id;
    section.removeAttribute('id');
  }
}

/** @throws Error when the page has no article */
export function chapterOf(page: SourcePage, keys: Map<string, string>, site: string): HTMLElement {
  const { key, name, html } = page;
  const article = new DOMParser().parseFromString(html, 'text/html').querySelector('article');
  if (!article) throw new Error(`chapterOf: expected an article on the page ${name}; got none.`);
  article.querySelectorAll(ON_SCREEN).forEach((each) => each.remove());
  article.querySelectorAll('.term').forEach((term) => term.replaceWith(...term.childNodes));
  ownIds(article, key);
  ownLinks(article, name, keys);
  ownPictures(article, name, site);
  const help = gatherHelp(article, key);
  spokenFormulas(article);
  deeperHeadings(article);
  namedHeadings(article);
  const chapter = element('article', 'bd-article book-chapter', ...article.childNodes);
  if (help) chapter.append(help);
  chapter.id = key;
  chapter.style.setProperty('page', key);
  return chapter;
}

/** The title of a chapter, as its first heading has it. */
export function titleOf(chapter: Element): string {
  return chapter.querySelector('h2')?.textContent?.trim() ?? '';
}
