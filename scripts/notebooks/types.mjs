/** Strict types of every notebook's cells. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { Project } from './project.mjs';
import { codeCells, program } from './twin.mjs';

/** @type {ts.CompilerOptions} */
const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  types: ['node'],
  strict: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * Type-checks the code cells of the chapters' text twins under `strict`, each notebook as one program.
 *
 * @param {import('./project.mjs').Chapter[]} [chapters] default: all that are written
 * @param {Project} [project]
 * @returns {Promise<import('./project.mjs').Problem[]>} with the line in the twin
 */
export async function checkTypes(chapters, project = new Project()) {
  const sources = (chapters ?? project.written()).map((chapter) => {
    const twin = project.twin(chapter);
    return {
      twin: project.short(twin),
      // Beside the notebook, where the kernel resolves modules from.
      file: path.join(project.notebooks, `${chapter.slug}.cells.ts`).replaceAll('\\', '/'),
      ...program(codeCells(fs.readFileSync(twin, 'utf8'))),
    };
  });
  const built = ts.createProgram(
    sources.map(({ file }) => file),
    { ...OPTIONS, typeRoots: [path.join(project.top, 'node_modules', '@types')] },
    hostWith(new Map(sources.map(({ file, text }) => [file, text]))),
  );
  return sources.flatMap(({ twin, file, lines }) => {
    const source = built.getSourceFile(file);
    const found = [
      ...built.getSyntacticDiagnostics(source),
      ...built.getSemanticDiagnostics(source),
    ];
    return found.map((each) => toProblem(each, twin, lines));
  });
}

/** @param {Map<string, string>} virtual files that exist only in memory */
function hostWith(virtual) {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile, fileExists } = host;
  host.readFile = (file) => virtual.get(file) ?? readFile(file);
  host.fileExists = (file) => virtual.has(file) || fileExists(file);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) => {
    const text = virtual.get(file);
    if (text === undefined) return getSourceFile.call(host, file, ...rest);
    return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  };
  return host;
}

/** @param {ts.Diagnostic} diagnostic @param {string} twin @param {number[]} lines */
function toProblem({ file, start, messageText, code }, twin, lines) {
  const at = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
  return {
    file: twin,
    line: lines[at],
    message: `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
  };
}
