/** The results below a search field: links that arrow keys reach, and a line that screen readers announce. */
import { excerpt, pieces } from './excerpt';
import type { Answer, Found } from './find';

/** Results shown at first, and added by each press of the button. */
const BATCH = 12;
/** After the last key, in ms. */
const PAUSE = 90;

export interface ViewOptions {
  /** Address of the top of the site, which ends with a slash. */
  top: string;
  /** Told each query that was answered. */
  answered?: (query: string) => void;
}

/** Answers what is typed into a field. @param place gets the line and the results */
export function showResults(
  input: HTMLInputElement,
  place: HTMLElement,
  answer: (query: string) => Answer,
  { top, answered }: ViewOptions,
): void {
  const status = element('p', 'search-status');
  status.setAttribute('role', 'status');
  const list = element('ol', 'search-list');
  const more = element('button', 'search-more');
  more.type = 'button';
  place.append(status, list, more);
  let rest: Found[] = [];
  const addBatch = (): void => {
    list.append(...rest.slice(0, BATCH).map((found) => resultItem(found, top)));
    rest = rest.slice(BATCH);
    more.hidden = rest.length === 0;
    more.textContent = `Show more (${rest.length} left)`;
  };
  const update = (): void => {
    const query = input.value.trim();
    const { found, corrected } = query ? answer(query) : { found: [], corrected: [] };
    list.replaceChildren();
    rest = found;
    addBatch();
    status.textContent = query ? summary(query, found.length, corrected) : '';
    answered?.(query);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE);
  });
  more.addEventListener('click', () => {
    const shown = list.children.length;
    addBatch();
    list.children[shown]?.querySelector('a')?.focus();
  });
  followArrows(input, list);
  update();
}

function summary(query: string, count: number, corrected: Answer['corrected']): string {
  const instead = corrected.map(({ word, instead }) => ` No page has “${word}”; these have “${instead.join('” or “')}”.`); // prettier-ignore
  if (count === 0) return `Nothing for “${query}”. Try fewer words, or only the beginning of one.`;
  return `${count === 1 ? 'One section' : `${count} sections`} for “${query}”.${instead.join('')}`;
}

function resultItem({ page, anchor, path, title, text, words }: Found, top: string): HTMLElement {
  const link = element('a', 'search-title');
  const query = words.length > 0 ? `?words=${encodeURIComponent(words.join(' '))}` : '';
  link.href = `${top}${page}${query}${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;
  link.append(...marked(title, words));
  const where = element('p', 'search-path');
  where.textContent = path;
  const part = element('p', 'search-excerpt');
  // A section named after the words explains them from its beginning.
  const isNamed = words.every((word) => title.toLowerCase().includes(word));
  part.append(...marked(excerpt(text, isNamed ? [] : words), words));
  const item = element('li', 'search-item');
  item.append(link, ...(path ? [where] : []), part);
  return item;
}

const marked = (text: string, words: readonly string[]): Node[] =>
  pieces(text, words).map((piece) => {
    if (!piece.isFound) return document.createTextNode(piece.text);
    const mark = element('mark', 'search-mark');
    mark.textContent = piece.text;
    return mark;
  });

/** Down leads from the field into the results and on, up back. */
function followArrows(input: HTMLInputElement, list: HTMLElement): void {
  const links = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('a')];
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [input, ...links()];
    const at = stops.indexOf(event.target as HTMLElement);
    const next = stops[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  };
  input.addEventListener('keydown', move);
  list.addEventListener('keydown', move);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), { className });
}
