/** The names that a cell or its declarations define at the top level. */
import { ts } from './typescript';

/** The identifiers by which the statements of a file define something for later cells, in their order. */
export function declaredNames(file: ts.SourceFile): ts.Identifier[] {
  return [...file.statements].flatMap((statement) => namesOf(statement));
}

/** The identifiers that one statement of the top level defines. */
export function namesOf(statement: ts.Statement): ts.Identifier[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => patternNames(name));
  if (ts.isImportDeclaration(statement)) return importNames(statement.importClause);
  if (ts.isImportEqualsDeclaration(statement)) return [statement.name];
  if (isNamedDeclaration(statement)) {
    const { name, flags } = statement;
    return name && ts.isIdentifier(name) && !(flags & ts.NodeFlags.GlobalAugmentation)
      ? [name]
      : [];
  }
  return [];
}

type NamedDeclaration =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.ModuleDeclaration;

function isNamedDeclaration(statement: ts.Statement): statement is NamedDeclaration {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  );
}

/** Whether a statement declares something that can outlive the cell by itself. */
export function isDeclaration(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause !== undefined;
  return ts.isVariableStatement(statement) || isNamedDeclaration(statement);
}

/** The variables of a plain name or of a destructuring pattern. */
export function patternNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return [...name.elements].flatMap((element) =>
    ts.isBindingElement(element) ? patternNames(element.name) : [],
  );
}

function importNames(clause: ts.ImportClause | undefined): ts.Identifier[] {
  const { name, namedBindings } = clause ?? {};
  const named = namedBindings
    ? ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map((element) => element.name)
    : [];
  return name ? [name, ...named] : named;
}
