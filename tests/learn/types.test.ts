/** Placeholders and solutions are code that the kernel would accept as a cell; wrong answers are modules by themselves. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import type { ExerciseDefinition } from '../../src/learn/definitions';
import { answersTo, exercises } from './definitions';

const ROOT = path.join(__dirname, '..', '..');
const INDEX = path.join(ROOT, 'src', 'index.ts');
const VIRTUAL = path.join(ROOT, 'notebooks', 'exercises.cells.ts').replaceAll('\\', '/');

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  types: ['node'],
  typeRoots: [path.join(ROOT, 'node_modules', '@types')],
  baseUrl: ROOT,
  paths: { dlts: ['src/index.ts'] },
  strict: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
};

test('every code of every exercise type-checks under strict', () => {
  const library = ts.createProgram([INDEX], OPTIONS);
  const program = ts.createProgram({
    rootNames: [VIRTUAL],
    options: OPTIONS,
    host: hostWith(cells(exportsOf(library))),
    oldProgram: library,
  });
  const found = program.getSemanticDiagnostics(program.getSourceFile(VIRTUAL));
  const syntax = program.getSyntacticDiagnostics(program.getSourceFile(VIRTUAL));
  assert.deepEqual([...syntax, ...found].map(describe), []);
});

function exportsOf(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(INDEX);
  const symbol = file && checker.getSymbolAtLocation(file);
  assert.ok(symbol);
  return checker.getExportsOfModule(symbol).map(({ name }) => name);
}

/** One function per code, so that a code may declare a name that the library exports. */
function cells(names: string[]): string {
  const functions = exercises.flatMap((definition) =>
    codesOf(definition).map(
      ({ what, code }, i) =>
        `async function _${definition.id.replace('.', '_')}_${i}() { // ${definition.id} ${what}\n` +
        `${answersTo(definition).setup ?? ''}\nasync function _cell() {\n${code}\nexercise('${definition.id}').check(${definition.answer});\n}}`,
    ),
  );
  return [`import { ${names.join(', ')} } from 'dlts';`, ...functions, ''].join('\n');
}

function codesOf({ placeholder, solution }: ExerciseDefinition) {
  return [
    { what: 'placeholder', code: placeholder },
    { what: 'solution', code: solution },
  ];
}

function hostWith(text: string): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === VIRTUAL || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === VIRTUAL
      ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
      : getSourceFile.call(host, file, ...rest);
  return host;
}

function describe({ file, start = 0, messageText }: ts.Diagnostic): string {
  const before = file?.text.slice(0, start) ?? '';
  const heads = [...before.matchAll(/\/\/ (\d\d[a-z]?\.\d+ (?:placeholder|solution))\n/g)];
  return `${heads.at(-1)?.[1] ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}
