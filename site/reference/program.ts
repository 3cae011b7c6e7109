/** The library's sources as TypeScript sees them: what the reference and the tests of docstrings read. */
import path from 'node:path';
import ts from 'typescript';

export const ROOT = path.join(__dirname, '..', '..');
export const SOURCES = path.join(ROOT, 'src').replaceAll('\\', '/');

/** The library's sources with their types. */
export function libraryProgram(): ts.Program {
  const config = path.join(ROOT, 'src', 'tsconfig.json');
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    { noEmit: true, composite: false, incremental: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (!parsed) throw new Error(`${config} cannot be read.`);
  return ts.createProgram(parsed.fileNames, parsed.options);
}

/** Whether a node is the library's own, and not TypeScript's or TensorFlow.js's. */
export const isOurs = (node: ts.Node): boolean =>
  node.getSourceFile().fileName.startsWith(`${SOURCES}/`);

/** What a name stands for, through imports and exports. */
export function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
