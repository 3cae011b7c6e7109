/**
 * NumPy's format for one array.
 *
 * @see NumPy Enhancement Proposal 1, https://numpy.org/neps/nep-0001-npy-format.html
 */
import { shapeText } from '../../host/checks';

/** An array of 32-bit floats, or of whole numbers that were stored with 64 bits. */
export interface NpyArray {
  shape: number[];
  values: Float32Array | Float64Array;
}

const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
const HEADER_AT = 10;
const BYTES = { '<f4': 4, '<i8': 8 } as const;

function refused(name: string, got: string): Error {
  return new Error(
    `readNpy: expected ${name} to be a whole .npy file (version 1.0, <f4 or <i8, in C order); got ${got}; ` +
      'fetch it again, or save it so with numpy.save.',
  );
}

/** Whole numbers of 64 bits, as far as a JavaScript number can hold them. */
function wholeNumbers(name: string, content: Buffer): Float64Array {
  const values = new Float64Array(content.length / 8);
  for (let at = 0; at < values.length; at++) {
    const value = Number(content.readBigInt64LE(8 * at));
    if (!Number.isSafeInteger(value)) throw refused(name, `the number ${value} at place ${at}`);
    values[at] = value;
  }
  return values;
}

/**
 * Reads an array as `numpy.save` writes it.
 *
 * @param content the file's bytes
 * @param name    of the file, for messages
 * @returns its shape, and the values row by row.
 * @throws Error if the file is cut off, too long, or of a kind that is not read here.
 */
export function readNpy(content: Buffer, name: string): NpyArray {
  if (content.length < HEADER_AT || !content.subarray(0, MAGIC.length).equals(MAGIC))
    throw refused(name, content.length === 0 ? 'an empty file' : 'another beginning');
  const dataAt = HEADER_AT + content.readUInt16LE(8);
  const header = content.toString('latin1', HEADER_AT, dataAt);
  const [, kind] = /'descr': '(<f4|<i8)'/.exec(header) ?? [];
  const [, sizes] = /'shape': \(([\d, ]*)\)/.exec(header) ?? [];
  if (kind === undefined || sizes === undefined || !header.includes("'fortran_order': False"))
    throw refused(name, `the header ${JSON.stringify(header.trim().slice(0, 100))}`);
  const shape = sizes.split(',').filter((size) => size.trim() !== '').map(Number); // prettier-ignore
  const size = shape.reduce((product, length) => product * length, 1);
  const wanted = size * BYTES[kind as keyof typeof BYTES];
  const body = Buffer.from(content.subarray(dataAt));
  if (body.length !== wanted)
    throw refused(name, `${body.length} bytes where ${shapeText(shape)} needs ${wanted}`);
  const values =
    kind === '<i8' ? wholeNumbers(name, body) : new Float32Array(new Uint8Array(body).buffer);
  return { shape, values };
}
