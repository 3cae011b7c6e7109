/** How demos and pages meet. All scripts are classic ones: modules and fetch are blocked when a page is a local file. */
import type { PublishedModel } from '../../src/training/publish';
import type { Runtime } from './shared';

/** What a demo draws with. */
export interface Context {
  runtime: Runtime;
  /** A file of `notebooks/models`, by name. @throws Error when the page did not load it. */
  model: (name: string) => PublishedModel;
  /** Other data that the site's builder put beside the demo, by name. */
  data: Record<string, unknown>;
}

/** Builds a demo inside `place`, which is empty. */
export type Demo = (place: HTMLElement, context: Context) => Promise<void> | void;

declare global {
  interface Window {
    dltsRuntime?: Promise<Runtime>;
    dltsModels?: Record<string, PublishedModel>;
    dltsData?: Record<string, unknown>;
    dltsDemos?: Record<string, (place: HTMLElement) => Promise<void>>;
  }
}

/** Makes a demo known to the page under `name`. */
export function defineDemo(name: string, demo: Demo): void {
  (window.dltsDemos ??= {})[name] = async (place) => {
    const runtime = await window.dltsRuntime;
    if (!runtime)
      throw new Error(
        `demo ${name}: expected runtime.js to be loaded first; got none; build the site.`,
      );
    await demo(place, { runtime, model: loadedModel, data: window.dltsData ?? {} });
  };
}

/** A demo that needs no TensorFlow.js: its page does not load the runtime. */
export function definePlainDemo(name: string, demo: (place: HTMLElement) => void): void {
  (window.dltsDemos ??= {})[name] = async (place) => demo(place);
}

/** A file of `notebooks/models` that is not a network. @throws Error when the page did not load it. */
export function loaded<Stored>(name: string): Stored {
  return loadedModel(name) as unknown as Stored;
}

function loadedModel(name: string): PublishedModel {
  const model = window.dltsModels?.[name];
  if (model) return model;
  throw new Error(`demo: expected model-${name}.js to be loaded first; got none; build the site.`);
}

type Attributes = Record<string, string | number | boolean | undefined>;

/** An element with attributes and children; an attribute that is false or undefined is left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const result = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== false && value !== undefined)
      result.setAttribute(key, value === true ? '' : String(value));
  result.append(...children);
  return result;
}

let labels = 0;
/** A form control with its label before it, and room for its value behind it. */
export function field(label: string, control: HTMLElement, value?: HTMLElement): HTMLElement {
  control.id = `demo-control-${++labels}`;
  const name = element('label', { for: control.id }, label);
  return element('div', { class: 'demo-field' }, name, control, ...(value ? [value] : []));
}

/** A button that does something. */
export function button(
  label: string,
  onClick: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const result = element('button', { type: 'button', class: 'demo-button', ...attributes }, label);
  result.addEventListener('click', onClick);
  return result;
}

/** A choice among named values. */
export function select(
  options: Record<string, string>,
  onChange: (value: string) => void,
): HTMLSelectElement {
  const children = Object.entries(options).map(([value, label]) =>
    element('option', { value }, label),
  );
  const result = element('select', { class: 'demo-select' }, ...children);
  result.addEventListener('change', () => onChange(result.value));
  return result;
}

/** A slider; `onInput` is also called once at the start. */
export function slider(
  range: { min: number; max: number; step: number; value: number },
  onInput: (value: number) => void,
): HTMLInputElement {
  const result = element('input', { type: 'range', class: 'demo-slider', ...range });
  result.addEventListener('input', () => onInput(Number(result.value)));
  return result;
}

/** The canvas's drawing context. */
export function pen(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new Error('expected a canvas that can be drawn on; got none from this browser.');
  return context;
}

/** Runs `work` at most once a frame, however often it is asked for, and never twice at a time. */
export function oncePerFrame(work: () => Promise<void> | void): () => void {
  let state: 'idle' | 'asked' | 'working' | 'again' = 'idle';
  const frame = async (): Promise<void> => {
    state = 'working';
    await work();
    const again = (state as string) === 'again';
    state = 'idle';
    if (again) ask();
  };
  const ask = (): void => {
    if (state === 'idle') {
      state = 'asked';
      requestAnimationFrame(() => void frame());
    } else if (state === 'working') state = 'again';
  };
  return ask;
}

/** Calls `paint` when the page turns light or dark. */
export function onThemeChange(paint: () => void): void {
  new MutationObserver(paint).observe(document.documentElement, {
    attributeFilter: ['data-theme'],
  });
}

/** A canvas as wide as its place, sharp on any screen. */
export interface FittedCanvas {
  canvas: HTMLCanvasElement;
  /** Clears the canvas. @returns a context in CSS pixels, and how many there are. */
  begin(): { context: CanvasRenderingContext2D; width: number; height: number };
}

/** @param heightOf height for a width, both in CSS pixels @param paint called when the width changes */
export function fittedCanvas(
  attributes: Attributes,
  heightOf: (width: number) => number,
  paint: () => void,
): FittedCanvas {
  const canvas = element('canvas', attributes);
  let painted = 0;
  new ResizeObserver(() => {
    if (canvas.clientWidth !== painted) paint();
  }).observe(canvas);
  return {
    canvas,
    begin: () => {
      const width = canvas.clientWidth || 640;
      painted = width;
      const height = Math.round(heightOf(width));
      const scale = Math.min(3, window.devicePixelRatio || 1);
      Object.assign(canvas, {
        width: Math.round(width * scale),
        height: Math.round(height * scale),
      });
      const context = pen(canvas);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.font = `13px ${getComputedStyle(canvas).fontFamily}`;
      return { context, width, height };
    },
  };
}
