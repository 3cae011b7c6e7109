/** Figures under a finger: it scrolls the page, as everywhere else, until a tool is chosen. */
import type { Layout } from './plotly';

/** Tools stay in sight where nothing hovers: only those that a finger needs, so that they leave room for the title. */
export const TOUCH_CONFIG = {
  displayModeBar: true,
  modeBarButtonsToRemove: ['toImage', 'zoom2d', 'select2d', 'lasso2d', 'autoScale2d'],
};

/** Whether whoever reads has a finger and no pointer that hovers. */
export const isTouched = (): boolean => matchMedia('(hover: none)').matches;

/** Plotly would zoom where a finger wants to scroll. A surface is still turned: there is no other way to do it. */
export function forFinger(layout: Layout): Layout {
  const scenes = Object.keys(layout).filter((name) => /^scene\d+$/.test(name));
  const turned = ['scene', ...scenes].map((name) => [
    name,
    { dragmode: 'turntable', ...(layout[name] as object | undefined) },
  ]);
  return { dragmode: false, ...layout, ...Object.fromEntries(turned) };
}
