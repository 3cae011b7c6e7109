/** Types of the library as a reader of the reference sees them: as text, and as rows of a table. */
import ts from 'typescript';
import { summaryOf } from './docstring';
import { isOurs, resolved } from './program';

/** One of the library's own types, explained. */
export interface TypeRows {
  name: string;
  /** Right-hand side of an alias; empty for interfaces and classes, which have members. */
  definition: string;
  summary: string;
  members: { name: string; type: string; text: string }[];
  /** Further types of the library that its members mention. */
  mentions: ts.Symbol[];
}

const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType; // prettier-ignore

/** Source text on one line. */
export const oneLine = (text: string): string =>
  text
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/^\s*\|\s*/, '')
    .trim();

/** A type as it is written; a choice of literals that has a name, as the choice. */
export function typeText(node: ts.TypeNode, checker: ts.TypeChecker): string {
  return oneLine((literalChoice(node, checker) ?? node).getText());
}

/** The declared type of a value or member, as it is written where it is written. */
export function typeOfSymbol(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const node = annotationOf(symbol);
  if (node) return typeText(node, checker).replace(/ \| undefined$/, '');
  const place = symbol.valueDeclaration ?? symbol.declarations?.[0];
  const type = checker.getTypeOfSymbol(symbol);
  const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  return checker.typeToString(isOptional ? checker.getNonNullableType(type) : type, place, FLAGS);
}

/** The type behind a parameter's or property's colon. */
export function annotationOf(symbol: ts.Symbol): ts.TypeNode | undefined {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  const isTyped =
    declaration &&
    (ts.isPropertySignature(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isParameter(declaration) ||
      ts.isVariableDeclaration(declaration));
  return isTyped ? declaration.type : undefined;
}

function literalChoice(node: ts.TypeNode, checker: ts.TypeChecker): ts.TypeNode | undefined {
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const symbol = checker.getSymbolAtLocation(node.typeName);
  const declaration = symbol && resolved(symbol, checker).declarations?.find(ts.isTypeAliasDeclaration); // prettier-ignore
  if (!declaration || !isOurs(declaration) || !ts.isUnionTypeNode(declaration.type))
    return undefined;
  return declaration.type.types.every(ts.isLiteralTypeNode) ? declaration.type : undefined;
}

/** The library's own types that stand in a type, without those that {@link typeText} spells out. */
export function ownTypesIn(node: ts.Node, checker: ts.TypeChecker): ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  const visit = (each: ts.Node): void => {
    const name = nameIn(each);
    const symbol = name && checker.getSymbolAtLocation(name);
    const target = symbol && resolved(symbol, checker);
    const isType = target?.declarations?.some(
      (declaration) =>
        isOurs(declaration) &&
        (ts.isInterfaceDeclaration(declaration) ||
          ts.isTypeAliasDeclaration(declaration) ||
          ts.isClassDeclaration(declaration)),
    );
    const isSpelledOut = ts.isTypeNode(each) && literalChoice(each, checker) !== undefined;
    if (target && isType && !isSpelledOut) found.add(target);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return [...found];
}

function nameIn(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  return ts.isExpressionWithTypeArguments(node) ? node.expression : undefined;
}

/** One type with its members. */
export function typeRows(symbol: ts.Symbol, checker: ts.TypeChecker): TypeRows {
  const declaration = symbol.declarations?.find(isOurs);
  const head = { name: symbol.name, summary: summaryOf(symbol) };
  if (declaration && ts.isTypeAliasDeclaration(declaration)) {
    const mentions = ownTypesIn(declaration.type, checker).filter((each) => each !== symbol);
    return { ...head, definition: oneLine(declaration.type.getText()), members: [], mentions };
  }
  const all = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
  const members = all.filter((member) => isShown(member, declaration));
  return {
    ...head,
    definition: '',
    members: members.map((member) => ({
      name: member.name + (member.flags & ts.SymbolFlags.Optional ? '?' : ''),
      type: typeOfSymbol(member, checker),
      text: summaryOf(member),
    })),
    mentions: members
      .flatMap((member) => member.declarations ?? [])
      .flatMap((each) => ownTypesIn(withoutBody(each), checker))
      .filter((each) => each !== symbol),
  };
}

const withoutBody = (node: ts.Declaration): ts.Node =>
  'type' in node && node.type ? (node.type as ts.Node) : ts.isMethodSignature(node) ? node : node;

/** Public members of ours; of a class, its own ones only. */
function isShown(member: ts.Symbol, owner: ts.Declaration | undefined): boolean {
  const declaration = member.valueDeclaration ?? member.declarations?.[0];
  if (!declaration || !isOurs(declaration) || member.name.startsWith('__')) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  if (ts.getCombinedModifierFlags(declaration) & hidden) return false;
  if (ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal')) return false;
  const isClass = owner !== undefined && ts.isClassDeclaration(owner);
  return !isClass || declaration.parent === owner || ts.isParameter(declaration);
}
