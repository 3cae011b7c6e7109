/**
 * How cells are checked: strictly, and with the JavaScript that the running engine has.
 *
 * The kernel and the check of the notebooks (`scripts/notebooks/types.mjs`) both take their settings from here.
 */
import { ts } from './typescript';

/** What each of TypeScript's libraries after ES2022 describes, by one member that tells whether it is there. */
const NEWER: readonly [library: string, holder: object, member: string][] = [
  ['es2023.array', Array.prototype, 'toSorted'],
  ['es2023.intl', Intl.NumberFormat.prototype, 'formatRange'],
  ['es2024.arraybuffer', ArrayBuffer.prototype, 'transfer'],
  ['es2024.collection', Map, 'groupBy'],
  ['es2024.object', Object, 'groupBy'],
  ['es2024.promise', Promise, 'withResolvers'],
  ['es2024.regexp', RegExp.prototype, 'unicodeSets'],
  ['es2024.sharedmemory', Atomics, 'waitAsync'],
  ['es2024.string', String.prototype, 'isWellFormed'],
  ['esnext.array', Array, 'fromAsync'],
  ['esnext.collection', Set.prototype, 'union'],
  ['esnext.disposable', globalThis, 'DisposableStack'],
  ['esnext.error', Error, 'isError'],
  ['esnext.float16', globalThis, 'Float16Array'],
  ['esnext.intl', Intl, 'DurationFormat'],
  ['esnext.iterator', globalThis, 'Iterator'],
  ['esnext.promise', Promise, 'try'],
  ['esnext.sharedmemory', Atomics, 'pause'],
];

/** The libraries that describe what the running engine can do, as the compiler names their files. */
export function libraries(): string[] {
  const newer = NEWER.filter(([, holder, member]) => member in holder).map(([name]) => name);
  return ['es2022', ...newer].map((name) => `lib.${name}.d.ts`);
}

/** Settings under which cells are checked and compiled. */
export function cellOptions(): ts.CompilerOptions {
  return {
    // What newer syntax needs beyond it, such as `using`, the compiler writes out.
    target: 'unicodeSets' in RegExp.prototype ? ts.ScriptTarget.ES2024 : ts.ScriptTarget.ES2022,
    lib: libraries(),
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    resolveJsonModule: true,
    // Both './helper' and './helper.ts' are the same file: what runs is helper.js.
    rewriteRelativeImportExtensions: true,
    newLine: ts.NewLineKind.LineFeed,
    strict: true,
    skipLibCheck: true,
    // Other packages of types load when something refers to them.
    types: ['node'],
  };
}

const ADVICE =
  /\. Do you need to change your target library\? Try changing the 'lib' compiler option to (.*)\.$/;

/** A complaint about a method that iterators have where there is `Iterator`. */
const ITERATOR_HELPER =
  /^Property '(drop|every|filter|find|flatMap|forEach|map|reduce|some|take|toArray)' does not exist on type '(\w*Iterator|Generator)(Object)?<.*>'\.$/;

/** What is missing here of the table above: "DisposableStack" by itself, "Promise.try" of its holder. */
function isMissing(name: string, holder: object | undefined): boolean {
  return NEWER.some(
    ([, of, member]) => member === name && !(member in of) && (!holder || of === holder),
  );
}

/** Whether a message complains of something that is missing, such as "… 'try' does not exist on type 'PromiseConstructor'." */
function missingIn(message: string): boolean {
  const [, global] = /^Cannot find name '(\w+)'\.$/.exec(message) ?? [];
  if (global !== undefined) return isMissing(global, globalThis);
  if (!('Iterator' in globalThis) && ITERATOR_HELPER.test(message)) return true;
  const pattern = /^Property '(\w+)' does not exist on type '(\w+)Constructor'\.$/;
  const [, member, type] = pattern.exec(message) ?? [];
  if (member === undefined || type === undefined) return false;
  const holder: unknown = Object.getOwnPropertyDescriptor(globalThis, type)?.value;
  return typeof holder === 'function' && isMissing(member, holder);
}

/**
 * What the compiler says of a name that only a newer engine has, in words for whoever wrote the cell.
 *
 * @param runtime what runs the cell, such as "Node 20.19.0"
 */
export function withRuntime(message: string, runtime: string): string {
  const said = `: ${runtime}, which runs this cell, does not have it yet.`;
  const [advice, wanted] = ADVICE.exec(message) ?? [];
  if (wanted?.includes("'dom'")) return message.replace(ADVICE, ': there is no web page here.');
  if (advice !== undefined) return message.replace(ADVICE, said);
  return missingIn(message) ? message.replace(/\.$/, said) : message;
}
