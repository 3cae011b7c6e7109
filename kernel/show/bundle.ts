/** Bundles of MIME types: one value in several forms, of which a front end chooses one. */

export type Bundle = Record<string, unknown>;

/**
 * A bundle as it travels: Jupyter's messages are JSON, and bytes travel as base 64.
 *
 * @param caller whose fault it is, for the message
 * @throws TypeError if it is no object, a text is no string, or a value is more than JSON can hold.
 */
export function encode(bundle: unknown, caller = 'toMimeBundle'): Bundle {
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle))
    throw new TypeError(
      `${caller}: expected an object with a value per MIME type; got ${nameOf(bundle)}; ` +
        "return for example { 'text/plain': 'text' }.",
    );
  const given = Object.entries(bundle).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([type, value]) => [type, one(caller, type, value)]));
}

function one(caller: string, type: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64(value);
  if (typeof value === 'string') return value;
  if (!/^application\/(.*\+)?json$/.test(type))
    throw new TypeError(
      `${caller}: expected ${type} to be text; got ${nameOf(value)}; ` +
        'make a string of it, for example with String(value).',
    );
  return plain(caller, type, value);
}

/** `value` as JSON has it: what came out of `toJSON`, without what JSON leaves out. */
function plain(caller: string, type: string, value: unknown): unknown {
  let found = nameOf(value);
  try {
    const text = JSON.stringify(value, (key, inner: unknown) => {
      if (typeof inner === 'bigint') found = `the BigInt ${inner}n${key && ` in ${key}`}`;
      return inner;
    }) as string | undefined;
    if (text !== undefined) return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    if (!found.startsWith('the BigInt')) found = 'an object that contains itself';
  }
  throw new TypeError(
    `${caller}: expected ${type} to hold what JSON can; got ${found}; ` +
      'use numbers, strings, arrays and plain objects without circles.',
  );
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** How many bytes become text at a time: a function takes so many arguments. */
const CHUNK = 8192;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK)
    text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}
