/** The stored next tokens of SmolLM2, as the demo loads them. */
import fs from 'node:fs';
import path from 'node:path';
import type { StoredTrees } from '../../site/demos/next/tree';

const FILE = path.join(__dirname, '..', '..', 'notebooks', 'models', 'next-tokens.json');

export function storedTrees(): StoredTrees {
  return JSON.parse(fs.readFileSync(FILE, 'utf8')) as StoredTrees;
}
