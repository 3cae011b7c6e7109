/** Step: tell the JupyterLab of `.venv` where the TypeScript kernel is. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, venv } from './paths.mjs';

const spec = path.join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');

export const kernelspec = {
  name: 'TypeScript kernel',
  needs: ['Python environment (.venv)', 'library and kernel'],
  check() {
    try {
      const { argv } = JSON.parse(fs.readFileSync(spec, 'utf8'));
      const ours = argv.includes(at('kernel', 'dist', 'main.js')) && argv[0] === process.execPath;
      if (ours) return { ok: true, detail: 'installed in .venv as "TypeScript"' };
    } catch {
      // missing or damaged: installed again
    }
    return { ok: false, detail: 'not installed, or for another Node', remedy: 'npm start' };
  },
  async run() {
    const { installKernel } = await import(pathToFileURL(at('kernel', 'dist', 'install.js')).href);
    installKernel(venv);
  },
};
