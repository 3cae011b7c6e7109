/** Starts JupyterLab and a headless Chromium for the end-to-end tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

export const ROOT = path.resolve(__dirname, '..', '..');

/** Chromium that is installed on this machine, or `undefined`. */
export function findChromium(): string | undefined {
  const candidates = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find((file) => file !== undefined && fs.existsSync(file));
}

/** A headless browser that makes no request of its own. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // Three-dimensional figures are drawn in software.
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A JupyterLab server on this machine; `root` is a copy of the notebooks, so that nothing stored is changed. */
export interface Lab {
  url: string;
  stop(): Promise<void>;
}

/** Starts JupyterLab on a free port, with `DLTS_QUICK=1`, and waits until it answers. */
export async function startLab(folder: string): Promise<Lab> {
  const port = await freePort();
  const python = path.join(ROOT, '.venv', 'bin', 'python');
  const flags = ['--no-browser', '--ServerApp.token=', '--ServerApp.password=', '--allow-root'];
  const child = spawn(
    python,
    [
      '-m',
      'jupyterlab',
      ...flags,
      `--port=${port}`,
      '--ServerApp.port_retries=0',
      `--ServerApp.root_dir=${folder}`,
      // Tests ask JupyterLab itself what it thinks of a notebook.
      '--LabApp.expose_app_in_browser=True',
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        DLTS_QUICK: '1',
        JUPYTERLAB_SETTINGS_DIR: fs.mkdtempSync(path.join(os.tmpdir(), 'lab-settings-')),
        JUPYTERLAB_WORKSPACES_DIR: fs.mkdtempSync(path.join(os.tmpdir(), 'lab-workspaces-')),
      },
      stdio: 'ignore',
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/api`);
  return { url, stop: () => stop(child) };
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`JupyterLab did not answer at ${url} within a minute.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('close', () => resolve());
    child.kill('SIGTERM');
  });
}
