/** Prepares the libraries that cells use, each when it has been loaded. */
import { explainRefusals, type NativeBackendClass } from '../run/native-errors';
import type { Interrupts } from '../run/interrupt';
import { stopFitOnInterrupt } from '../run/tensorflow';
import { PRINTED, printWith } from '../show/printing';

type Exports = Record<string, unknown>;
type Prepare = (exported: Exports, interrupts: Interrupts) => void;

const printed =
  (...names: string[]): Prepare =>
  (exported) => {
    for (const name of names) {
      const target = exported[name];
      const print = PRINTED[name];
      if (isClass(target) && print) printWith(target, print);
    }
  };

function isClass(value: unknown): value is { prototype: object } {
  return typeof value === 'function' && typeof value.prototype === 'object';
}

const KNOWN: readonly [module: RegExp, prepare: Prepare][] = [
  [/@tensorflow.tfjs-core.dist.tf-core\.node\.js$/, printed('Tensor')],
  [
    /@tensorflow.tfjs-layers.dist.tf-layers\.node\.js$/,
    (exported, interrupts) => {
      printed('LayersModel')(exported, interrupts);
      stopFitOnInterrupt(exported, interrupts);
    },
  ],
  [
    /@tensorflow.tfjs-node.dist.nodejs_kernel_backend\.js$/,
    ({ NodeJSKernelBackend: backend }) => {
      if (isClass(backend)) explainRefusals(backend as NativeBackendClass);
    },
  ],
  [/danfojs-node.dist.danfojs-node.src.index\.js$/, printed('DataFrame', 'Series')],
];

/** Looks for the libraries among the modules loaded so far. Cheap when nothing was loaded since. */
export function createLibraryWatch(interrupts: () => Interrupts): () => void {
  const done = new Set<string>();
  let seen = 0;
  return () => {
    const files = Object.keys(require.cache);
    if (files.length === seen) return;
    seen = files.length;
    for (const file of files) {
      const [, prepare] = KNOWN.find(([module]) => module.test(file)) ?? [];
      const loaded = require.cache[file];
      if (!prepare || !loaded?.loaded || done.has(file)) continue;
      done.add(file);
      prepare(loaded.exports as Exports, interrupts());
    }
  };
}
