/** Small notebooks for tests: cells with the outputs that a runner would have stored. */
import fs from 'node:fs';
import path from 'node:path';
import type { Figure } from '../../site/theme/figure/plotly';
import { ROOT } from './browser';

export interface MadeCell {
  source: string;
  outputs?: object[];
}

/** The text of a notebook for the course's kernel. */
export function notebookOf(cells: MadeCell[]): string {
  const chapter = fs.readFileSync(path.join(ROOT, 'notebooks', '00-start-here.ipynb'), 'utf8');
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    // Complete: what is missing, JupyterLab would add, and then ask to save.
    metadata: (JSON.parse(chapter) as { metadata: object }).metadata,
    cells: cells.map(({ source, outputs = [] }, i) => ({
      cell_type: 'code',
      id: `cell-${i}`,
      metadata: {},
      execution_count: outputs.length > 0 ? i + 1 : null,
      source,
      outputs,
    })),
  });
}

/** A figure as a cell would have shown it. */
export function figureOutput(figure: Figure): object {
  return {
    output_type: 'display_data',
    metadata: {},
    data: { 'application/vnd.plotly.v1+json': figure, 'text/plain': 'A figure' },
  };
}

/** A surface: each one that is drawn takes one of the few graphics contexts that a browser grants. */
export function surfaceOutput(index: number): object {
  const z = Array.from({ length: 11 }, (_, y) =>
    Array.from({ length: 13 }, (_, x) => Math.sin((x + index) / 3) * Math.cos(y / 3)),
  );
  const layout = { height: 360, title: { text: `Surface ${index}` } };
  return figureOutput({ data: [{ type: 'surface', z }], layout });
}
