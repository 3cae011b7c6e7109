/** The page's notebook with the reader's edits, as a file that JupyterLab opens. */
import { loadScript } from '../../theme/load-script';
import type { Cell } from './cell';

interface NotebookCell {
  cell_type: string;
  source: string | string[];
}

interface Notebook {
  cells: NotebookCell[];
}

declare global {
  interface Window {
    /** Notebooks without outputs, by name. */
    dltsNotebooks?: Record<string, Notebook>;
  }
}

/** Offers it for download. @param slug the notebook's name */
export async function notebookOf(slug: string, cells: readonly Cell[]): Promise<void> {
  if (!window.dltsNotebooks?.[slug]) await loadScript(`cells/notebooks/${slug}.js`);
  const stored = window.dltsNotebooks?.[slug];
  if (!stored) throw new Error(`cells/notebooks/${slug}.js was loaded, but has no notebook.`);
  const edited = new Map(cells.map((cell) => [cell.original, cell.source]));
  const text = ({ source }: NotebookCell): string => [source].flat().join('');
  const notebook = {
    ...stored,
    cells: stored.cells.map((cell) =>
      cell.cell_type === 'code' ? { ...cell, source: edited.get(text(cell)) ?? text(cell) } : cell,
    ),
  };
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)]));
  link.download = `${slug}.ipynb`;
  link.click();
  URL.revokeObjectURL(link.href);
}
