/** The course's library and TensorFlow.js, prepared for cells as the kernel prepares them in Node. */
import type { Interrupts } from '../../../kernel/run/interrupt';
import { stopFitOnInterrupt } from '../../../kernel/run/tensorflow';
import { PRINTED, printWith } from '../../../kernel/show/printing';
import absent from '../node/absent';
import fs, { COURSE, existsSync } from '../node/files';
import crypto from '../node/crypto';
import { createRequire, provide, provided } from '../node/module';
import os from '../node/os';
import util from '../node/util';
import zlib from '../node/zlib';
import path from 'path-browserify';
import type { DataOnDemand } from './data';

/** What cells may import of Node's, besides what the course needs no page for. */
const NODE = { fs, crypto, os, util, zlib, path, child_process: absent };

let library: object | undefined;

/** @returns how cells import */
export function prepareLibrary(
  data: DataOnDemand,
  interrupts: () => Interrupts,
): (id: string) => unknown {
  // `import fs from 'node:fs'` reads the default, as in Node.
  for (const [name, exports] of Object.entries(NODE))
    provide(name, () => ({ ...exports, default: exports }));
  const dlts = (): object => (library ??= load(data, interrupts()));
  provide('dlts', dlts);
  provide('dlts/dist/learn/author', () => require('../../../src/learn/author') as unknown);
  provide('@tensorflow/tfjs-core', () => require('@tensorflow/tfjs-core') as unknown);
  for (const name of ['@tensorflow/tfjs', '@tensorflow/tfjs-node'])
    provide(name, () => (dlts() as { tf: unknown }).tf);
  provide('danfojs-node', dataFrames);
  Object.assign(globalThis, { dltsModule: (id: string) => provided(id)?.() });
  return (id) => {
    const load = provided(id);
    if (load) return load();
    throw new Error(
      `import '${id}': expected one of the modules that a page has (dlts, ${Object.keys(NODE)
        .map((name) => `node:${name}`)
        .join(', ')}); ` + `got '${id}'; open the notebook in JupyterLab to use other packages.`,
    );
  };
}

/** danfo.js, a megabyte that comes when a cell mentions it; made by scripts/site/cells.mjs. */
function dataFrames(): unknown {
  const file = `${COURSE}/site/danfojs-node.js`;
  if (existsSync(file)) return createRequire(file)('./danfojs-node.js');
  throw new Error(
    "danfojs-node: expected its name, or toFrame, in the cell that needs it; got a call from elsewhere; add the line 'toFrame;' to the cell.",
  );
}

function load(data: DataOnDemand, interrupts: Interrupts): object {
  const exports = require('../../../src/index') as { tf: Record<string, unknown> };
  const { tf } = exports;
  for (const name of ['Tensor', 'LayersModel']) print(tf[name], name);
  stopFitOnInterrupt(tf, interrupts);
  return data.around(exports);
}

/** Lets `console.log` print the objects of a class as a trailing value is shown. */
function print(target: unknown, name: string): void {
  const how = PRINTED[name];
  if (typeof target === 'function' && how)
    printWith(target as { prototype: object } & (() => void), how);
}
