/** Errors of the library speak one dialect: `functionName: expected …; got …; how to fix.`, with shapes as `[2, 3]`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { libraryProgram, nodesOf, placeOf } from './sources';

/**
 * Messages of another kind, by their file and the beginning of their text, each with its reason. A value stands as `§`.
 */
const OTHERWISE: Record<string, string> = {
  'src/engine/backend.ts  the WebAssembly module did not start':
    'is the reason inside another message',
  'src/engine/trace/program.ts  a tensor of unknown origin':
    'is the reason why a step is not traced, which engineInfo() shows',
  'src/engine/trace/program.ts  operation § is used before it ran': 'as above',
  'src/engine/trace/attribute.ts  the attribute § has a type': 'as above',
  'src/engine/trace/body.ts  the graph has no §': 'as above',
  'src/data/archive.ts  its contents are not a tar archive':
    'is the reason inside the message of readArchive',
  'src/data/archive.ts  it ends too early': 'as above',
  'src/data/images/codec.ts  the browser gives no canvas': 'is the cause of the next one',
  'src/data/images/codec.ts  broken § of § bytes': 'is the reason in a list of refused files',
  'src/training/run/checkpoint.ts  its checksum does not match':
    'is the reason inside the message of readCheckpoint',
  'src/host/options.ts  §: expected options among §; got "§"; §':
    'ends with one of two fixes, of which one is a question',
  'src/training/metrics/inputs.ts  metrics.§: expected numbers in §; got § at §; §':
    'ends with one of two fixes',
  'src/training/metrics/inputs.ts  metrics.§: expected class labels in §; got the number §; §':
    'as above',
  'src/training/losses/check.ts  §: expected class numbers of shape [§] for a model with output §; got §; §':
    'as above',
  'src/training/run/early-stopping.ts  train: expected earlyStopping.monitor among §; got "§"; §':
    'as above',
  'src/training/losses/check.ts  §: expected § between 0 and 1; got §; §':
    'ends with the fix that the caller gives',
  'src/training/losses/check.ts  §: expected predicted probabilities between 0 and 1; got §; §':
    'as above',
  'src/training/metrics/probabilities.ts  metrics.§: expected §; got § in row §; §': 'as above',
  'src/training/metrics/streaming.ts  §; for outputs that are each a yes or no pass':
    'begins with the message of checkOneHotRows, whose fix it replaces',
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
const begins = ({ place, text }: Thrown, beginning: string): boolean =>
  `${place.replace(/:\d+$/, '')}  ${text}`.startsWith(beginning);
const isExcepted = (each: Thrown): boolean =>
  Object.keys(OTHERWISE).some((beginning) => begins(each, beginning));

test('every error says: function, what was expected, what came, how to fix', () => {
  assert.ok(all.length > 100, `${all.length} messages were found`);
  const other = all.filter((each) => !DIALECT.test(each.text) && !isExcepted(each));
  assert.deepEqual(other.map(({ place, text }) => `${place}  ${text}`), []); // prettier-ignore
});

test('every exception is still needed', () => {
  const unused = Object.keys(OTHERWISE).filter((beginning) => !all.some((each) => begins(each, beginning))); // prettier-ignore
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
