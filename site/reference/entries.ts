/** Everything that the reference says of each public function, in the order in which a reader meets them. */
import path from 'node:path';
import ts from 'typescript';
import type { Api, PublicFunction } from './api';
import { docstringAt, type Docstring } from './docstring';
import { parametersOf, type ParameterRow } from './parameters';
import { isOurs, ROOT, SOURCES } from './program';
import { anchorOf, pageOf, ROOMS } from './rooms';
import { oneLine, ownTypesIn, typeRows, type TypeRows } from './types';
import { usesReader, type Uses } from './uses';

/** A function with all that its section needs. */
export interface Entry {
  name: string;
  page: string;
  anchor: string;
  doc: Docstring;
  /** How it is called, one line for each overload. */
  signatures: string[];
  rows: ParameterRow[];
  /** The library's types that parameters, options and the result mention, by name. */
  types: Map<string, TypeRows>;
  /** Below the repository, with slashes. */
  file: string;
  line: number;
  uses: Uses;
}

/** What a page begins with, whichever function a chapter happens to use first. */
const FIRST = ['train'];
/** How far types are followed into their members. */
const DEPTH = 1;
const WIDEST_SIGNATURE = 74;

/** @returns the functions of all pages */
export function readEntries({ functions, checker }: Api): Entry[] {
  const usesOf = usesReader();
  const entries = functions.map((each) => entryOf(each, checker, usesOf));
  const rank = (entry: Entry): number => (FIRST.includes(entry.name) ? -1 : entry.uses.first);
  const pages = ROOMS.map(({ id }) => id);
  const lost = entries.filter(({ page }) => !pages.includes(page));
  if (lost.length > 0)
    throw new RangeError(
      `readEntries: expected a page for every room; got none for ${lost.map(({ name, page }) => `${name} (${page})`).join(', ')}; add it to site/reference/rooms.ts.`,
    );
  // Array.sort keeps the order of the sources among functions that no chapter uses. ∞ − ∞ is no number.
  return entries.sort(
    (a, b) =>
      pages.indexOf(a.page) - pages.indexOf(b.page) ||
      (rank(a) === rank(b) ? 0 : rank(a) - rank(b)),
  );
}

function entryOf(
  each: PublicFunction,
  checker: ts.TypeChecker,
  usesOf: (name: string) => Uses,
): Entry {
  const { name, declaration, doc } = each;
  const source = declaration.getSourceFile();
  const below = path.posix.relative(SOURCES, source.fileName);
  const overloads = overloadsOf(each, checker);
  const parameters = overloads.map((overload) => parametersOf(overload, checker));
  const results = overloads.flatMap(({ declaration: { type } }) => type ? ownTypesIn(type, checker) : []); // prettier-ignore
  const mentions = [...parameters.flatMap((part) => part.mentions), ...results];
  return {
    name,
    page: pageOf(name, below),
    anchor: anchorOf(name),
    doc: { ...doc, examples: overloads.flatMap((overload) => overload.doc.examples) },
    signatures: overloads.map((overload) => signatureOf(overload, checker)),
    rows: merged(parameters.map((part) => part.rows)),
    types: closure(mentions, checker),
    file: path.relative(ROOT, source.fileName).replaceAll('\\', '/'),
    line: source.getLineAndCharacterOfPosition(declaration.getStart()).line + 1,
    uses: usesOf(name),
  };
}

/** One row for each name: what two overloads take under the same name has both types. */
function merged(overloads: readonly (readonly ParameterRow[])[]): ParameterRow[] {
  const rows = new Map<string, ParameterRow>();
  for (const row of overloads.flat()) {
    const known = rows.get(row.name);
    const types = new Set([known?.type ?? row.type, row.type]);
    const type = [...types].join(' | ').replace(/^true \| false$/, 'boolean');
    const isOptional = row.isOptional || known?.isOptional === true;
    rows.set(row.name, { ...(known ?? row), type, isOptional });
  }
  return [...rows.values()];
}

/** The function in each way in which it can be called, with the docstring of that way. */
function overloadsOf(each: PublicFunction, checker: ts.TypeChecker): PublicFunction[] {
  const signatures = checker.getTypeOfSymbol(each.symbol).getCallSignatures();
  const declarations = signatures.flatMap(({ declaration }) =>
    declaration && !ts.isJSDocSignature(declaration) && isOurs(declaration) ? [declaration] : [],
  );
  if (declarations.length < 2) return [each];
  return declarations.map((declaration, i) => {
    const own = docstringAt([declaration]);
    return { ...each, declaration, doc: i === 0 ? each.doc : own };
  });
}

function signatureOf({ name, declaration }: PublicFunction, checker: ts.TypeChecker): string {
  const generic = declaration.typeParameters?.map((each) => oneLine(each.getText())).join(', ');
  const parameters = declaration.parameters.map((parameter) => {
    const called = ts.isIdentifier(parameter.name) ? parameter.name.text : 'options';
    const mark = checker.isOptionalParameter(parameter) ? '?' : '';
    const dots = parameter.dotDotDotToken ? '...' : '';
    const type = parameter.type ? `: ${oneLine(parameter.type.getText())}` : '';
    return `${dots}${called}${mark}${type}`;
  });
  const result = resultOf(declaration, checker);
  const head = `${name}${generic ? `<${generic}>` : ''}`;
  const short = `${head}(${parameters.join(', ')}): ${result}`;
  if (short.length <= WIDEST_SIGNATURE) return short;
  return `${head}(\n${parameters.map((each) => `  ${each},\n`).join('')}): ${result}`;
}

function resultOf(declaration: ts.SignatureDeclaration, checker: ts.TypeChecker): string {
  if (declaration.type) return oneLine(declaration.type.getText());
  const signature = checker.getSignatureFromDeclaration(declaration);
  return signature ? checker.typeToString(signature.getReturnType(), declaration) : 'void';
}

function closure(mentions: readonly ts.Symbol[], checker: ts.TypeChecker): Map<string, TypeRows> {
  const found = new Map<string, TypeRows>();
  let next = [...mentions];
  for (let depth = 0; depth <= DEPTH && next.length > 0; depth++) {
    const fresh = next.filter((symbol) => !found.has(symbol.name));
    next = fresh.flatMap((symbol) => {
      const rows = typeRows(symbol, checker);
      found.set(symbol.name, rows);
      return rows.mentions;
    });
  }
  return found;
}
