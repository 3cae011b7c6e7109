/** `jupyter nbconvert --to html` of every notebook shows every figure as a picture. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { at, venvPython } from '../setup/paths.mjs';
import { run } from '../setup/process.mjs';

/** @returns {Promise<import('./check.mjs').Problem[]>} */
export async function checkNbconvert() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-nbconvert-'));
  const notebooks = fs.readdirSync(at('notebooks')).filter((file) => file.endsWith('.ipynb'));
  const files = notebooks.map((file) => at('notebooks', file));
  try {
    const args = ['-m', 'nbconvert', '--to', 'html', '--output-dir', folder, ...files];
    await run(venvPython, args, { log: 'nbconvert', what: 'Converting the notebooks' });
    return notebooks.flatMap((file) => {
      const html = fs.readFileSync(path.join(folder, file.replace('.ipynb', '.html')), 'utf8');
      const shown = html.split('src="data:image/png;base64,').length - 1;
      const expected = figures(JSON.parse(fs.readFileSync(at('notebooks', file), 'utf8')));
      return shown === expected
        ? []
        : [{ page: file, message: `nbconvert shows ${shown} of ${expected} figures` }];
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** How many outputs are figures or pictures. @param {any} notebook @returns {number} */
function figures(notebook) {
  const outputs = notebook.cells.flatMap((/** @type {any} */ cell) => cell.outputs ?? []);
  const isFigure = (/** @type {any} */ { data }) =>
    data?.['application/vnd.plotly.v1+json'] || data?.['image/png'];
  return outputs.filter(isFigure).length;
}
