/** The stored next tokens of SmolLM2, as the demo loads them. */
import fs from 'node:fs';
import type { StoredTrees } from '../../site/demos/next/tree';

const FILE = new URL('../../notebooks/models/next-tokens.json', import.meta.url);

export function storedTrees(): StoredTrees {
  return JSON.parse(fs.readFileSync(FILE, 'utf8')) as StoredTrees;
}
