/** The list of contents: parts, chapters and their sections, with numbers of pages. */
import { titleOf } from './chapter';
import { element } from './plan';

/** A line with the number of the page at its end, which is filled in once the book has been laid out. */
function line(className: string, title: string, id: string): HTMLElement {
  const number = element('span', 'book-page-number', '');
  number.dataset['of'] = id;
  const link = element('a', className, element('span', 'book-entry', title), number);
  link.setAttribute('href', `#${id}`);
  return link;
}

/** The sections of a chapter: what its second level of headings names. Appendices are looked up, and have none here. */
function sectionsOf(chapter: Element): HTMLElement[] {
  if (!/^c\d/.test(chapter.id)) return [];
  return [...chapter.querySelectorAll('h3[id]')].map((heading) =>
    line('book-section-line', heading.textContent?.trim() ?? '', heading.id),
  );
}

/** Chapters below the title of their part. */
export interface LaidOutPart {
  title: string;
  id: string;
  chapters: HTMLElement[];
}

export function contentsOf(parts: readonly LaidOutPart[]): HTMLElement {
  const list = parts.flatMap(({ title, id, chapters }) => [
    line('book-part-line', title, id),
    ...chapters.map((chapter) =>
      element(
        'div',
        'book-chapter-lines',
        line('book-chapter-line', titleOf(chapter), chapter.id),
        ...sectionsOf(chapter),
      ),
    ),
  ]);
  const nav = element('nav', 'book-contents', element('h1', '', 'Contents'), ...list);
  nav.id = 'contents';
  return nav;
}

/** Ids of everything that the contents list. */
export function listedIds(): string[] {
  return [...document.querySelectorAll<HTMLElement>('.book-page-number')].map(
    ({ dataset }) => dataset['of'] ?? '',
  );
}

/** Writes the numbers. Their place is as wide as they are, so that nothing moves. */
export function fillNumbers(pages: Record<string, number>): void {
  for (const place of document.querySelectorAll<HTMLElement>('.book-page-number')) {
    const number = pages[place.dataset['of'] ?? ''];
    place.textContent = number === undefined ? '' : String(number);
  }
}
