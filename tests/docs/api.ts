/** The public functions of the library and their docstrings, read by TypeScript itself. */
import path from 'node:path';
import ts from 'typescript';
import { ROOT, libraryProgram } from '../house/sources';

/** A function that a notebook can call. */
export interface PublicFunction {
  /** As it is called: `train`, `losses.huber`. */
  name: string;
  declaration: ts.SignatureDeclaration;
  doc: Docstring;
}

/** Parts of a docstring. */
export interface Docstring {
  summary: string;
  returns: string | undefined;
  throws: string | undefined;
  examples: string[];
}

/** Library and checker that {@link publicFunctions} read; compiled once for a file of tests. */
export interface Api {
  functions: PublicFunction[];
  checker: ts.TypeChecker;
}

/** TensorFlow.js's own functions, which the library hands on. */
const NOT_OURS = new Set(['tf']);

const ours = (node: ts.Node): boolean =>
  node.getSourceFile().fileName.startsWith(path.join(ROOT, 'src').replaceAll('\\', '/'));

/** What `src/index.ts` exports that can be called, through its namespaces and objects of functions. */
export function readApi(): Api {
  const program = libraryProgram();
  const checker = program.getTypeChecker();
  const index = program.getSourceFile(path.join(ROOT, 'src', 'index.ts').replaceAll('\\', '/'));
  const module = index && checker.getSymbolAtLocation(index);
  if (!module) throw new Error('src/index.ts exports nothing.');
  const functions = checker
    .getExportsOfModule(module)
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((symbol) => callablesOf(symbol, symbol.name, checker));
  return { functions, checker };
}

function callablesOf(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): PublicFunction[] {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  if (target.flags & ts.SymbolFlags.ValueModule)
    return checker
      .getExportsOfModule(target)
      .flatMap((each) => callablesOf(each, `${name}.${each.name}`, checker));
  if (!(target.flags & ts.SymbolFlags.Value) || target.flags & ts.SymbolFlags.Class) return [];
  const type = checker.getTypeOfSymbol(target);
  const declaration = type.getCallSignatures()[0]?.declaration;
  if (declaration && ours(declaration) && !ts.isJSDocSignature(declaration))
    return [{ name, declaration, doc: docstringOf(declaration, target) }];
  const isObjectOfFunctions =
    target.valueDeclaration && ts.isVariableDeclaration(target.valueDeclaration);
  if (!isObjectOfFunctions || name.includes('.')) return [];
  return checker
    .getPropertiesOfType(type)
    .flatMap((each) => callablesOf(each, `${name}.${each.name}`, checker));
}

/** The docstring of a function; where it has none, that of the constant or property that holds it. */
function docstringOf(declaration: ts.SignatureDeclaration, symbol: ts.Symbol): Docstring {
  const places = [declaration, ...(symbol.declarations ?? [])];
  const blocks = places.map((place) => ts.getJSDocCommentsAndTags(place).filter(ts.isJSDoc));
  const block = blocks.find((each) => each.length > 0)?.at(-1);
  const tags = block?.tags ?? [];
  const textOf = (...names: string[]): string | undefined => {
    const tag = tags.find(({ tagName }) => names.includes(tagName.text));
    return tag && commentText(tag.comment);
  };
  return {
    summary: commentText(block?.comment),
    returns: textOf('returns', 'return'),
    throws: textOf('throws'),
    examples: tags
      .filter(({ tagName }) => tagName.text === 'example')
      .map(({ comment }) => withoutFence(commentText(comment))),
  };
}

const commentText = (comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string =>
  ts.getTextOfJSDocComment(comment)?.trim() ?? '';

const withoutFence = (text: string): string => text.replace(/^```\w*\n|\n?```$/g, '');
