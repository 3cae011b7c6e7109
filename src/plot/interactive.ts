/**
 * Sliders, animations and buttons that live in the figure itself: Plotly frames and updates, no server, so they work
 * in JupyterLab and on a static page alike.
 */
import { itemAt } from '../host/item-at';
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { altText } from './show';
import { FONT_SIZE, GRID, INK, PAPER } from './theme';
import type { Figure, Frame } from './types';
import {
  bottom,
  checkVariants,
  findChanges,
  grow,
  withCommonRanges,
  type Changes,
  type Variant,
} from './variants';

export type { Variant } from './variants';

export interface SliderOptions {
  /** Written before the label of the current position: `'epoch '`. */
  prefix?: string;
  /** Time of one step of the animation, in milliseconds. Defaults to 500. */
  duration?: number;
  /** Position shown first (and in print): an index. Defaults to the last, where there is most to see. */
  start?: number;
  /** Replaces the alternative text, which is otherwise written from the figures. */
  alt?: string;
}

export interface ButtonsOptions {
  /** Index of the button that is pressed at first. Defaults to 0. */
  start?: number;
  /** Replaces the alternative text, which is otherwise written from the figures. */
  alt?: string;
}

const SLIDER_OPTIONS = {
  prefix: true,
  duration: true,
  start: true,
  alt: true,
} satisfies Record<keyof SliderOptions, true>;
const BUTTONS_OPTIONS = { start: true, alt: true } satisfies Record<keyof ButtonsOptions, true>;

/** Plotly paints a pressed button pale, whatever the page: its text stays dark. */
const BUTTON_FONT = { size: FONT_SIZE, color: INK };
/** Height of the row of controls, in pixels. */
const CONTROL_ROOM = 66;

/**
 * One figure with a slider and play / pause buttons, from one figure for each position.
 *
 * Only what changes is stored for each position. Axes are fixed to the range of all positions unless a figure sets its
 * own. All figures must come from one builder with the same number and types of traces.
 *
 * @param variants `{ label, figure }` for each position, in order
 * @param options text before the label, milliseconds of one step, position shown first
 * @returns a figure: JSON, nothing to dispose. The given figures stay as they were.
 * @throws RangeError if there is none, or their traces differ in number or type; TypeError for an unknown option.
 * @example
 * const at = (k: number) => ({ label: String(k), figure: plot.line([0, k, k * k]) });
 * const figure = plot.withSlider([1, 2, 3].map(at), { prefix: 'k = ' });
 * figure.frames?.length; // 3
 */
export function withSlider(variants: readonly Variant[], options: SliderOptions = {}): Figure {
  const caller = 'plot.withSlider';
  checkOptions(caller, options, SLIDER_OPTIONS);
  const { prefix = '', duration = 500, start = variants.length - 1 } = options;
  const figures = withCommonRanges(checkVariants(variants, caller));
  checkStart(caller, start, variants.length);
  if (!(duration >= 0)) {
    throw new RangeError(
      `${caller}: expected duration in milliseconds ≥ 0; got ${duration}; use 500, say.`,
    );
  }
  const { data, traces, layout } = findChanges(figures);
  const base = itemAt(figures, start);
  const frames: Frame[] = data.map((changed, i) => {
    const look = itemAt(layout, i);
    const isSame = Object.keys(look).length === 0;
    return { name: `position-${i}`, data: changed, traces, ...(isSame ? {} : { layout: look }) };
  });
  const names = frames.map(({ name }) => name);
  const tallest = Math.max(...figures.map((figure) => figure.layout.height));
  const below = bottom(base.layout);
  return {
    data: base.data,
    frames,
    config: base.config,
    layout: {
      ...grow(base.layout, tallest, CONTROL_ROOM),
      meta: { alt: options.alt ?? describeSlider(variants, prefix, start) },
      sliders: [slider(variants, names, prefix, start, below)],
      updatemenus: [...(base.layout.updatemenus ?? []), playButtons(duration, below)],
    },
  };
}

function checkStart(caller: string, start: number, count: number): void {
  const remedy = 'pass the index of a position';
  checkWholeNumber(caller, 'start', start, { least: 0, most: count - 1, remedy });
}

function describeSlider(variants: readonly Variant[], prefix: string, start: number): string {
  const text = (i: number): string => altText(itemAt(variants, i).figure);
  const label = (i: number): string => `${prefix}${itemAt(variants, i).label}`;
  const shown = `Slider with ${variants.length} positions from ${label(0)} to ${label(variants.length - 1)}. At ${label(start)}: ${text(start)}`;
  const other = start === 0 ? variants.length - 1 : 0;
  return variants.length > 1 ? `${shown} At ${label(other)}: ${text(other)}` : shown;
}

function slider(
  variants: readonly Variant[],
  names: readonly string[],
  prefix: string,
  active: number,
  below: number,
): Record<string, unknown> {
  return {
    active,
    x: 0,
    len: 1,
    y: 0,
    yanchor: 'top',
    // Room for the two buttons at the left, and for the axis title above.
    pad: { l: 92, t: below, b: 0 },
    currentvalue: { prefix, xanchor: 'left', offset: 6, font: { size: FONT_SIZE } },
    bgcolor: GRID,
    activebgcolor: '#0072B2',
    bordercolor: GRID,
    tickcolor: GRID,
    // Labels of many positions would overlap; the current one is written above.
    font: { size: 1 },
    ticklen: 4,
    minorticklen: 2,
    steps: variants.map(({ label }, i) => ({
      label,
      method: 'animate',
      args: [
        [names[i]],
        { mode: 'immediate', frame: { duration: 0, redraw: true }, transition: { duration: 0 } },
      ],
    })),
  };
}

function playButtons(duration: number, below: number): Record<string, unknown> {
  return {
    type: 'buttons',
    direction: 'left',
    showactive: false,
    x: 0,
    y: 0,
    xanchor: 'left',
    yanchor: 'top',
    pad: { l: 0, t: below + 4, r: 0 },
    font: BUTTON_FONT,
    bgcolor: PAPER,
    bordercolor: '#8a8f98',
    buttons: [
      {
        label: '▶',
        method: 'animate',
        args: [
          null,
          {
            mode: 'immediate',
            fromcurrent: false,
            frame: { duration, redraw: true },
            transition: { duration: 0 },
          },
        ],
      },
      {
        label: '❚❚',
        method: 'animate',
        args: [
          [null],
          { mode: 'immediate', frame: { duration: 0, redraw: false }, transition: { duration: 0 } },
        ],
      },
    ],
  };
}

/** Width in pixels that one row of buttons may take on a page of 360 px. */
const BUTTON_ROW = 285;

/** Whether buttons fit one row: each takes about 24 px and 7 px a letter. */
function fitRow(variants: readonly Variant[]): boolean {
  return variants.reduce((sum, { label }) => sum + 24 + 7 * label.length, 0) <= BUTTON_ROW;
}

/** Height of the row of buttons, in pixels. */
const BUTTON_ROOM = 44;

/** The menu itself: buttons in a row, or a list to open. */
function menu(
  buttons: readonly object[],
  row: boolean,
  active: number,
  below: number,
): Record<string, unknown> {
  return {
    type: row ? 'buttons' : 'dropdown',
    direction: row ? 'right' : 'up',
    active,
    showactive: true,
    x: 0,
    xanchor: 'left',
    y: 0,
    yanchor: 'top',
    pad: { t: below + 2, b: 0 },
    font: BUTTON_FONT,
    bgcolor: PAPER,
    bordercolor: '#8a8f98',
    buttons,
  };
}

/**
 * One figure with a button for each variant (a list to open, if the labels need more than one row on a narrow page).
 *
 * All figures must come from one builder with the same number and types of traces.
 *
 * @param variants `{ label, figure }` for each button
 * @param options button that is pressed at first
 * @returns a figure: JSON, nothing to dispose. The given figures stay as they were.
 * @throws RangeError if there is none, or their traces differ in number or type; TypeError for an unknown option.
 * @example
 * const with1 = { label: 'small', figure: plot.line([1, 2]) };
 * const with9 = { label: 'large', figure: plot.line([9, 8]) };
 * plot.withButtons([with1, with9]).layout.meta?.alt.slice(0, 24); // 'Buttons: small, large. W'
 */
export function withButtons(variants: readonly Variant[], options: ButtonsOptions = {}): Figure {
  const caller = 'plot.withButtons';
  checkOptions(caller, options, BUTTONS_OPTIONS);
  const { start = 0 } = options;
  const figures = checkVariants(variants, caller);
  checkStart(caller, start, variants.length);
  const changed = findChanges(figures);
  const base = itemAt(figures, start);
  const buttons = variants.map(({ label, figure }, i) => ({
    label,
    method: 'update',
    args: [restyle(figure, changed), changed.layout[i], changed.traces],
  }));
  const tallest = Math.max(...figures.map((figure) => figure.layout.height));
  const added = menu(buttons, fitRow(variants), start, bottom(base.layout));
  return {
    ...base,
    layout: {
      ...grow(base.layout, tallest, BUTTON_ROOM),
      meta: { alt: options.alt ?? describeButtons(variants, start) },
      updatemenus: [...(base.layout.updatemenus ?? []), added],
    },
  };
}

/** Plotly's `restyle` form: for each attribute that changes in any trace, its values in all changed traces. */
function restyle(figure: Figure, changed: Changes): Record<string, unknown[]> {
  const keys = [
    ...new Set(changed.data.flatMap((variant) => variant.flatMap((each) => Object.keys(each)))),
  ];
  // Plotly would read a missing entry as "remove this attribute", so every trace gives its own value.
  return Object.fromEntries(
    keys.map((key) => [key, changed.traces.map((t) => itemAt(figure.data, t)[key] ?? null)]),
  );
}

function describeButtons(variants: readonly Variant[], start: number): string {
  const labels = variants.map(({ label }) => label).join(', ');
  return `Buttons: ${labels}. With ${itemAt(variants, start).label}: ${altText(itemAt(variants, start).figure)}`;
}
