/** How tensors and models of TensorFlow.js read in a notebook. Recognized by shape: no import needed. */

interface TensorLike {
  shape: number[];
  dtype: string;
  size: number;
  rank: number;
  isDisposed: boolean;
  name?: string;
  trainable?: boolean;
  dataSync(): ArrayLike<unknown>;
  gather(indices: number[], axis: number): TensorLike;
  dispose(): void;
  toString(): string;
}

interface ModelLike {
  name: string;
  layers: unknown[];
  built?: boolean;
  countParams(): number;
  summary(lineLength?: number, positions?: number[], print?: (line: string) => void): void;
  getClassName?(): string;
}

type Item = string | Item[];

/** Along an axis longer than this, only its ends are shown. */
const LONG_AXIS = 20;
/** How many entries are shown at each end. */
const EDGE = 3;
const LINE_WIDTH = 88;

export function isTensor(value: unknown): value is TensorLike {
  if (typeof value !== 'object' || value === null) return false;
  const tensor = value as Partial<TensorLike>;
  return (
    Array.isArray(tensor.shape) &&
    typeof tensor.dtype === 'string' &&
    typeof tensor.dataSync === 'function' &&
    typeof tensor.gather === 'function'
  );
}

/** Shape, type and values; long axes are abbreviated, and only what is shown is read. */
export function tensorText(tensor: TensorLike): string {
  const kind = typeof tensor.trainable === 'boolean' ? `Variable '${tensor.name ?? ''}'` : 'Tensor';
  const title = `${kind} [${tensor.shape.join(', ')}] ${tensor.dtype}`;
  if (tensor.isDisposed) return `${title} (disposed)`;
  if (tensor.dtype === 'complex64')
    return `${title}\n${tensor.toString().replace(/^Tensor\s*\n/, '')}`;
  const shown = shownPart(tensor);
  const values = Array.from(shown.data);
  const words = align(values.map((value) => word(value, tensor.dtype)));
  return `${title}\n${layout(nest(words, shown.shape, tensor.shape))}`;
}

/** The entries that are shown, and how many along each axis. */
function shownPart(tensor: TensorLike): { data: ArrayLike<unknown>; shape: number[] } {
  let part = tensor;
  tensor.shape.forEach((length, axis) => {
    if (length <= LONG_AXIS || tensor.size <= LONG_AXIS) return;
    const ends = [0, 1, 2, length - 3, length - 2, length - 1];
    const smaller = part.gather(ends, axis);
    if (part !== tensor) part.dispose();
    part = smaller;
  });
  const result = { data: part.dataSync(), shape: part.shape };
  if (part !== tensor) part.dispose();
  return result;
}

function word(value: unknown, dtype: string): string {
  if (dtype === 'bool') return value ? 'true' : 'false';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15)
    return Object.is(value, -0) ? '0' : String(value);
  return String(Number(value.toPrecision(6)));
}

function align(words: string[]): string[] {
  const width = Math.max(0, ...words.map((text) => text.length));
  return words.map((text) => text.padStart(width));
}

/** Arranges a flat list by shape, with `…` where an axis was abbreviated. */
function nest(words: string[], shown: number[], full: number[]): Item {
  const [length, ...inner] = shown;
  const [fullLength, ...fullInner] = full;
  if (length === undefined || fullLength === undefined) return words[0] ?? '';
  const step = inner.reduce((product, size) => product * size, 1);
  const items: Item[] = [];
  for (let i = 0; i < length; i++) {
    if (length < fullLength && i === EDGE) items.push('…');
    items.push(nest(words.slice(i * step, (i + 1) * step), inner, fullInner));
  }
  return items;
}

function layout(item: Item, indent = ' '): string {
  if (typeof item === 'string') return item.trim();
  const words = item.filter((inner): inner is string => typeof inner === 'string');
  if (words.length === item.length) return `[${wrap(words, indent)}]`;
  const blocks = item.map((inner, i) => {
    const comma = i < item.length - 1 && inner !== '…' ? ',' : '';
    return layout(inner, `${indent} `) + comma;
  });
  return `[${blocks.join(`\n${indent}`)}]`;
}

function wrap(words: string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const text of words) {
    if (line && indent.length + line.length + text.length + 2 > LINE_WIDTH) {
      lines.push(line);
      line = '';
    }
    line += line ? `, ${text}` : text;
  }
  return [...lines, line].join(`,\n${indent}`);
}

export function isModel(value: unknown): value is ModelLike {
  if (typeof value !== 'object' || value === null) return false;
  const model = value as Partial<ModelLike>;
  return (
    Array.isArray(model.layers) &&
    typeof model.summary === 'function' &&
    typeof model.countParams === 'function'
  );
}

/** TensorFlow.js's own table of layers, or one line for a model that knows no input shape yet. */
export function modelText(model: ModelLike): string {
  const lines: string[] = [];
  try {
    model.summary(undefined, undefined, (line) => lines.push(line));
    return lines.join('\n');
  } catch {
    return `${modelLine(model)}, not built: give its first layer an inputShape to see more`;
  }
}

export function modelLine(model: ModelLike): string {
  const kind = model.getClassName?.() ?? 'Model';
  return `${kind} '${model.name}' with ${model.layers.length} layers`;
}
