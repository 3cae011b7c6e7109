/** The trained encoder–decoder of chapter 05b: from letters to phonemes, with what it looked at. */
import type { tf } from '../../../src/engine';
import { itemAt } from '../../../src/host/item-at';
import type { PublishedModel } from '../../../src/training/publish';
import type { Runtime } from '../shared';

/** What chapter 05b publishes beside the model. */
interface Details {
  /** Letter of each source token. */
  letters: string[];
  /** Phoneme of each target token. */
  phonemes: string[];
  startToken: number;
  stopToken: number;
  /** Longest word that the model was trained on. */
  maxLetters: number;
}

/** A word, spoken. */
export interface Spoken {
  word: string;
  /** Phonemes in ARPABET, without start and stop. */
  sounds: string[];
  /** Probability that the model gave to each sound, and at the end to stopping. */
  probabilities: number[];
  /** Cross-attention of each decoder block, `[heads, sounds + 1, letters]`. */
  attention: number[][][][];
}

/** See {@link createSpeaker}. */
export interface Speaker {
  maxLetters: number;
  /** @param word letters a to z, at least one. No tensor is left behind. */
  speak(word: string): Promise<Spoken>;
}

/** More sounds than any word of the dictionary needs: a model that never stops is stopped. */
const MOST_SOUNDS = 24;

/** The likeliest phoneme at each step, until the model stops. */
async function decode(
  { samplingProbabilities, translationSession }: Runtime,
  model: tf.LayersModel,
  source: number[],
  { startToken, stopToken }: Details,
): Promise<{ tokens: number[]; probabilities: number[] }> {
  const session = translationSession(model, [source]);
  const tokens: number[] = [];
  const probabilities: number[] = [];
  try {
    for (let last = startToken; tokens.length < MOST_SOUNDS;) {
      const logits = await session.feed([[last]]);
      const all = samplingProbabilities(itemAt(logits, 0));
      last = all.indexOf(Math.max(...all));
      probabilities.push(itemAt(all, last));
      if (last === stopToken) break;
      tokens.push(last);
    }
    return { tokens, probabilities };
  } finally {
    session.dispose();
  }
}

/** Makes the published model speak. */
export async function createSpeaker(runtime: Runtime, published: PublishedModel): Promise<Speaker> {
  const { tf, attentionScores } = runtime;
  const model = await runtime.loadModel(published);
  const details = published.details as unknown as Details;
  const { letters, phonemes, startToken, maxLetters } = details;

  const crossAttention = (source: number[], tokens: number[]): number[][][][] => {
    const inputs = [source, [startToken, ...tokens]].map((row) =>
      tf.tensor2d([row], undefined, 'int32'),
    );
    const all = attentionScores(() => model.predict(inputs));
    const cross = Object.entries(all)
      .filter(([name]) => name.endsWith('cross_attention'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, scores]) => itemAt(scores.arraySync() as number[][][][], 0));
    tf.dispose([inputs, Object.values(all)] as tf.TensorContainer);
    return cross;
  };

  return {
    maxLetters,
    speak: async (word) => {
      const source = [...word].map((letter) => letters.indexOf(letter));
      const { tokens, probabilities } = await decode(runtime, model, source, details);
      const sounds = tokens.map((token) => itemAt(phonemes, token));
      return { word, sounds, probabilities, attention: crossAttention(source, tokens) };
    },
  };
}
