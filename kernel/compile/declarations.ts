/**
 * What later cells know of earlier ones: a text of declarations, which grows with every cell.
 *
 * A cell may declare a name again. Its value and its type are told apart: after `const Point = 1`, a class `Point` of an
 * earlier cell is gone; after `interface Point {}`, its value stays, with a type that cannot be written down any more.
 */
import { declaredNames, namesOf } from './names';
import { ts } from './typescript';

/** Whether a name stands for a value, for a type, or for both. */
interface Meaning {
  value: boolean;
  type: boolean;
}

/** The declarations of `earlier` that stay visible beside the names which `cell` declares. */
export function remaining(
  checker: ts.TypeChecker,
  cell: ts.SourceFile,
  earlier: ts.SourceFile,
): string {
  const taken = new Map<string, Meaning>();
  for (const name of declaredNames(cell)) {
    const { value, type } = meaningOf(checker, name);
    const before = taken.get(name.text);
    taken.set(name.text, {
      value: value || (before?.value ?? false),
      type: type || (before?.type ?? false),
    });
  }
  const orphans = new Set<string>();
  const kept = [...earlier.statements].map((statement) =>
    keptPart(statement, (name) => survives(checker, name, taken, orphans)),
  );
  const values = [...orphans].map((name) => `declare let ${name}: any;\n`);
  return [...kept, ...values].join('');
}

function meaningOf(checker: ts.TypeChecker, name: ts.Identifier): Meaning {
  const symbol = checker.getSymbolAtLocation(name);
  const target =
    symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const flags = target?.flags ?? ts.SymbolFlags.Value;
  return {
    value: (flags & ts.SymbolFlags.Value) !== 0,
    type: (flags & ts.SymbolFlags.Type) !== 0,
  };
}

/** Whether an earlier name is still visible. One that lost its type only goes to `orphans`. */
function survives(
  checker: ts.TypeChecker,
  name: ts.Identifier,
  taken: ReadonlyMap<string, Meaning>,
  orphans: Set<string>,
): boolean {
  const now = taken.get(name.text);
  if (!now || (!now.value && !now.type)) return true;
  const { value, type } = meaningOf(checker, name);
  if (now.value && value) return false;
  if (!(now.type && type)) return true;
  if (value) orphans.add(name.text);
  return false;
}

/** The text of a statement, without the names that are gone. */
function keptPart(statement: ts.Statement, stays: (name: ts.Identifier) => boolean): string {
  if (ts.isExportDeclaration(statement)) return '';
  const names = namesOf(statement);
  const kept = new Set(names.filter(stays));
  if (kept.size === names.length) return `${statement.getFullText().replace(/^\n+/, '')}\n`;
  if (kept.size === 0) return '';
  if (ts.isVariableStatement(statement)) return variables(statement.declarationList, kept);
  return ts.isImportDeclaration(statement) ? imports(statement, kept) : '';
}

function variables(list: ts.VariableDeclarationList, kept: ReadonlySet<ts.Identifier>): string {
  const word = list.flags & ts.NodeFlags.Const ? 'const' : 'let';
  const texts = list.declarations
    .filter(({ name }) => ts.isIdentifier(name) && kept.has(name))
    .map((declaration) => declaration.getText());
  return `declare ${word} ${texts.join(', ')};\n`;
}

function imports(statement: ts.ImportDeclaration, kept: ReadonlySet<ts.Identifier>): string {
  const { name, namedBindings } = statement.importClause ?? {};
  const parts: string[] = [];
  if (name && kept.has(name)) parts.push(name.text);
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    if (kept.has(namedBindings.name)) parts.push(namedBindings.getText());
  } else if (namedBindings) {
    const elements = namedBindings.elements.filter((element) => kept.has(element.name));
    if (elements.length > 0)
      parts.push(`{ ${elements.map((element) => element.getText()).join(', ')} }`);
  }
  const type = statement.importClause?.isTypeOnly ? 'type ' : '';
  return `import ${type}${parts.join(', ')} from ${statement.moduleSpecifier.getText()};\n`;
}
