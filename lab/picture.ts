/**
 * The picture of a figure that a run has just made. Stored with the output, it is what GitHub, nbconvert and a
 * notebook opened later show before the figure is drawn.
 */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { PNG_MIME, readOutput } from './bundle';
import type { LoadPlotly } from './figure-box';
import { heightOf } from './height';

/** Width of stored pictures, in pixels; the runner of the course (scripts/notebooks/figures.mjs) takes the same. */
const WIDTH = 720;

/**
 * Whether the cell of an output is running: the output is new then, and its notebook has changes to save anyway. A
 * notebook that is only looked at must stay as it is.
 */
export function isRunning(output: Element): boolean {
  const cell = output.closest('.jp-CodeCell');
  return cell !== null && isWaiting(cell);
}

/** Whether a cell runs, or waits for its turn. */
export function isWaiting(cell: Element): boolean {
  return cell.querySelector('.jp-InputArea-prompt')?.textContent?.includes('[*]') ?? false;
}

/** Adds the picture to an output. Plotly draws it out of sight, in the colors that the figure brings. */
export async function storePicture(
  model: IRenderMime.IMimeModel,
  loadPlotly: LoadPlotly,
): Promise<void> {
  const { figure, alt } = readOutput(model);
  const Plotly = await loadPlotly();
  const size = { width: WIDTH, height: heightOf(figure) };
  const address = await Plotly.toImage(structuredClone(figure), { format: 'png', ...size });
  model.setData({
    data: { ...model.data, [PNG_MIME]: address.slice(address.indexOf(',') + 1) },
    metadata: { ...model.metadata, [PNG_MIME]: { alt, width: WIDTH } },
  });
}
