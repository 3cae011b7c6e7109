/** Buttons on every code cell of a page. What runs cells is loaded when the first is pressed. */
import { loadScript } from '../../theme/load-script';
import { button } from './button';
import type { PageNotebook, PageOf } from './notebook';
import { addScratchCell, cellsOf } from './scratch';
import { hasEdits } from './store';

declare global {
  interface Window {
    /** Takes the cells of a page over. */
    dltsPageNotebook?: (boxes: readonly HTMLElement[], page: PageOf) => PageNotebook;
  }
}

/** Pages of chapters: `03-convolutional-networks.html`. */
const CHAPTER = /((\d\d[a-z]?)-[\w-]+)\.html$/;
const PLAYGROUND = /playground\.html$/;

/** Puts the buttons there; nothing is loaded before one is pressed, unless the reader has edited a cell before. */
export function offerCells(): void {
  const [page, boxes] = cellsHere();
  if (boxes.length === 0) return;
  let notebook: Promise<PageNotebook> | undefined;
  const start = (): Promise<PageNotebook> => (notebook ??= takeOver(boxes, page));
  boxes.forEach((box, i) => {
    const tools = document.createElement('div');
    tools.className = 'cell-tools';
    const add = (text: string, name: string, act: (notebook: PageNotebook) => void): void => {
      const offered = button(text, name, () => {
        const isFocused = document.activeElement === offered;
        const acted = (started: PageNotebook): void => {
          // The notebook puts buttons of its own in the place of these.
          if (isFocused) box.querySelector<HTMLElement>('.cell-tools button')?.focus();
          act(started);
        };
        void start().then(acted, (error: unknown) => (offered.textContent = String(error)));
      });
      tools.append(offered);
    };
    add('▶ Run', `Run cell ${i + 1}`, (started) => started.run(started.cells[i]));
    add('Edit', `Edit cell ${i + 1}`, (started) => void started.cells[i]?.edit());
    box.querySelector('.cell_input')?.append(tools);
    box.dataset['cell'] = String(i + 1);
  });
  if (hasEdits(page.chapter)) void start();
}

function cellsHere(): [PageOf, HTMLElement[]] {
  if (PLAYGROUND.test(location.pathname)) return [{ chapter: 'playground' }, cellsOf(document)];
  const [, slug, chapter] = CHAPTER.exec(location.pathname) ?? [];
  const boxes = [...document.querySelectorAll<HTMLElement>('div.cell:has(> .cell_input)')];
  const last = boxes.at(-1);
  if (slug === undefined || chapter === undefined || !last) return [{ chapter: '' }, []];
  return [{ chapter, slug }, [...boxes, addScratchCell(last)]];
}

async function takeOver(boxes: readonly HTMLElement[], page: PageOf): Promise<PageNotebook> {
  await loadScript('cells-page.js');
  for (const box of boxes) box.querySelector('.cell-tools')?.remove();
  const notebook = window.dltsPageNotebook?.(boxes, page);
  if (!notebook) throw new Error('cells-page.js was loaded, but has no notebook.');
  return notebook;
}
