/**
 * Stamps: small files that say "this step was finished for exactly these inputs".
 * A step that was killed leaves no stamp, so the next run does it again.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** @param {...(string | Buffer)} parts */
export function digest(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Digest of names, sizes and times of all files below some folders: cheap, changes with every edit. */
export function treeDigest(/** @type {string[]} */ folders, /** @type {RegExp} */ wanted) {
  const lines = [];
  for (const folder of folders) {
    if (!fs.existsSync(folder)) continue;
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      if (!entry.isFile() || !wanted.test(file) || /[\\/](dist|node_modules)[\\/]/.test(file))
        continue;
      const { size, mtimeMs } = fs.statSync(file);
      lines.push(`${file} ${size} ${mtimeMs}`);
    }
  }
  return digest(lines.sort().join('\n'));
}

/** @param {string} file @returns {string | undefined} */
export function readStamp(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export { writeAtomically as writeStamp } from './files.mjs';
