/** Text from a language model, and translations from an encoder–decoder. */
import { breathe } from '../host/breathe';
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { createRandom, type Random, type tf } from '../engine';
import { beamSearch } from './beam-search';
import {
  languageSession,
  translationSession,
  type Decoding,
  type DecodingSession,
} from './decoding';
import { textSession } from './graph-decoding';
import { checkLogits, checkSampling, drawToken, SAMPLING, type SamplingOptions } from './sampling';

/** What `generate` and `decode` have in common. */
interface CommonOptions extends SamplingOptions {
  /** Most tokens to add. Default 100. */
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
  /**
   * Runs each token of a GPT as one graph where the engine can, if 16 tokens or more are asked for. The first text has
   * it made; it serves later ones of similar length and is freed with the model. Numbers differ by rounding only.
   * Default `true`.
   */
  traced?: boolean;
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

/** Default of `maxTokens`. */
const MAX_TOKENS = 100;

const COMMON = {
  ...SAMPLING,
  beamWidth: true,
  lengthPenalty: true,
  maxTokens: true,
  seed: true,
  stopToken: true,
} satisfies Record<keyof CommonOptions, true>;
const GENERATE = { ...COMMON, onToken: true, traced: true, useCache: true } satisfies Record<
  keyof GenerateOptions,
  true
>;
const DECODE = { ...COMMON, padding: true, startToken: true } satisfies Record<
  keyof DecodeOptions,
  true
>;

function checkCommon(caller: string, options: CommonOptions): void {
  checkSampling(caller, options);
  checkWholeNumber(caller, 'maxTokens', options.maxTokens ?? MAX_TOKENS);
  checkWholeNumber(caller, 'beamWidth', options.beamWidth ?? 1);
}

function checkTokens(caller: string, name: string, tokens: readonly number[]): void {
  if (tokens.length > 0 && tokens.every((token) => Number.isInteger(token) && token >= 0)) return;
  throw new RangeError(
    `${caller}: expected ${name} to be at least one token id (whole numbers ≥ 0); ` +
      `got [${tokens.slice(0, 8).join(', ')}]; encode the text with the model's vocabulary first.`,
  );
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
  const {
    beamWidth = 1,
    useCache = true,
    traced = true,
    maxTokens = MAX_TOKENS,
    onToken,
  } = options;
  if (beamWidth > 1) return [...prompt, ...(await likeliest(model, prompt, options))];
  const plan = { useCache, traced, prompt: prompt.length, maxTokens };
  const session = finite('generate', textSession(model, plan));
  try {
    const random = createRandom(options.seed);
    const [added] = await sampleRows(session, [prompt], options, random, onToken);
    return [...prompt, ...(added ?? [])];
  } finally {
    session.dispose();
  }
}

/** What beam search adds to the prompt. */
async function likeliest(
  model: tf.LayersModel,
  prompt: readonly number[],
  options: GenerateOptions,
): Promise<number[]> {
  const session = finite('generate', languageSession(model, options.useCache ?? true));
  try {
    return await beamSearch(session, prompt, { maxTokens: MAX_TOKENS, ...options });
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
      translations.push(
        await beamSearch(session, [options.startToken], { maxTokens: MAX_TOKENS, ...options }),
      );
    } finally {
      session.dispose();
    }
  }
  return translations;
}

/** The same session; it refuses logits that are not finite, which nothing sensible follows from. */
function finite(caller: string, session: DecodingSession): DecodingSession;
function finite(caller: string, session: Decoding): Decoding;
function finite(caller: string, session: Decoding & Partial<DecodingSession>): Decoding {
  return {
    feed: async (tokens) => {
      const rows = await session.feed(tokens);
      for (const row of rows) checkLogits(caller, row);
      return rows;
    },
    ...('reorder' in session && { reorder: (rows: readonly number[]) => session.reorder?.(rows) }),
    dispose: () => session.dispose(),
  };
}

/** Draws tokens for every row until each has stopped. Returns what was added. */
async function sampleRows(
  session: Decoding,
  starts: readonly (readonly number[])[],
  options: CommonOptions,
  random: Random,
  onToken?: (token: number) => void,
): Promise<number[][]> {
  const { maxTokens = MAX_TOKENS, stopToken } = options;
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
