/** Makes the cells of a chapter's page run. */
import { PageNotebook } from './notebook';

declare global {
  interface Window {
    /** The page's cells, for tests. */
    dltsNotebook?: PageNotebook;
  }
}

/** Pages of chapters: `03-convolutional-networks.html`. */
const CHAPTER = /((\d\d[a-z]?)-[\w-]+)\.html$/;

/** Puts buttons on every code cell; nothing is loaded before the first is pressed. */
export function offerCells(): void {
  const [, slug, chapter] = CHAPTER.exec(location.pathname) ?? [];
  const boxes = [...document.querySelectorAll<HTMLElement>('div.cell:has(> .cell_input)')];
  if (slug === undefined || chapter === undefined || boxes.length === 0) return;
  window.dltsNotebook = new PageNotebook(boxes, chapter, slug);
}
