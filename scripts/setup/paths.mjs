/** Where things are. Every script takes its paths from here. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';

/** Absolute path of the project's top folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {...string} parts path below the top folder */
export const at = (...parts) => path.join(root, ...parts);

export const venv = at('.venv');
export const venvPython = windows
  ? path.join(venv, 'Scripts', 'python.exe')
  : path.join(venv, 'bin', 'python');

/** Everything that may be deleted at any time: downloads, logs, stamps, the TensorFlow library. */
export const cache = at('.cache');
