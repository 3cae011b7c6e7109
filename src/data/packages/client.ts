/** The package managers' own clients, which download a pinned package. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { notebookHost } from '../../host/notebook-host';
import type { PinnedPackage } from './pinned';

/** A program and its first arguments. */
type Command = readonly [program: string, ...args: string[]];

/** How a client ended: exit code or signal, `null` if it did not start, and all that it printed. */
export interface ClientResult {
  code: number | string | null;
  output: string;
}

/** From this version on, pip takes up a connection that broke. */
const RESUMING_PIP = 25.1;
const RESUMES = '10';
const WINDOWS = process.platform === 'win32';
/** Milliseconds between two looks at how much has arrived. */
const LOOK_MS = 500;

function findPython(course: string): { command: Command; version: number } | undefined {
  const own = path.join(course, '.venv', ...(WINDOWS ? ['Scripts', 'python.exe'] : ['bin', 'python'])); // prettier-ignore
  const names = [existsSync(own) ? own : undefined, process.env['PYTHON'], 'python3', 'python'];
  for (const name of names) {
    if (!name) continue;
    const { status, stdout } = spawnSync(name, ['-m', 'pip', '--version'], { encoding: 'utf8' });
    const [, version] = /^pip (\d+\.\d+)/.exec(stdout ?? '') ?? [];
    if (status === 0 && version) return { command: [name, '-m', 'pip'], version: Number(version) };
  }
  return undefined;
}

/** Downloads one wheel; pip compares its checksum. */
function pipCommand(course: string, pinned: PinnedPackage, folder: string): Command | undefined {
  const python = findPython(course);
  if (!python) return undefined;
  const requirement = path.join(folder, 'requirement.txt');
  writeFileSync(requirement, `${pinned.name}==${pinned.version} --hash=sha256:${pinned.sha256}\n`);
  return [
    ...python.command,
    'download',
    ...['--no-deps', '--only-binary=:all:', '--require-hashes', '-r', requirement, '-d', folder],
    ...['--disable-pip-version-check', '--no-input', '--progress-bar', 'off'],
    ...['--retries', '2', '--timeout', '30'],
    ...(python.version >= RESUMING_PIP ? ['--resume-retries', RESUMES] : []),
  ];
}

/** npm without a shell: its own script when npm started us, else the executable on the path. */
function npmCommand(pinned: PinnedPackage, folder: string): Command {
  const script = process.env['npm_execpath'];
  const beside = path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js');
  const npm: Command =
    script && /\.[cm]?js$/.test(script)
      ? [process.execPath, script]
      : WINDOWS
        ? [process.execPath, beside]
        : ['npm'];
  return [
    ...npm,
    'pack',
    `${pinned.name}@${pinned.version}`,
    ...['--pack-destination', folder, '--ignore-scripts', '--loglevel=error'],
    ...['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'],
  ];
}

/** Downloads one Debian package, whose signed list holds its checksum; needs no rights of an administrator. */
function aptCommand({ name, version }: PinnedPackage): Command | undefined {
  const tools: Command[] = [['apt-get', '--version'], ['dpkg-deb', '--version']]; // prettier-ignore
  const starts = ([program, ...args]: Command): boolean => spawnSync(program, args).status === 0;
  if (!tools.every(starts)) return undefined;
  return ['apt-get', '-q', '-o', 'Acquire::Retries=2', 'download', `${name}=${version}`];
}

/** The command that downloads a package, or `undefined` if there is no client for it. */
function clientCommand(course: string, pinned: PinnedPackage, folder: string): Command | undefined {
  if (pinned.registry === 'npm') return npmCommand(pinned, folder);
  return pinned.registry === 'PyPI' ? pipCommand(course, pinned, folder) : aptCommand(pinned);
}

/** Bytes of all files below a folder, as far as they can be seen. */
function bytesBelow(folder: string): number {
  let bytes = 0;
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      bytes += statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // A file or folder of the client's went away while we looked.
  }
  return bytes;
}

/**
 * Downloads the archive of a package into `folder`.
 *
 * @param course folder whose `.venv` holds pip, when there is one
 * @param progress called with the bytes that have arrived, about twice a second
 * @returns how the client ended; `undefined` if there is no client.
 */
export async function runClient(
  course: string,
  pinned: PinnedPackage,
  folder: string,
  progress: (bytes: number) => void,
): Promise<ClientResult | undefined> {
  const temporary = path.join(folder, 'temporary');
  mkdirSync(temporary, { recursive: true });
  const command = clientCommand(course, pinned, folder);
  if (!command) return undefined;
  // pip writes what arrives to its folder for temporary files, so it can be counted there.
  const places = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    // Causes of failures are recognized in English.
    env: { ...process.env, ...places, PYTHONUNBUFFERED: '1', LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const looking = setInterval(() => progress(bytesBelow(folder)), LOOK_MS);
  const unsubscribe = notebookHost()?.onInterrupt(() => void child.kill());
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  try {
    return await new Promise<ClientResult>((resolve) => {
      const done = (code: ClientResult['code'], more = ''): void =>
        resolve({ code, output: Buffer.concat(chunks).toString('utf8') + more });
      child.on('error', (error) => done(null, String(error)));
      child.on('close', (code, signal) => done(code ?? signal));
    });
  } finally {
    clearInterval(looking);
    unsubscribe?.();
  }
}
