/** The project's own source files, for tests that read them. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../site/reference/program';

export { libraryProgram, ROOT } from '../../site/reference/program';

const SKIPPED = /(^|\/)(node_modules|dist|_build|\.[^/]+)(\/|$)/;

/** @param rooms folders below the top; @returns paths below it, with slashes */
export function sourceFiles(...rooms: string[]): string[] {
  return rooms
    .flatMap((room) =>
      fs
        .readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
        .map((file) => `${room}/${file.replaceAll('\\', '/')}`),
    )
    .filter((file) => /\.(ts|mjs)$/.test(file) && !file.endsWith('.d.ts') && !SKIPPED.test(file))
    .sort();
}

/** `file:line`, as editors open it. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return `${path.relative(ROOT, file.fileName).replaceAll('\\', '/')}:${line}`;
}

/** All nodes below `node`, itself included. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}
