/** Errors of the library speak one dialect: `functionName: expected …; got …; how to fix.`, with shapes as `[2, 3]`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { libraryProgram, nodesOf, placeOf } from './sources';

/**
 * Messages of another kind, by the beginning of their text, each with its reason. A value stands as `§`.
 */
const OTHERWISE: Record<string, string> = {
  'the WebAssembly module did not start': 'is the reason inside another message',
  'a tensor of unknown origin': 'is the reason why a step is not traced, which engineInfo() shows',
  'operation § is used before it ran': 'as above',
  'the attribute § has a type': 'as above',
};

const DIALECT = /^[\w§.]+: expected [^]+; got [^]+; [^]+\.$/;

interface Thrown {
  place: string;
  text: string;
}

const program = libraryProgram();
const checker = program.getTypeChecker();
const sources = program.getSourceFiles().filter(({ fileName }) => /\/src\/(?!dist)/.test(fileName) && !/node_modules/.test(fileName)); // prettier-ignore

/** The text of an expression, `§` for each value in it; nothing when the text is made elsewhere. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce((text, { expression, literal }) => {
      return `${text}${textOf(expression) ?? '§'}${literal.text}`;
    }, node.head.text);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined && right === undefined ? undefined : `${left ?? '§'}${right ?? '§'}`;
  }
  return undefined;
}

/** Messages written where the error is made. */
function thrown(source: ts.SourceFile): Thrown[] {
  return [...nodesOf(source)].flatMap((node) => {
    if (!ts.isNewExpression(node) || !/^(Range|Type)?Error$/.test(node.expression.getText()))
      return [];
    const [message] = node.arguments ?? [];
    const text = message && textOf(message);
    return text === undefined ? [] : [{ place: placeOf(node), text }];
  });
}

/** Whether a value goes into an error or between brackets; in a key of a map a list may stand as it is. */
function isShown(span: ts.TemplateSpan): boolean {
  const { head, templateSpans } = span.parent;
  const before = templateSpans[templateSpans.indexOf(span) - 1]?.literal ?? head;
  if (before.text.endsWith('[')) return true;
  for (let at: ts.Node = span; at.parent; at = at.parent)
    if (ts.isNewExpression(at) && at.expression.getText().endsWith('Error')) return true;
  return false;
}

function isList(expression: ts.Expression): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(expression));
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => !(part.flags & ts.TypeFlags.Any) && checker.isArrayLikeType(part));
}

const all = sources.flatMap(thrown);
const isExcepted = ({ text }: Thrown): boolean =>
  Object.keys(OTHERWISE).some((beginning) => text.startsWith(beginning));

test('every error says: function, what was expected, what came, how to fix', () => {
  assert.ok(all.length > 100, `${all.length} messages were found`);
  const other = all.filter((each) => !DIALECT.test(each.text) && !isExcepted(each));
  assert.deepEqual(other.map(({ place, text }) => `${place}  ${text}`), []); // prettier-ignore
});

test('every exception is still needed', () => {
  const unused = Object.keys(OTHERWISE).filter((beginning) => !all.some(({ text }) => text.startsWith(beginning))); // prettier-ignore
  assert.deepEqual(unused, []);
});

test('no text holds a list as JavaScript prints it, [2,3]: shapes are written by shapeText or join', () => {
  const bare = sources.flatMap((source) =>
    [...nodesOf(source)].flatMap((node) => {
      if (!ts.isTemplateSpan(node) || !isShown(node)) return [];
      return isList(node.expression)
        ? [`${placeOf(node.expression)}  ${node.expression.getText()}`]
        : [];
    }),
  );
  assert.deepEqual(bare, []);
});
