/** Makes the cells of a chapter's page, and of the playground, run. */
import { PageNotebook } from './notebook';
import { addScratchCell, cellsOf } from './scratch';

/** Pages of chapters: `03-convolutional-networks.html`. */
const CHAPTER = /((\d\d[a-z]?)-[\w-]+)\.html$/;
const PLAYGROUND = /playground\.html$/;

/** Puts buttons on every code cell; nothing is loaded before the first is pressed. */
export function offerCells(): void {
  if (PLAYGROUND.test(location.pathname)) {
    new PageNotebook(cellsOf(document), { chapter: 'playground' });
    return;
  }
  const [, slug, chapter] = CHAPTER.exec(location.pathname) ?? [];
  const boxes = [...document.querySelectorAll<HTMLElement>('div.cell:has(> .cell_input)')];
  const last = boxes.at(-1);
  if (slug === undefined || chapter === undefined || !last) return;
  boxes.push(addScratchCell(last));
  new PageNotebook(boxes, { chapter, slug });
}
