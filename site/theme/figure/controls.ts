/** Sliders, buttons and lists of a figure in the colors of its page; and an outline where the keyboard is. */
import type { PageColors } from './colors';

/**
 * One style sheet for all figures. Plotly writes the colors of a button into the button itself, those of a pressed one
 * and of one under the mouse unchangeably; a rule that is `!important` wins over them.
 */
const SHEET = `.js-plotly-plot g:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
.js-plotly-plot g:focus:not(:focus-visible) { outline: none; }
.js-plotly-plot .updatemenu-item-rect { fill: var(--figure-control) !important; stroke: var(--figure-edge) !important; }
.js-plotly-plot :is(.updatemenu-item-text, .updatemenu-header-arrow) { fill: var(--figure-ink) !important; }
.js-plotly-plot [aria-pressed='true'] > .updatemenu-item-rect,
.js-plotly-plot g:hover > .updatemenu-item-rect { fill: var(--figure-pressed) !important; }
.js-plotly-plot .slider-grip-rect { fill: var(--figure-control) !important; stroke: var(--figure-edge) !important; }`;

/** Added to the page once. */
export function addControlStyle(): void {
  const id = 'figure-controls';
  if (document.getElementById(id)) return;
  document.head.append(Object.assign(document.createElement('style'), { id, textContent: SHEET }));
}

/** Colors the controls of one figure, now and whenever Plotly draws them again. */
export function paintControls(graph: HTMLElement, colors: PageColors): void {
  const { ink, control, pressed, edge } = colors;
  for (const [name, color] of Object.entries({ ink, control, pressed, edge }))
    graph.style.setProperty(`--figure-${name}`, color);
}
