/** The widget that JupyterLab puts below a cell for each figure. */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Widget } from '@lumino/widgets';
import { readOutput } from './bundle';
import { FigureBox, type LoadPlotly } from './figure-box';
import { followTheme } from './follow-theme';
import { isRunning, storePicture } from './picture';

/** Time without another version after which a new figure has its picture taken, in ms. */
const REST = 1000;

/** @param Base the `Widget` that JupyterLab itself uses @returns the class of figures */
export function createFigureWidget(
  Base: typeof Widget,
  loadPlotly: LoadPlotly,
): new () => IRenderMime.IRenderer {
  return class FigureWidget extends Base implements IRenderMime.IRenderer {
    private readonly box = new FigureBox(this.node, loadPlotly);
    private readonly endTheme = followTheme(() => this.box.recolor());
    private timer: ReturnType<typeof setTimeout> | undefined;
    /** Whether a run has made this output, in contrast to one that was stored. */
    private isNew = false;

    async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
      const output = readOutput(model);
      this.box.show(output);
      await Promise.resolve(); // by then JupyterLab has put the widget below its cell
      this.isNew ||= isRunning(this.node);
      clearTimeout(this.timer);
      if (output.png !== undefined || !this.isNew) return;
      // A figure that moves has its picture taken when it rests.
      this.timer = setTimeout(() => void storePicture(model, loadPlotly), REST);
    }

    override dispose(): void {
      if (this.isDisposed) return;
      clearTimeout(this.timer);
      this.endTheme();
      this.box.dispose();
      super.dispose();
    }
  };
}
