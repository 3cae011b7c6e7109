/** What all demos share: TensorFlow.js, the course's layers, and decoding. */
import { createRandom, tf } from '../../src/engine';
import '../../src/layers';
import { attentionScores } from '../../src/layers/attention-scores';
import { languageSession, translationSession } from '../../src/models/decoding';
import { samplingProbabilities } from '../../src/models/sampling';
import type { PublishedModel } from '../../src/training/publish';

/** A published model, ready to predict. @returns the model; the page keeps it until it is left. */
export async function loadModel(published: PublishedModel): Promise<tf.LayersModel> {
  const { modelTopology, weightSpecs } = published;
  const weightData = Uint8Array.from(atob(published.weightData), (c) => c.charCodeAt(0)).buffer;
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

export const runtime = {
  tf,
  attentionScores,
  createRandom,
  languageSession,
  loadModel,
  samplingProbabilities,
  translationSession,
};
/** What a demo is given. */
export type Runtime = typeof runtime;
