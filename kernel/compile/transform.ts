/** The two changes to a cell's tree by which it shares one scope with the cells before it. */
import { ts } from './typescript';

/**
 * Changes a cell before it is compiled: `x` of an earlier cell becomes `exports.x`, and the value of the trailing
 * expression is put into a property of `exports`.
 *
 * @param earlier the file of the earlier cells' declarations
 * @param last name of the property for the trailing expression
 */
export function shareScope(
  checker: ts.TypeChecker,
  earlier: ts.SourceFile,
  last: string,
): ts.TransformerFactory<ts.SourceFile> {
  const { factory } = ts;
  const onExports = (name: string | ts.Identifier): ts.Expression =>
    factory.createPropertyAccessExpression(factory.createIdentifier('exports'), name);
  return (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
      if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return node;
      if (!ts.isIdentifier(node)) return ts.visitEachChild(node, visit, context);
      if (!refersTo(checker, node, earlier)) return node;
      return ts.setTextRange(onExports(node), node);
    };
    const statements = file.statements.map((statement) =>
      ts.visitNode(statement, visit, ts.isStatement),
    );
    const index = trailingExpression(file.statements);
    const trailing = statements[index];
    if (trailing && ts.isExpressionStatement(trailing)) {
      const assignment = factory.createAssignment(onExports(last), trailing.expression);
      statements[index] = ts.setTextRange(factory.createExpressionStatement(assignment), trailing);
    }
    return factory.updateSourceFile(file, statements);
  };
}

function refersTo(checker: ts.TypeChecker, name: ts.Identifier, earlier: ts.SourceFile): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) return false;
  const declarations = checker.getSymbolAtLocation(name)?.declarations ?? [];
  return declarations.some((declaration) => declaration.getSourceFile() === earlier);
}

/** Position of the statement whose value is the cell's, or −1. */
function trailingExpression(statements: readonly ts.Statement[]): number {
  let index = statements.length - 1;
  let statement = statements[index];
  // The list of exports at the end is the compiler's own.
  while (statement && ts.isExportDeclaration(statement)) statement = statements[--index];
  return statement && ts.isExpressionStatement(statement) ? index : -1;
}

/** Takes the lists of exports out of a cell's declarations: everything in them is visible anyway. */
export const withoutExports: ts.TransformerFactory<ts.SourceFile | ts.Bundle> = () => (node) =>
  ts.isSourceFile(node)
    ? ts.factory.updateSourceFile(
        node,
        node.statements.filter((statement) => !ts.isExportDeclaration(statement)),
      )
    : node;
