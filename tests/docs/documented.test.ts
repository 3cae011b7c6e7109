/** Every public function says what it does, what it returns, when it throws, and shows an example. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { nodesOf, ROOT } from '../house/sources';
import { readApi, type PublicFunction } from '../../site/reference/api';

const { functions, checker } = readApi();

const lacking = (what: (each: PublicFunction) => boolean): string[] =>
  functions.filter((each) => !what(each)).map(({ name }) => name);

test('the functions that a notebook can call are found', () => {
  const names = functions.map(({ name }) => name);
  for (const name of ['train', 'split', 'plot.line', 'layers.dense', 'losses.huber', 'metrics.f1'])
    assert.ok(names.includes(name), name);
});

test('every public function has a docstring', () => {
  assert.deepEqual(lacking(({ doc }) => doc.summary !== ''), []); // prettier-ignore
});

test('every public function that returns something says what', () => {
  assert.deepEqual(lacking((each) => Boolean(each.doc.returns) || isVoid(each)), []); // prettier-ignore
});

test('every public function that throws says which error, and when', () => {
  assert.deepEqual(lacking((each) => /\b\w*Error\b/.test(each.doc.throws ?? '') || !throws(each)), []); // prettier-ignore
});

test('every public function has an example', () => {
  assert.deepEqual(lacking(({ doc }) => doc.examples.some((example) => example !== '')), []); // prettier-ignore
});

/** Nothing, or a promise of nothing. */
function isVoid({ declaration }: PublicFunction): boolean {
  const signature = checker.getSignatureFromDeclaration(declaration);
  if (!signature) return false;
  const returned = checker.getReturnTypeOfSignature(signature);
  const awaited = checker.getAwaitedType(returned) ?? returned;
  return (awaited.flags & (ts.TypeFlags.Void | ts.TypeFlags.Never)) !== 0;
}

/** Whether its own body throws, or a check that it calls. */
function throws({ declaration }: PublicFunction): boolean {
  return [...nodesOf(declaration)].some(
    (node) =>
      ts.isThrowStatement(node) ||
      (ts.isCallExpression(node) && /^check[A-Z]/.test(node.expression.getText()) && isOurs(node)),
  );
}

function isOurs(call: ts.CallExpression): boolean {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  return declaration?.getSourceFile().fileName.startsWith(path.join(ROOT, 'src')) === true;
}
