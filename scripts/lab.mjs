/** `npm start`: set up what is missing, then open JupyterLab on the first notebook. Options go to JupyterLab. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { runMain, setup } from './setup.mjs';
import { at, root, venvPython } from './setup/paths.mjs';
import { SetupError } from './setup/process.mjs';

runMain(import.meta.url, async () => {
  const options = process.argv.slice(2);
  await checkPort(options);
  await setup();
  trustNotebooks();
  const isPath = (/** @type {string} */ option) =>
    !option.startsWith('-') && fs.existsSync(at(option));
  const target = options.some(isPath) ? [] : [at('notebooks', '00-start-here.ipynb')];
  // JupyterLab as root refuses to start without this; inside containers root is the usual user.
  const asRoot = process.getuid?.() === 0 ? ['--allow-root'] : [];
  // The file browser shows the whole project.
  const lab = [`--ServerApp.root_dir=${root}`];
  const child = spawn(venvPython, ['-m', 'jupyterlab', ...asRoot, ...lab, ...options, ...target], {
    stdio: 'inherit',
    cwd: root,
  });
  // Ctrl-C reaches JupyterLab directly (same terminal); this process only waits for it.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 0)));
});

/**
 * JupyterLab draws interactive outputs of notebooks that were run here, or that are marked as trusted. The course's own
 * notebooks came with the code that this command runs anyway, so they are.
 */
function trustNotebooks() {
  const notebooks = fs
    .readdirSync(at('notebooks'))
    .filter((file) => file.endsWith('.ipynb'))
    .map((file) => at('notebooks', file));
  spawnSync(venvPython, ['-m', 'jupyter', 'trust', ...notebooks], { stdio: 'ignore' });
}

/** A port asked for by name must be free; without the option JupyterLab looks for a free one itself. */
async function checkPort(/** @type {string[]} */ options) {
  const at = options.findIndex((option) => /^--port(=|$)/.test(option));
  const given = options[at];
  if (given === undefined) return;
  const text = given.split('=')[1] ?? options[at + 1];
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new SetupError(`--port: expected a number from 1 to 65535; got ${text ?? 'none'}.`);
  const free = await new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  if (!free)
    throw new SetupError(
      `Port ${port} is already in use.\n  Choose another one (npm start -- --port ${port + 1}), or leave the option out: JupyterLab then finds a free one.`,
    );
}
