/** Where things are. */
import path from 'node:path';

/** The kernel's compiled code. */
export const KERNEL = path.resolve(__dirname, '..');

/** The course's folder. */
export const COURSE = path.resolve(KERNEL, '..', '..');
