/**
 * Checkpoint files: all that a run needs to go on as if it had never stopped.
 *
 * Layout: one line of JSON (UTF-8, ends with a newline), then the tensors' values one after another,
 * little-endian, in the order of the JSON's list.
 */
import { existsSync, readFileSync } from 'node:fs';
import { digest } from '../../host/digest';
import { writeAtomically } from '../../host/files';
import type { EarlyStoppingState } from './early-stopping';
import type { SavedTensor } from '../saved-tensors';
import type { StopReason } from '../history';

const FORMAT = 'dlts-checkpoint-1';

/** What must be equal between the run that wrote and the run that reads. */
export interface RunIdentity {
  examples: number;
  batchSize: number;
  optimizer: string;
  weights: string;
}

/** Numbers of a run at the end of an epoch. */
export interface CheckpointHeader {
  identity: RunIdentity;
  /** Epochs done. */
  epoch: number;
  stepsDone: number;
  seed: number;
  learningRate: number;
  /** Steps that the schedule was planned for. */
  plannedSteps?: number;
  history: Record<string, number[]>;
  /** Seconds spent until here. */
  seconds: number;
  /** Set when the run had ended by itself. */
  stopped: StopReason | null;
  earlyStopping: EarlyStoppingState | null;
  counters: Record<string, number>;
}

/** Tensors of a checkpoint; `path` is empty except for optimizer slots. */
export type CheckpointTensor = SavedTensor & {
  group: 'weights' | 'optimizer' | 'best';
  path: string;
};

/** A checkpoint in memory. */
export interface Checkpoint {
  header: CheckpointHeader;
  tensors: CheckpointTensor[];
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const bytesOf = ({ values }: SavedTensor): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/**
 * Writes a checkpoint, whole or not at all: a run killed while writing leaves the file before it.
 *
 * @throws Error if the folder cannot be written.
 */
export function writeCheckpoint(path: string, { header, tensors }: Checkpoint): void {
  const body = Buffer.concat(tensors.map(bytesOf));
  const list = tensors.map(({ values, ...rest }) => ({ ...rest, bytes: values.byteLength }));
  const sha256 = digest(body, 'sha256');
  const line = JSON.stringify({ format: FORMAT, sha256, header, tensors: list });
  try {
    writeAtomically(path, Buffer.concat([Buffer.from(`${line}\n`), body]));
  } catch (error) {
    throw new Error(
      `train: expected to write the checkpoint ${path}; got ${messageOf(error)}; ` +
        'choose a writable folder with free space.',
      { cause: error },
    );
  }
}

/**
 * Reads a checkpoint.
 *
 * @returns `undefined` when there is none.
 * @throws RangeError if the file is damaged or no checkpoint.
 */
export function readCheckpoint(path: string): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  const end = file.indexOf('\n');
  try {
    const { format, sha256, header, tensors } = JSON.parse(file.toString('utf8', 0, end)) as {
      format: string;
      sha256: string;
      header: CheckpointHeader;
      tensors: (Omit<CheckpointTensor, 'values'> & { bytes: number })[];
    };
    const body = file.subarray(end + 1);
    const actual = digest(body, 'sha256');
    if (format !== FORMAT || actual !== sha256) throw new Error('its checksum does not match');
    return { header: reviveNaN(header), tensors: readTensors(tensors, body) };
  } catch (error) {
    throw new RangeError(
      `train: expected a checkpoint in ${path}; got a damaged or foreign file ` +
        `(${messageOf(error)}); delete it to start over, or choose another path.`,
      { cause: error },
    );
  }
}

/** JSON has no NaN and writes null instead. */
function reviveNaN(header: CheckpointHeader): CheckpointHeader {
  const revive = (values: (number | null)[]): number[] => values.map((value) => value ?? NaN);
  const history = Object.entries(header.history).map(([name, values]) => [name, revive(values)]);
  return { ...header, history: Object.fromEntries(history) as Record<string, number[]> };
}

function readTensors(
  list: (Omit<CheckpointTensor, 'values'> & { bytes: number })[],
  body: Buffer,
): CheckpointTensor[] {
  const types = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };
  let at = 0;
  return list.map(({ bytes, ...rest }) => {
    // Copied, because typed arrays of 4-byte numbers must begin at a multiple of 4.
    const piece = new Uint8Array(body.subarray(at, at + bytes)).buffer;
    at += bytes;
    return { ...rest, values: new types[rest.dtype](piece) };
  });
}

/**
 * Refuses a checkpoint of another run.
 *
 * @throws RangeError naming what differs.
 */
export function checkIdentity(path: string, mine: RunIdentity, theirs: RunIdentity): void {
  for (const key of ['examples', 'batchSize', 'optimizer', 'weights'] as const) {
    if (mine[key] === theirs[key]) continue;
    throw new RangeError(
      `train: expected the checkpoint ${path} to continue this run; got one with other ${key} ` +
        `(${theirs[key]} instead of ${mine[key]}); delete it, choose another path, or set resume: false.`,
    );
  }
}
