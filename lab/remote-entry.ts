/**
 * What JupyterLab loads first: a container of federated modules, as webpack's module federation defines it. JupyterLab
 * calls `init` with the modules that it shares, then `get` for the module that package.json names.
 */
import type { Shared } from './shared';

/** File beside this script that holds the extension; set when this is bundled. */
declare const EXTENSION: string;

type Module = Record<string, unknown>;

interface Container {
  init(shared: Shared): void;
  get(name: string): Promise<() => Module>;
}

declare global {
  var _JUPYTERLAB: Record<string, Container> | undefined;
}

let shared: Shared = {};

(globalThis._JUPYTERLAB ??= {})['dlts-figures'] = {
  init(scope) {
    shared = scope;
  },
  async get(name) {
    const { createExtension, plugins } = (await import(EXTENSION)) as typeof import('./extension');
    if (name === './extension') return () => ({ __esModule: true, default: plugins });
    if (name !== './mimeExtension')
      throw new RangeError(`dlts-figures: expected ./extension or ./mimeExtension; got ${name}.`);
    const extension = await createExtension(shared);
    return () => ({ __esModule: true, default: extension });
  },
};
