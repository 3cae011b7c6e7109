/**
 * Entry of the kernel: `node main.js <connection file>`.
 *
 * The kernel proper runs in a child whose standard error passes through a filter (see `node/quiet.ts`). The
 * two live and die together: the child holds one end of a pipe that closes when this process is gone.
 */
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { LineFilter } from './node/quiet';

/** Room for young objects, in MB: compiling a cell makes many, and collecting them often is slow. */
const YOUNG_GENERATION = 32;

function start(connectionFile: string): void {
  const flags = [...process.execArgv, `--max-semi-space-size=${YOUNG_GENERATION}`];
  const kernel = path.join(__dirname, 'kernel.js');
  const child = spawn(process.execPath, [...flags, kernel, connectionFile], {
    stdio: ['ignore', 'inherit', 'pipe', 'pipe'],
  });
  const filter = new LineFilter((text) => process.stderr.write(text));
  child.stderr?.on('data', (chunk: Buffer) => filter.write(chunk));
  child.on('error', (error) => {
    process.stderr.write(`TypeScript kernel: could not start Node: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => {
    filter.flush();
    if (signal && signal !== 'SIGTERM' && signal !== 'SIGKILL')
      process.stderr.write(`TypeScript kernel: ended by ${signal}\n`);
    process.exit(code ?? 128 + (signal ? os.constants.signals[signal] : 0));
  });
  // An interrupt by signal reaches the whole process group; the child answers it.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  exitWithParent();
}

/** Ends when Jupyter is gone without having said so. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(1), 1000).unref();
}

const connectionFile = process.argv[2];
if (connectionFile) {
  start(connectionFile);
} else {
  process.stderr.write('usage: node main.js <connection file>\nJupyter starts this by itself.\n');
  process.exitCode = 2;
}
