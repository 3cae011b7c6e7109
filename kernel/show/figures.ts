/** How Plotly figures read in a notebook: drawn where the front end can, and as one line of text. */
import type { Bundle } from './bundle';

type Plain = Record<string, unknown>;

export interface FigureLike {
  data: Plain[];
  layout: Plain;
  config?: Plain;
}

/** Height of a figure that names none, in pixels: without one, the renderer's output has no height. */
const HEIGHT = 450;

function isPlain(value: unknown): value is Plain {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Any of these makes an object a trace. */
const MARKS = ['type', 'x', 'y', 'z', 'values', 'labels', 'r', 'lat'];

/** Whether `value` is `{ data, layout }` with traces as Plotly knows them. */
export function isFigure(value: unknown): value is FigureLike {
  if (!isPlain(value) || !isPlain(value['layout']) || !Array.isArray(value['data'])) return false;
  return value['data'].every((trace) => isPlain(trace) && MARKS.some((mark) => mark in trace));
}

export function figureBundle({ data, layout, config }: FigureLike): Bundle {
  const figure = {
    data,
    layout: { height: HEIGHT, ...layout },
    config: { showSendToCloud: false, ...config },
  };
  return {
    'application/vnd.plotly.v1+json': toJson(figure),
    'text/plain': figureText({ data, layout }),
  };
}

/** Typed arrays become arrays, dates become text, and numbers that JSON lacks become null. */
function toJson(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as Iterable<number | bigint> & ArrayBufferView, Number);
  if (Array.isArray(value)) return value.map(toJson);
  if (isPlain(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toJson(inner)]));
  return value;
}

function figureText({ data, layout }: FigureLike): string {
  const title = titleText(layout['title']);
  const traces = data.map((trace) => {
    const name = typeof trace['name'] === 'string' ? ` '${trace['name']}'` : '';
    return `${typeof trace['type'] === 'string' ? trace['type'] : 'scatter'}${name}`;
  });
  const axes = ['xaxis', 'yaxis']
    .map((axis) => ({ letter: axis.charAt(0), settings: layout[axis] }))
    .map(({ letter, settings }) => {
      const text = isPlain(settings) ? titleText(settings['title']) : '';
      return text && `${letter}: ${text}`;
    });
  const shown = [...new Set(traces)].slice(0, 8).join(', ');
  return [`Figure${title ? `: ${title}` : ''}`, shown, ...axes].filter(Boolean).join(' · ');
}

function titleText(title: unknown): string {
  const text = isPlain(title) ? title['text'] : title;
  return typeof text === 'string' ? text.replace(/<[^>]+>/g, ' ').trim() : '';
}
