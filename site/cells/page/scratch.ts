/** Cells that are no part of a notebook: a scratch cell at the end of each chapter, and those of the playground. */

const HINT = '// A scratch cell: everything above is in reach once it has run.';

function div(className: string, ...children: Node[]): HTMLElement {
  const made = document.createElement('div');
  made.className = className;
  made.append(...children);
  return made;
}

/** The box of a cell, as the pages of notebooks have it. @param code its text, highlighted or not */
function boxOf(code: HTMLElement): HTMLElement {
  return div('cell docutils container', div('cell_input docutils container', code));
}

/** A new cell with a text. */
export function newCell(text: string): HTMLElement {
  const pre = document.createElement('pre');
  pre.textContent = `${text}\n`;
  return boxOf(div('highlight-typescript notranslate', div('highlight', pre)));
}

/** Adds the scratch cell below a chapter. */
export function addScratchCell(last: HTMLElement): HTMLElement {
  const scratch = newCell(HINT);
  scratch.classList.add('cell-scratch');
  // At the end of the page's text, whatever section its last cell is in.
  const article = last.closest('article') ?? last.parentElement;
  article?.append(scratch);
  return scratch;
}

/** Turns the code of an ordinary page into cells. */
export function cellsOf(page: ParentNode): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>('div.highlight-typescript')].map((code) => {
    const box = boxOf(div(''));
    code.replaceWith(box);
    box.querySelector('.cell_input')?.replaceChildren(code);
    return box;
  });
}
