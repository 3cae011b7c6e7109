/** The globals of Node that the library and the cells use. Injected into the worker's bundle. */
import { Buffer } from 'buffer';
import { FOLDER } from './files';

export { Buffer };

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** A task of its own, before which messages of the page are taken. Timers would wait four milliseconds. */
export function setImmediate(callback: (...args: unknown[]) => void, ...args: unknown[]): void {
  waiting.push(() => callback(...args));
  channel.port2.postMessage(0);
}

const nothing = (): void => {};

export const process = {
  browser: true, // by which the compiler knows not to look for Node's files
  env: {} as Record<string, string | undefined>,
  argv: [] as string[],
  versions: {},
  platform: 'browser',
  pid: 1,
  cwd: () => FOLDER,
  nextTick: (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
    queueMicrotask(() => callback(...args)),
  hrtime: Object.assign(
    () => [Math.floor(performance.now() / 1e3), Math.round((performance.now() % 1e3) * 1e6)],
    { bigint: () => BigInt(Math.round(performance.now() * 1e6)) },
  ),
  memoryUsage: Object.assign(() => ({ rss: 0, heapUsed: 0 }), { rss: () => 0 }),
  stdout: { isTTY: false, write: nothing },
  stderr: { isTTY: false, write: nothing },
  on: nothing,
  once: nothing,
  removeListener: nothing,
  emitWarning: nothing,
};

/** The library asks where a package is, to load another one from there: in a page every package is in one place. */
const require = Object.assign(
  (id: string): never => {
    throw new Error(`Cannot find module '${id}'`);
  },
  { resolve: (id: string) => `/course/node_modules/${id}`, cache: {} },
);

Object.assign(globalThis, { Buffer, setImmediate, process, require });
