/** Language models of chapters 04 and 05: the next character, again and again. */
import { itemAt } from '../../../src/host/item-at';
import type { PublishedModel } from '../../../src/training/publish';
import type { Runtime } from '../shared';

/** What a chapter publishes beside its model. */
interface Details {
  /** Character of each token. */
  characters: string[];
  /** Token that every text begins with, if there is one. */
  startToken?: number;
  /** Token that ends a text, if there is one. */
  stopToken?: number;
  /** Most characters of one text. */
  maxLength?: number;
  /** Most tokens that the model can take at once. */
  maxSequenceLength?: number;
}

/** How the next character is drawn. */
export interface Sampling {
  temperature: number;
  topK: number;
}

/** A text in the making. */
export interface Text {
  /** Probability of each token to come next, after temperature and top-k. */
  probabilities(sampling: Sampling): Float64Array;
  /** Appends a token. */
  append(token: number): Promise<void>;
  dispose(): void;
}

/** See {@link createWriter}. */
export interface Writer extends Details {
  /** The characters of `text` that the model knows. */
  known(text: string): string;
  /** Begins with `prompt`. The caller disposes. */
  begin(prompt: string): Promise<Text>;
}

/** Makes a published model write. */
export async function createWriter(runtime: Runtime, published: PublishedModel): Promise<Writer> {
  const model = await runtime.loadModel(published);
  const details = published.details as unknown as Details;
  const { characters, startToken, maxSequenceLength = Infinity } = details;
  const known = (text: string): string =>
    [...text].filter((character) => characters.includes(character)).join('');

  const begin = async (prompt: string): Promise<Text> => {
    let tokens = [...known(prompt)].map((character) => characters.indexOf(character));
    if (startToken !== undefined) tokens.unshift(startToken);
    if (tokens.length === 0)
      throw new RangeError('expected a beginning of at least one character.');
    tokens = tokens.slice(-Math.ceil(Math.min(tokens.length, maxSequenceLength - 1)));
    let session = runtime.languageSession(model, true);
    let logits = itemAt(await session.feed([tokens]), 0);
    return {
      probabilities: ({ temperature, topK }) =>
        runtime.samplingProbabilities(logits, { temperature, topK }),
      append: async (token) => {
        tokens.push(token);
        if (tokens.length <= maxSequenceLength) {
          logits = itemAt(await session.feed([[token]]), 0);
          return;
        }
        // The window is full. What was computed holds for its positions only: begin again with the last half.
        session.dispose();
        tokens = tokens.slice(-Math.floor(maxSequenceLength / 2));
        session = runtime.languageSession(model, true);
        logits = itemAt(await session.feed([tokens]), 0);
      },
      dispose: () => session.dispose(),
    };
  };
  return { ...details, known, begin };
}

/** Draws a token from probabilities that sum to 1. @param uniform from 0 to 1, 1 excluded */
export function drawToken(probabilities: Float64Array, uniform: number): number {
  let rest = uniform;
  for (const [token, probability] of probabilities.entries()) {
    rest -= probability;
    if (rest < 0) return token;
  }
  return probabilities.indexOf(Math.max(...probabilities)); // rounding left a sliver
}
