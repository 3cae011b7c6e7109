/** Files that are written whole or not at all. */
import fs from 'node:fs';
import path from 'node:path';

/**
 * A reader or a killed run never sees half a file: written beside its place, then renamed. Makes the folders that are
 * missing. (The library's own, src/host/files.ts, is not compiled yet when the set-up needs this.)
 *
 * @param {string} file
 * @param {string} text
 * @throws Error of the file system; the file is as it was before
 */
export function writeAtomically(file, text) {
  const partial = `${file}.${process.pid}.partial`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  try {
    fs.writeFileSync(partial, text, { flush: true });
    fs.renameSync(partial, file);
  } catch (error) {
    fs.rmSync(partial, { force: true });
    throw error;
  }
}
