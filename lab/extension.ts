/** The extension as JupyterLab reads it: one renderer for one MIME type, and two plugins. */
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Widget } from '@lumino/widgets';
import type { PlotlyLibrary } from '../site/theme/figure/plotly';
import type { Plugin } from './application';
import { PLOTLY_MIME } from './bundle';
import { earlyInterrupt } from './early-interrupt';
import { createFigureWidget } from './figure-widget';
import { narrow } from './narrow';
import { sharedModule, type Shared } from './shared';
import { addStyle } from './style';

export const plugins: readonly Plugin[] = [earlyInterrupt, narrow];

let plotly: Promise<PlotlyLibrary> | undefined;

/** Loaded once, when the first figure comes near the screen. */
function loadPlotly(): Promise<PlotlyLibrary> {
  return (plotly ??= import('plotly.js-dist').then(
    (loaded) => loaded.default as unknown as PlotlyLibrary,
  ));
}

export async function createExtension(shared: Shared): Promise<IRenderMime.IExtension> {
  const lumino = (await sharedModule(shared, '@lumino/widgets')) as { Widget: typeof Widget };
  const FigureWidget = createFigureWidget(lumino.Widget, loadPlotly);
  addStyle();
  return {
    id: 'dlts-figures:renderer',
    rendererFactory: {
      // Data only: Plotly runs none of it, and keeps of text what cannot act.
      safe: true,
      mimeTypes: [PLOTLY_MIME],
      createRenderer: () => new FigureWidget(),
    },
    rank: 0,
    dataType: 'json',
  };
}
