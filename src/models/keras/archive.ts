/** The files inside of a `.keras` file. */
import { strFromU8, unzipSync, zipSync, type Unzipped } from 'fflate';
import { readHdf5 } from '../../data/formats';
import type { FileSource, TensorFile } from '../../data/formats';
import { readSource } from '../../data/formats/source';
import { damaged } from './refusal';
import type { Json } from './types';

/** Their names. */
export const INSIDE = {
  metadata: 'metadata.json',
  config: 'config.json',
  weights: 'model.weights.h5',
} as const;

/** More than this, in bytes, no file of a model becomes when it is unpacked. */
const MOST_BYTES = 2 ** 31 - 1;
/** What every zip file, and every HDF5 file, begins with. */
const ZIP = 0x50;
const HDF5 = 0x89;

/** Content of a `.keras` file. Not compressed, as Keras has it: weights hardly get smaller. */
export function zipped(files: Record<keyof typeof INSIDE, Uint8Array>): Uint8Array {
  const { metadata, config, weights } = files;
  const named = {
    [INSIDE.metadata]: metadata,
    [INSIDE.config]: config,
    [INSIDE.weights]: weights,
  };
  return zipSync(named, { level: 0 });
}

/** What is read of a file. */
export interface KerasArchive {
  /** Absent in a file of weights alone. */
  config?: Json;
  weights: TensorFile;
}

function unzipped(caller: string, bytes: Uint8Array): Unzipped {
  const wanted: readonly string[] = Object.values(INSIDE);
  const tooLarge: string[] = [];
  let files: Unzipped;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (originalSize > MOST_BYTES || originalSize > 1100 * size + 1100) tooLarge.push(name);
        return wanted.includes(name) && tooLarge.length === 0;
      },
    });
  } catch (cause) {
    throw damaged(
      caller,
      'a .keras file, which is a zip file',
      'one that cannot be unpacked',
      cause,
    );
  }
  if (tooLarge.length === 0) return files;
  throw damaged(
    caller,
    'files that fit into memory',
    `${JSON.stringify(tooLarge[0])} that does not`,
  );
}

function parsed(caller: string, bytes: Uint8Array): Json {
  try {
    return JSON.parse(strFromU8(bytes)) as Json;
  } catch (cause) {
    throw damaged(caller, `${INSIDE.config} in JSON`, 'one that is not', cause);
  }
}

/**
 * Reads a `.keras` or `.weights.h5` file.
 *
 * @throws Error if the file cannot be read, or is neither.
 */
export function readArchive(caller: string, source: FileSource): KerasArchive {
  const bytes = readSource(caller, source);
  if (bytes[0] === HDF5) return { weights: readHdf5(bytes) };
  if (bytes[0] !== ZIP)
    throw damaged(caller, 'a .keras or .weights.h5 file', `one of ${bytes.length} bytes that begins otherwise`); // prettier-ignore
  const files = unzipped(caller, bytes);
  const [config, weights] = [files[INSIDE.config], files[INSIDE.weights]];
  if (!config || !weights)
    throw damaged(caller, `${INSIDE.config} and ${INSIDE.weights} in the file`, Object.keys(files).join(', ') || 'none of them'); // prettier-ignore
  return { config: parsed(caller, config), weights: readHdf5(weights) };
}
