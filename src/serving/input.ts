/** What a model takes, as data; and the check that turns the numbers of a request into rows for it. */
import { checkOptions } from '../host/options';
import { shapeText } from '../host/checks';
import { RequestError } from './request-error';

/** What one example looks like before it is scaled, and how it is scaled: x = (raw − shift) · scale. */
export interface InputSpec {
  /** Nested lengths of one example as it is sent, e.g. `[28, 28]`; as many numbers as the model takes. */
  shape: number[];
  /** Smallest raw number allowed. Default: any finite one. */
  least?: number;
  /** Largest raw number allowed. Default: any finite one. */
  most?: number;
  /** Subtracted from each raw number. Default 0. */
  shift?: number;
  /** Multiplies what is left. Default 1. */
  scale?: number;
}

const KNOWN = {
  ...{ shape: true, least: true, most: true, shift: true, scale: true },
} as const satisfies Record<keyof InputSpec, true>;

/**
 * @param caller begins the message
 * @throws TypeError or RangeError unless `spec` is one that a request can be checked with.
 */
export function checkInputSpec(caller: string, spec: InputSpec): void {
  checkOptions(`${caller}: input`, spec, KNOWN);
  const { shape, least = -Infinity, most = Infinity, shift = 0, scale = 1 } = spec;
  const whole = Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0);
  if (!whole || shape.length === 0)
    throw new RangeError(
      `${caller}: expected input.shape to be a list of whole numbers of at least 1; got ` +
        `${JSON.stringify(shape)}; pass for example { shape: [28, 28] }.`,
    );
  if (!(least < most))
    throw new RangeError(
      `${caller}: expected input.least below input.most; got ${least} and ${most}; swap them.`,
    );
  if (!Number.isFinite(shift) || !Number.isFinite(scale) || scale === 0)
    throw new RangeError(
      `${caller}: expected a finite input.shift and a finite input.scale other than 0; got ${shift} and ` +
        `${scale}; leave them out for no scaling.`,
    );
}

/** Numbers in one example. */
export function sizeOfInput({ shape }: Pick<InputSpec, 'shape'>): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Checks the body of a request and scales its numbers.
 *
 * @param body what the JSON of a request gave: `{ instances: [example, …] }`
 * @param most examples allowed in one request
 * @returns one row of numbers per example
 * @throws RequestError 400 when the body is none of that kind; 422 when an example does not fit `spec`.
 */
export function readInstances(body: unknown, spec: InputSpec, most: number): Float32Array[] {
  const instances = instancesOf(body);
  if (instances.length === 0 || instances.length > most)
    throw new RequestError(
      422,
      `predict: expected 1 to ${most} instances; got ${instances.length}; ` +
        (instances.length === 0 ? 'send at least one.' : 'send several requests.'),
    );
  return instances.map((instance, i) => rowOf(instance, spec, `instances[${i}]`));
}

function instancesOf(body: unknown): unknown[] {
  const shown = body === null ? 'null' : Array.isArray(body) ? 'an array' : typeof body;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RequestError(
      400,
      `predict: expected an object { "instances": [example, …] }; got ${shown}; put the examples into it.`,
    );
  const unknown = Object.keys(body).find((key) => key !== 'instances');
  if (unknown !== undefined)
    throw new RequestError(
      400,
      `predict: expected only the field "instances"; got "${unknown.slice(0, 40)}"; leave it out.`,
    );
  const instances: unknown = (body as { instances?: unknown }).instances;
  if (!Array.isArray(instances))
    throw new RequestError(
      400,
      `predict: expected "instances" to be an array of examples; got ${instances === undefined ? 'no such field' : typeof instances}; ` +
        'send { "instances": [example, …] }.',
    );
  return instances as unknown[];
}

/** One example, checked and scaled. */
function rowOf(instance: unknown, spec: InputSpec, where: string): Float32Array {
  const row = new Float32Array(sizeOfInput(spec));
  const { shift = 0, scale = 1, least = -Infinity, most = Infinity } = spec;
  let at = 0;
  const walk = (value: unknown, axis: number): void => {
    const size = spec.shape[axis];
    if (size === undefined) {
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw notFinite(value, `${where}${indexText(at, spec.shape)}`);
      if (value < least || value > most)
        throw outside(value, `${where}${indexText(at, spec.shape)}`, least, most);
      row[at++] = (value - shift) * scale;
      return;
    }
    if (!Array.isArray(value) || value.length !== size) throw misshapen(value, spec, axis, where);
    for (let i = 0; i < size; i++) walk(value[i], axis + 1);
  };
  walk(instance, 0);
  return row;
}

/** Where the number at position `flat` is in nested arrays: `[2][3]`. */
function indexText(flat: number, shape: readonly number[]): string {
  let rest = flat;
  const indices = [...shape].reverse().map((size) => {
    const index = rest % size;
    rest = Math.floor(rest / size);
    return `[${index}]`;
  });
  return indices.reverse().join('');
}

function misshapen(value: unknown, { shape }: InputSpec, axis: number, where: string) {
  const got = Array.isArray(value) ? `${value.length}` : `a ${typeof value}`;
  return new RequestError(
    422,
    `predict: expected ${where} of shape ${shapeText(shape)}; got ${got} instead of ${shape[axis]} entries ` +
      `on axis ${axis}; send the numbers nested like that.`,
  );
}

function notFinite(value: unknown, where: string): RequestError {
  const shown = Array.isArray(value) ? 'an array' : JSON.stringify(value)?.slice(0, 40);
  const got = typeof value === 'number' ? String(value) : shown;
  const hint = value === null ? 'JSON.stringify turns NaN and Infinity into null: look' : 'look';
  return new RequestError(
    422,
    `predict: expected a finite number at ${where}; got ${got}; ${hint} where the numbers come from.`,
  );
}

function outside(value: number, where: string, least: number, most: number): RequestError {
  return new RequestError(
    422,
    `predict: expected numbers from ${least} to ${most} at ${where}; got ${value}; ` +
      'send raw numbers, which the server scales itself.',
  );
}
