/**
 * tslab's converter, with the compiler settings that the course wants.
 *
 * tslab offers no way to choose them, but asks the compiler for its watch host by a public function. While
 * tslab's module is being loaded it is given the compiler with that function (and the one that emits
 * CommonJS, to keep its source maps) replaced; the compiler itself stays untouched.
 */
import path from 'node:path';
import type { Converter } from 'tslab/dist/converter';
import { ts } from './typescript';

/** The last two steps from TypeScript to what runs: the middle text is an ES module with its map inside. */
export interface Emitted {
  module: string;
  output: string;
  /** Source map from `output` to `module`. */
  map: string;
}

const mapComment = /\n?\/\/# sourceMappingURL=.*\s*$/;
const inlineMap = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;

/** The source map inside a text, or `undefined`. */
export function mapInside(text: string): string | undefined {
  const [, base64] = inlineMap.exec(text) ?? [];
  return base64 && Buffer.from(base64, 'base64').toString();
}

let lastEmitted: Emitted | undefined;

/** What the converter emitted most recently whose output is `output`. */
export function emittedFor(output: string): Emitted | undefined {
  return lastEmitted?.output === output ? lastEmitted : undefined;
}

const transpileModule: typeof ts.transpileModule = (module, options) => {
  const compilerOptions = { ...options.compilerOptions, sourceMap: true };
  const result = ts.transpileModule(module.replace(mapComment, '\n'), {
    ...options,
    compilerOptions,
  });
  const output = result.outputText.replace(mapComment, '\n');
  lastEmitted = { module, output, map: result.sourceMapText ?? '' };
  return { ...result, outputText: output };
};

const settings: ts.CompilerOptions = {
  strict: true,
  // The converter asks for output without 'use strict', with which this would conflict; cells get it anyway.
  alwaysStrict: false,
  inlineSourceMap: true,
  // Other packages of types load when something refers to them.
  types: ['node'],
};

type CreateWatchHost = (
  rootFiles: string[],
  options: ts.CompilerOptions,
  system: ts.System,
) => ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>;

const ignored: ts.FileWatcher = { close: () => {} };

/** Files of packages do not change while a notebook runs; watching hundreds of them takes a second. */
function isPackaged(file: string): boolean {
  return file.endsWith('.d.ts') && !file.endsWith('__prev__.d.ts');
}

/**
 * Node's own types are two thirds documentation, and reading them is a third of the compiler's start. Docs of
 * TensorFlow.js, of the course's library and of JavaScript itself are kept.
 */
function withoutDocs(file: string, text: string | undefined): string | undefined {
  if (!/[\\/]node_modules[\\/](@types[\\/]node|undici-types|@webgpu)[\\/]/.test(file)) return text;
  return text?.replace(/^[ \t]*\/\*\*[^]*?\*\/[ \t]*$/gm, '');
}

const createWatchCompilerHost: CreateWatchHost = (rootFiles, options, system) => {
  const paths = fallbackPaths(system.getCurrentDirectory());
  const watchFile = system.watchFile?.bind(system);
  const readFile = system.readFile.bind(system);
  system.readFile = (file, encoding) => withoutDocs(file, readFile(file, encoding));
  system.watchFile = (file, ...rest) =>
    watchFile && !isPackaged(file) ? watchFile(file, ...rest) : ignored;
  system.watchDirectory = () => ignored;
  const all = { ...options, ...settings, ...(paths && { paths }) };
  const nothing = (): void => {};
  const host = ts.createWatchCompilerHost(rootFiles, all, system, createProgram, nothing, nothing);
  return Object.assign(host, resolution(system));
};

/**
 * Looks up modules with a memory for packages only. The compiler's own way keeps account of every place where
 * it found nothing, to watch it; cells that define modules, and packages installed meanwhile, work without.
 */
function resolution(system: ts.System): Partial<ts.WatchCompilerHost<ts.BuilderProgram>> {
  const cwd = system.getCurrentDirectory();
  const packages = ts.createModuleResolutionCache(cwd, (name) => name);
  const isOwn = (file: string): boolean =>
    !file.includes('/node_modules/') && !file.endsWith('.d.ts');
  return {
    resolveModuleNames: (names, from, _reused, _redirected, options) => {
      const memory = isOwn(from) ? undefined : packages;
      return names.map(
        (name) => ts.resolveModuleName(name, from, options, system, memory).resolvedModule,
      );
    },
    hasInvalidatedResolutions: (file) => isOwn(file),
  };
}

/** A notebook outside of the course's folder still finds the course's packages. */
function fallbackPaths(cwd: string): ts.MapLike<string[]> | undefined {
  const root = path.resolve(__dirname, '..', '..');
  const inside = !path.relative(root, cwd).startsWith('..');
  return inside ? undefined : { '*': [path.join(root, 'node_modules', '*').replaceAll('\\', '/')] };
}

/** Like the default, without the bookkeeping for incremental emit, which costs more than it saves here. */
const createProgram: ts.CreateProgram<ts.BuilderProgram> = (
  roots,
  options,
  host,
  old,
  diagnostics,
  references,
) => {
  const builder = ts.createAbstractBuilder(roots, options, host, old, diagnostics, references);
  const files = builder.getProgram().getSourceFiles();
  const own = files.filter((file) => !file.isDeclarationFile);
  builder.getAllDependencies = () => own.map((file) => file.fileName);
  // The converter looks at the names that a file declares before anything else has made them known.
  const { bindSourceFile } = ts as unknown as Binder;
  for (const file of own) bindSourceFile(file, builder.getCompilerOptions());
  lastBuilder = builder;
  return builder;
};

/** A function that the compiler exports without declaring it. */
interface Binder {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
}

/** tslab's module, loaded with the compiler described above. */
function loadConverterModule(): typeof import('tslab/dist/converter') {
  const replaced = { createWatchCompilerHost, transpileModule };
  const compiler = { ...ts, ...replaced };
  const entry = require.cache[require.resolve('@tslab/typescript-for-tslab')];
  if (!entry) throw new Error('converter: expected the TypeScript compiler to be loaded.');
  const original: unknown = entry.exports;
  entry.exports = compiler;
  try {
    return require('tslab/dist/converter') as typeof import('tslab/dist/converter');
  } finally {
    entry.exports = original;
  }
}

let lastBuilder: ts.BuilderProgram | undefined;

/** The program that the converter made most recently, with the cell's file in it. */
export function currentProgram():
  { program: ts.Program; cell: ts.SourceFile | undefined } | undefined {
  const program = lastBuilder?.getProgram();
  const cell = program?.getSourceFiles().find((file) => file.fileName.endsWith('/__tslab__.ts'));
  return program && { program, cell };
}

export function createCourseConverter(): Converter {
  return loadConverterModule().createConverter({ isJS: false, isBrowser: false });
}
