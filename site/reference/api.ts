/** The public functions of the library and their docstrings, read by TypeScript itself. */
import path from 'node:path';
import ts from 'typescript';
import { docstringAt, type Docstring } from './docstring';
import { isOurs, libraryProgram, resolved, SOURCES } from './program';

/** A function that a notebook can call. */
export interface PublicFunction {
  /** As it is called: `train`, `losses.huber`. */
  name: string;
  declaration: ts.SignatureDeclaration;
  /** The constant or function that the name stands for. */
  symbol: ts.Symbol;
  doc: Docstring;
}

/** A constant that a notebook can import. */
export interface PublicValue {
  name: string;
  symbol: ts.Symbol;
}

/** Library and checker that {@link readApi} reads; compiled once. */
export interface Api {
  functions: PublicFunction[];
  values: PublicValue[];
  checker: ts.TypeChecker;
}

/** TensorFlow.js's own functions, which the library hands on. */
const NOT_OURS = new Set(['tf']);

/** What `src/index.ts` exports that can be called, through its namespaces and objects of functions. */
export function readApi(): Api {
  const program = libraryProgram();
  const checker = program.getTypeChecker();
  const index = program.getSourceFile(path.posix.join(SOURCES, 'index.ts'));
  const module = index && checker.getSymbolAtLocation(index);
  if (!module) throw new Error('src/index.ts exports nothing.');
  const exported = checker
    .getExportsOfModule(module)
    .filter(({ name }) => !NOT_OURS.has(name))
    .map((symbol) => ({ name: symbol.name, symbol: resolved(symbol, checker) }));
  const functions = exported.flatMap(({ name, symbol }) => callablesOf(symbol, name, checker));
  return {
    functions,
    values: exported.filter(({ symbol }) => isConstant(symbol, checker)),
    checker,
  };
}

function callablesOf(target: ts.Symbol, name: string, checker: ts.TypeChecker): PublicFunction[] {
  if (target.flags & ts.SymbolFlags.ValueModule)
    return checker
      .getExportsOfModule(target)
      .flatMap((each) => callablesOf(resolved(each, checker), `${name}.${each.name}`, checker));
  if (!(target.flags & ts.SymbolFlags.Value) || target.flags & ts.SymbolFlags.Class) return [];
  const type = checker.getTypeOfSymbol(target);
  const declaration = type.getCallSignatures()[0]?.declaration;
  if (declaration && isOurs(declaration) && !ts.isJSDocSignature(declaration)) {
    const doc = docstringAt([declaration, ...(target.declarations ?? [])]);
    return [{ name, declaration, symbol: target, doc }];
  }
  if (!isObject(target) || name.includes('.')) return [];
  return checker
    .getPropertiesOfType(type)
    .flatMap((each) => callablesOf(each, `${name}.${each.name}`, checker));
}

const isObject = ({ valueDeclaration }: ts.Symbol): boolean =>
  valueDeclaration !== undefined && ts.isVariableDeclaration(valueDeclaration);

/** A constant that is neither a function nor an object of functions. */
function isConstant(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return isObject(symbol) && callablesOf(symbol, symbol.name, checker).length === 0;
}
