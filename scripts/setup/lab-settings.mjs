/** Step: the JupyterLab of `.venv` as the course wants it. */
import path from 'node:path';
import { writeAtomically } from './files.mjs';
import { venv } from './paths.mjs';
import { readStamp } from './stamp.mjs';

const settings = path.join(venv, 'share', 'jupyter', 'lab', 'settings');

/** What is written where. */
const FILES = new Map([
  // It does not ask the network for news.
  [
    path.join(settings, 'overrides.json'),
    {
      '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false },
    },
  ],
  // The kernel has no debugger: JupyterLab's would report an error in the browser's console for every cell that runs.
  [
    path.join(settings, 'page_config.json'),
    { disabledExtensions: { '@jupyterlab/debugger-extension': true } },
  ],
  // TypeScript comes first in the launcher, and is the kernel of a new notebook.
  [
    path.join(venv, 'etc', 'jupyter', 'jupyter_server_config.json'),
    { MultiKernelManager: { default_kernel_name: 'tslab' } },
  ],
]);

const textOf = (/** @type {object} */ content) => `${JSON.stringify(content, null, 2)}\n`;

export const labSettings = {
  name: 'settings of JupyterLab',
  needs: ['Python environment (.venv)'],
  check() {
    const isThere = [...FILES].every(([file, content]) => readStamp(file) === textOf(content));
    return isThere
      ? { ok: true, detail: 'TypeScript first; no news from the network' }
      : { ok: false, detail: 'missing or changed', remedy: 'npm start' };
  },
  async run() {
    for (const [file, content] of FILES) writeAtomically(file, textOf(content));
  },
};
