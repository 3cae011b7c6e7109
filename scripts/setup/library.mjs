/** Step: compile `src` (the package dlts), `kernel` and the exercises. */
import fs from 'node:fs';
import { at } from './paths.mjs';
import { run } from './process.mjs';
import { digest, readStamp, treeDigest, writeStamp } from './stamp.mjs';

const stamp = at('.cache', 'library-stamp');
const exercises = at('notebooks', 'exercises');
const wanted = () =>
  digest(
    treeDigest([at('src'), at('kernel'), exercises], /\.(ts|json)$/),
    String(readStamp(at('tsconfig.base.json'))),
  );
const built = () =>
  readStamp(at('src', 'dist', 'index.js')) &&
  readStamp(at('kernel', 'dist', 'main.js')) &&
  fs.existsSync(at('notebooks', 'exercises', 'dist', 'tsconfig.tsbuildinfo'));

export const library = {
  name: 'library and kernel',
  needs: ['npm packages'],
  check() {
    return built() && readStamp(stamp) === wanted()
      ? { ok: true, detail: 'compiled, up to date' }
      : { ok: false, detail: 'not compiled, or changed since', remedy: 'npm start' };
  },
  async run() {
    const tsc = at('node_modules', 'typescript', 'lib', 'tsc.js');
    const options = { log: 'compile-library', what: 'Compiling src, kernel and exercises' };
    await run(process.execPath, [tsc, '-b', at('src'), at('kernel'), exercises], options);
    writeStamp(stamp, wanted());
  },
};
