/**
 * Makes `console.log` print tensors, models and tables as readably as a trailing value.
 *
 * The classes are found among the loaded modules; their prototypes get the method by which Node asks an
 * object how it wants to be printed.
 */
import path from 'node:path';
import util, { type InspectOptions } from 'node:util';
import { tableOf, tableText, isFrame } from './tables';
import { isModel, isTensor, modelLine, tensorText } from './tensors';

type Class = { prototype: object };
type Print = (value: unknown, depth: number, options: InspectOptions) => string | undefined;

const printTensor: Print = (value, depth) => {
  if (!isTensor(value)) return undefined;
  const text = tensorText(value);
  return depth < 0 ? text.split('\n', 1)[0] : text;
};
const printModel: Print = (value) => (isModel(value) ? modelLine(value) : undefined);
const printFrame: Print = (value) => (isFrame(value) ? tableText(tableOf(value)) : undefined);

const known: { module: RegExp; classes: string[]; print: Print }[] = [
  {
    module: /@tensorflow.tfjs-core.dist.tf-core\.node\.js$/,
    classes: ['Tensor'],
    print: printTensor,
  },
  {
    module: /@tensorflow.tfjs-layers.dist.tf-layers\.node\.js$/,
    classes: ['LayersModel'],
    print: printModel,
  },
  {
    module: /danfojs-node.dist.danfojs-node.src.index\.js$/,
    classes: ['DataFrame', 'Series'],
    print: printFrame,
  },
];
const done = new Set<string>();
let modulesSeen = 0;

/** Looks for the classes among the modules loaded so far. Cheap when nothing was loaded since. */
export function improvePrinting(
  onLoaded: (name: string, exported: Record<string, unknown>) => void,
): void {
  const files = Object.keys(require.cache);
  if (files.length === modulesSeen) return;
  modulesSeen = files.length;
  for (const file of files) {
    const entry = known.find(({ module }) => module.test(file));
    const loaded = require.cache[file];
    if (!entry || !loaded?.loaded || done.has(file)) continue;
    done.add(file);
    const exported = loaded.exports as Record<string, unknown>;
    for (const name of entry.classes) printWith(exported[name] as Class | undefined, entry.print);
    onLoaded(path.basename(file, '.node.js'), exported);
  }
}

function printWith(target: Class | undefined, print: Print): void {
  if (!target || Object.hasOwn(target.prototype, util.inspect.custom)) return;
  Object.defineProperty(target.prototype, util.inspect.custom, {
    configurable: true,
    value(this: object, depth: number, options: InspectOptions) {
      return (
        print(this, depth, options) ?? util.inspect(this, { ...options, customInspect: false })
      );
    },
  });
}
