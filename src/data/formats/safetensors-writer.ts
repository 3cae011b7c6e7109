/** Writes safetensors files, as {@link readSafetensors} and the Python package read them. */
import { shapeText } from '../../host/checks';
import { writeAtomically } from '../../host/files';
import { tf } from '../../engine';

const CALLER = 'writeSafetensors';

/** Numbers with a shape, where they are no tensor. */
export interface ArrayOfNumbers {
  shape: number[];
  values: Float32Array;
}

/** Bytes of one tensor, and what the header says of it. */
interface Part {
  name: string;
  dtype: 'F32' | 'I32' | 'BOOL';
  shape: number[];
  bytes: Uint8Array;
}

const TYPES = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function partOf(name: string, given: tf.Tensor | ArrayOfNumbers): Part {
  const { shape } = given;
  if (!(given instanceof tf.Tensor)) {
    const { values } = given;
    const count = shape.reduce((product, size) => product * size, 1);
    if (!(values instanceof Float32Array) || values.length !== count)
      throw new TypeError(
        `${CALLER}: expected a Float32Array of ${count} numbers for '${name}' ${shapeText(shape)}; ` +
          'got other values; pass a tensor, or convert the numbers with Float32Array.from().',
      );
    return { name, dtype: 'F32', shape, bytes: bytesOf(values) };
  }
  const dtype = given.dtype in TYPES ? TYPES[given.dtype as keyof typeof TYPES] : undefined;
  if (dtype === undefined)
    throw new TypeError(
      `${CALLER}: expected tensors of type float32, int32 or bool; got ${given.dtype} in '${name}'; cast it first.`,
    );
  return { name, dtype, shape, bytes: bytesOf(given.dataSync()) };
}

/** Header, padded with spaces so that the numbers begin at a multiple of 8 bytes. */
function headerOf(parts: readonly Part[], metadata: Readonly<Record<string, string>>): Uint8Array {
  let at = 0;
  const tensors = parts.map(({ name, dtype, shape, bytes }) => {
    const begin = at;
    at += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, at] }] as const;
  });
  const hasMetadata = Object.keys(metadata).length > 0;
  const entries = hasMetadata ? [['__metadata__', metadata] as const, ...tensors] : tensors;
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  padded.set(text);
  return padded;
}

/**
 * Writes named tensors as a safetensors file.
 *
 * @param file path of the file; written whole or not at all
 * @param tensors by name: tensors (float32, int32 or bool), or shape and numbers; they stay as they are
 * @param metadata free text beside them, such as `{ format: 'pt' }`. Default none.
 * @throws TypeError for other types and values; Error of the file system.
 * @see https://huggingface.co/docs/safetensors, "Format"
 * @example
 * writeSafetensors('.cache/w.safetensors', { w: tf.tensor2d([[1, 2]]) });
 * readSafetensors('.cache/w.safetensors').tensor('w').values(); // Float32Array(2) [ 1, 2 ]
 */
export function writeSafetensors(
  file: string,
  tensors: Readonly<Record<string, tf.Tensor | ArrayOfNumbers>>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const named = Object.entries(tensors);
  const wrong = Object.entries(metadata).find(([, text]) => typeof text !== 'string');
  if (wrong || named.some(([name]) => name === '__metadata__'))
    throw new TypeError(
      `${CALLER}: expected metadata of texts, and no tensor named __metadata__; ` +
        `got ${wrong ? `'${wrong[0]}' that is none` : 'one'}; rename it, or make it a text.`,
    );
  const parts = named.map(([name, tensor]) => partOf(name, tensor));
  const header = headerOf(parts, metadata);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  writeAtomically(file, Buffer.concat([length, header, ...parts.map(({ bytes }) => bytes)]));
}
