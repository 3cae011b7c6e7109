/** The course's folder, and files that are written whole or not at all. */
import fs from 'node:fs';
import path from 'node:path';

/**
 * The course's folder: the first one that holds `notebooks/chapters.json`, walking up from this file, then from the
 * working directory; `undefined` when there is none.
 */
export function courseFolder(): string | undefined {
  for (const start of [__dirname, process.cwd()]) {
    for (let folder = start; ; folder = path.dirname(folder)) {
      if (fs.existsSync(path.join(folder, 'notebooks', 'chapters.json'))) return folder;
      if (path.dirname(folder) === folder) break;
    }
  }
  return undefined;
}

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Makes the folders that are missing.
 *
 * @throws Error of the file system (full disk, no permission); the file is as it was before.
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  const partial = `${file}.${process.pid}.partial`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(partial, content, { flush: true });
    fs.renameSync(partial, file);
  } catch (error) {
    removeQuietly(partial);
    throw error;
  }
}

/** Removes a file if that is possible: the error that came before is the one to report. */
export function removeQuietly(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // Nothing was written there.
  }
}
