/** Files of `notebooks/models` that are no networks, as the demos load them. */
import fs from 'node:fs';
import path from 'node:path';
import type { StoredPieces } from '../../site/demos/alike/vectors';
import type { StoredLatent } from '../../site/demos/latent/networks';
import type { StoredTrees } from '../../site/demos/next/tree';
import type { PublishedModel } from '../../src/training/publish';

const FOLDER = path.join(__dirname, '..', '..', 'notebooks', 'models');
const read = (name: string): unknown =>
  JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8'));

/** The stored next tokens of SmolLM2. */
export const storedTrees = (): StoredTrees => read('next-tokens') as StoredTrees;
/** The small copy of MiniLM. */
export const storedPieces = (): StoredPieces => read('alike') as StoredPieces;
/** The decoders and flows of the map of drawings. */
export const storedLatent = (): StoredLatent => read('latent') as StoredLatent;
/** The perceptron of chapter 03. */
export const storedPerceptron = (): PublishedModel => read('digits-mlp') as PublishedModel;
