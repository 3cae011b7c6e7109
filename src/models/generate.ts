/** Text from a language model, and translations from an encoder–decoder. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom, type Random, type tf } from '../engine';
import { languageSession, translationSession, type DecodingSession } from './decoding';
import {
  checkLogits,
  checkSampling,
  drawToken,
  logProbabilities,
  SAMPLING,
  type SamplingOptions,
} from './sampling';

/** What `generate` and `decode` have in common. */
interface CommonOptions extends SamplingOptions {
  /** Most tokens to add. */
  maxTokens?: number;
  /** Token that ends the text; it is not part of the result. Default none. */
  stopToken?: number;
  /** Keeps the `beamWidth` likeliest texts at every step instead of drawing. Default 1, no beam search. */
  beamWidth?: number;
  /** Beam search divides a text's log-probability by length^`lengthPenalty`. Default 1. */
  lengthPenalty?: number;
  /** Makes the draws repeat. Default: follows `setSeed`. */
  seed?: number;
}

/** Options of {@link generate}. */
export interface GenerateOptions extends CommonOptions {
  /** Caches keys and values of a GPT: the same tokens, faster. Default `true`. */
  useCache?: boolean;
  /** Called with each token as it is drawn (not in beam search), for live output. */
  onToken?: (token: number) => void;
}

/** Options of {@link decode}. */
export interface DecodeOptions extends CommonOptions {
  /** Token that every target starts with. */
  startToken: number;
  /** Token that ends a target; it is not part of the result. */
  stopToken: number;
  /** Token that fills short sources up to the longest. Default 0. */
  padding?: number;
}

const COMMON = {
  ...SAMPLING,
  beamWidth: true,
  lengthPenalty: true,
  maxTokens: true,
  seed: true,
  stopToken: true,
} satisfies Record<keyof CommonOptions, true>;
const GENERATE = { ...COMMON, onToken: true, useCache: true } satisfies Record<
  keyof GenerateOptions,
  true
>;
const DECODE = { ...COMMON, padding: true, startToken: true } satisfies Record<
  keyof DecodeOptions,
  true
>;

function checkCommon(caller: string, options: CommonOptions): void {
  checkSampling(caller, options);
  checkWholeNumber(caller, 'maxTokens', options.maxTokens ?? 100);
  checkWholeNumber(caller, 'beamWidth', options.beamWidth ?? 1);
}

function checkTokens(caller: string, name: string, tokens: readonly number[]): void {
  if (tokens.length > 0 && tokens.every((token) => Number.isInteger(token) && token >= 0)) return;
  throw new RangeError(
    `${caller}: expected ${name} to be at least one token id (whole numbers ≥ 0); ` +
      `got [${tokens.slice(0, 8).join(', ')}]; encode the text with the model's vocabulary first.`,
  );
}

/** Lets timers, displays and interruption have their turn. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * Continues a text token by token.
 *
 * @param model from token ids `[B, T]` to next-token logits `[B, T, V]`, e.g. of `createGpt` or
 *   `createCharacterModel`
 * @param prompt token ids to start from, at least one
 * @param options see {@link GenerateOptions}
 * @returns the prompt and the tokens added, without `stopToken`. No tensor is left behind.
 * @throws RangeError for options or prompts that do not fit, and when the model puts out NaN or Infinity.
 * @example
 * const model = createGpt({ vocabularySize: 5, maxSequenceLength: 7, hiddenDim: 8, numLayers: 1 });
 * const tokens = await generate(model, [1, 2], { maxTokens: 3, seed: 1 });
 * tokens.length; // 5
 */
export async function generate(
  model: tf.LayersModel,
  prompt: readonly number[],
  options: GenerateOptions = {},
): Promise<number[]> {
  checkOptions('generate', options, GENERATE);
  checkCommon('generate', options);
  checkTokens('generate', 'prompt', prompt);
  const { beamWidth = 1, useCache = true, onToken } = options;
  const session = finite('generate', languageSession(model, useCache));
  try {
    if (beamWidth > 1) return [...prompt, ...(await beamSearch(session, prompt, options))];
    const random = createRandom(options.seed);
    const [added] = await sampleRows(session, [prompt], options, random, onToken);
    return [...prompt, ...(added ?? [])];
  } finally {
    session.dispose();
  }
}

/**
 * Translates sources with an encoder–decoder; greedy by default.
 *
 * @param model of `createEncoderDecoder`
 * @param sources token ids, one row each; lengths may differ
 * @param options see {@link DecodeOptions}
 * @returns token ids of each translation, without start and stop. No tensor is left behind.
 * @throws RangeError for options or sources that do not fit, and when the model puts out NaN or Infinity;
 *   TypeError for any other model.
 * @example
 * const vocabularies = { sourceVocabularySize: 11, targetVocabularySize: 7 };
 * const model = createEncoderDecoder({ ...vocabularies, hiddenDim: 8, numLayers: 1 });
 * const translations = await decode(model, [[5, 4, 3]], { startToken: 1, stopToken: 2, maxTokens: 3 });
 * translations.length; // 1
 */
export async function decode(
  model: tf.LayersModel,
  sources: readonly (readonly number[])[],
  options: DecodeOptions,
): Promise<number[][]> {
  checkOptions('decode', options, DECODE);
  checkCommon('decode', options);
  for (const source of sources) checkTokens('decode', 'each source', source);
  if (sources.length === 0) return [];
  const { startToken, padding = 0, beamWidth = 1, temperature = 0 } = options;
  checkTokens('decode', 'startToken and stopToken', [startToken, options.stopToken]);
  if (beamWidth > 1) return decodeBeams(model, sources, options);
  const longest = Math.max(...sources.map((source) => source.length));
  const padded = sources.map((source) => [
    ...source,
    ...new Array<number>(longest - source.length).fill(padding),
  ]);
  const session = finite('decode', translationSession(model, padded));
  try {
    const starts = sources.map(() => [startToken]);
    const random = createRandom(options.seed);
    return await sampleRows(session, starts, { ...options, temperature }, random);
  } finally {
    session.dispose();
  }
}

async function decodeBeams(
  model: tf.LayersModel,
  sources: readonly (readonly number[])[],
  options: DecodeOptions,
): Promise<number[][]> {
  const translations: number[][] = [];
  for (const source of sources) {
    const session = finite('decode', translationSession(model, [[...source]]));
    try {
      translations.push(await beamSearch(session, [options.startToken], options));
    } finally {
      session.dispose();
    }
  }
  return translations;
}

/** The same session; it refuses logits that are not finite, which nothing sensible follows from. */
function finite(caller: string, session: DecodingSession): DecodingSession {
  return {
    feed: async (tokens) => {
      const rows = await session.feed(tokens);
      for (const row of rows) checkLogits(caller, row);
      return rows;
    },
    reorder: (rows) => session.reorder(rows),
    dispose: () => session.dispose(),
  };
}

/** Draws tokens for every row until each has stopped. Returns what was added. */
async function sampleRows(
  session: DecodingSession,
  starts: readonly (readonly number[])[],
  options: CommonOptions,
  random: Random,
  onToken?: (token: number) => void,
): Promise<number[][]> {
  const { maxTokens = 100, stopToken } = options;
  const added: number[][] = starts.map(() => []);
  const stopped = starts.map(() => false);
  let next = starts.map((start) => [...start]);
  for (let count = 0; count < maxTokens; count++) {
    const logits = await session.feed(next);
    next = logits.map((row, index) => {
      const token = drawToken('generate', row, options, random);
      if (token === stopToken) stopped[index] = true;
      if (!stopped[index]) {
        added[index]?.push(token);
        onToken?.(token);
      }
      return [token];
    });
    if (stopped.every(Boolean)) break;
    await breathe();
  }
  return added;
}

interface Beam {
  tokens: number[];
  logProbability: number;
  /** Row of the session that the text came from. */
  row: number;
}

/**
 * Beam search: at every step keeps the `beamWidth` likeliest continuations of all texts kept so far.
 *
 * @returns the tokens added in the best text, without the stop token.
 */
async function beamSearch(
  session: DecodingSession,
  start: readonly number[],
  { maxTokens = 100, stopToken, beamWidth = 1, lengthPenalty = 1 }: CommonOptions,
): Promise<number[]> {
  // The stop token counts as a step, so an empty text has length 1.
  const score = ({ tokens, logProbability }: Beam, steps = tokens.length) =>
    logProbability / Math.max(1, steps) ** lengthPenalty;
  const finished: Array<{ tokens: number[]; score: number }> = [];
  let beams: Beam[] = [{ tokens: [], logProbability: 0, row: 0 }];
  let next: number[][] = [[...start]];
  for (let count = 0; count < maxTokens && beams.length > 0; count++) {
    const logits = await session.feed(next);
    const candidates = beams.flatMap((beam, row) => expand(beam, row, logits[row], beamWidth));
    candidates.sort((a, b) => b.logProbability - a.logProbability);
    const best = candidates.slice(0, beamWidth);
    for (const beam of best)
      if (beam.tokens.at(-1) === stopToken)
        finished.push({ tokens: beam.tokens.slice(0, -1), score: score(beam) });
    beams = best.filter((beam) => beam.tokens.at(-1) !== stopToken);
    if (finished.length >= beamWidth) break;
    if (beams.length > 0) session.reorder(beams.map((beam) => beam.row));
    next = beams.map((beam) => [beam.tokens.at(-1) ?? 0]);
    await breathe();
  }
  const open = beams.map((beam) => ({ tokens: beam.tokens, score: score(beam) }));
  // Texts cut off at maxTokens count only when none has ended by itself.
  const results = finished.length > 0 ? finished : open;
  return results.reduce((a, b) => (b.score > a.score ? b : a)).tokens;
}

/** The `beamWidth` likeliest continuations of one text. */
function expand(
  beam: Beam,
  row: number,
  logits: Float32Array | undefined,
  beamWidth: number,
): Beam[] {
  const logs = logProbabilities(logits ?? []);
  const order = Array.from(logs.keys()).sort((a, b) => itemAt(logs, b) - itemAt(logs, a));
  return order.slice(0, beamWidth).map((token) => ({
    tokens: [...beam.tokens, token],
    logProbability: beam.logProbability + itemAt(logs, token),
    row,
  }));
}
