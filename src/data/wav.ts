/** WAV, the format of sound as it was sampled. */

/** Sound: its samples, and how many of them there are for a second. */
export interface Sound {
  /** Samples in [−1, 1). */
  samples: Float32Array;
  /** Samples per second (Hz). */
  sampleRate: number;
}

const PCM = 1;
const FULL_SCALE = 32_768;

function refused(name: string, got: string): Error {
  return new Error(
    `readWav: expected ${name} to be a whole WAV file (PCM, 16 bits, one channel); got ${got}; ` +
      'fetch it again, or convert it.',
  );
}

/** The file's chunks by name: four letters, a size, and so many bytes, padded to an even number. */
function readChunks(content: Buffer, name: string): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= content.length;) {
    const size = content.readUInt32LE(at + 4);
    const body = content.subarray(at + 8, at + 8 + size);
    const kind = content.toString('latin1', at, at + 4);
    if (body.length !== size) throw refused(name, `a chunk "${kind}" that is cut off`);
    chunks.set(kind, body);
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/**
 * Reads a WAV file of one channel with 16 bits a sample.
 *
 * @param content the file's bytes
 * @param name    of the file, for messages
 * @returns samples in [−1, 1) and the sample rate (Hz).
 * @throws Error if the file is cut off or of another kind.
 * @example
 * const sound = await import('node:fs').then(({ readFileSync }) => readFileSync('data/digit-recordings.wav'));
 * readWav(sound, 'digit-recordings.wav').sampleRate; // 8000
 */
export function readWav(content: Buffer, name: string): Sound {
  const isWave = content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WAVE'; // prettier-ignore
  if (!isWave) throw refused(name, content.length === 0 ? 'an empty file' : 'another beginning');
  const chunks = readChunks(content, name);
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (!format || format.length < 16 || !data) throw refused(name, `only the chunks ${[...chunks.keys()].join(', ') || 'of an empty file'}`); // prettier-ignore
  const [kind, channels, bits] = [0, 2, 14].map((at) => format.readUInt16LE(at));
  if (kind !== PCM || channels !== 1 || bits !== 16 || data.length % 2 !== 0)
    throw refused(name, `format ${kind}, ${channels} channels, ${bits} bits, ${data.length} bytes`);
  const samples = new Float32Array(data.length / 2);
  for (let at = 0; at < samples.length; at++) samples[at] = data.readInt16LE(2 * at) / FULL_SCALE;
  return { samples, sampleRate: format.readUInt32LE(4) };
}
