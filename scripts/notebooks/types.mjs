/** Strict types of every notebook's cells. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { Project } from './project.mjs';
import { codeCells, program } from './twin.mjs';

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
  // The kernel's own settings: what passes here runs there.
  const { cellOptions } = await import('../../kernel/dist/compile/options.js');
  const options = { ...cellOptions(), noEmit: true };
  const built = ts.createProgram(
    sources.map(({ file }) => file),
    { ...options, typeRoots: [path.join(project.top, 'node_modules', '@types')] },
    hostWith(new Map(sources.map(({ file, text }) => [file, text])), options),
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

/**
 * @param {Map<string, string>} virtual files that exist only in memory
 * @param {ts.CompilerOptions} options
 */
function hostWith(virtual, options) {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => virtual.get(file) ?? readFile(file);
  host.fileExists = (file) => virtual.has(file) || fileExists(file);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) => {
    const text = virtual.get(file);
    if (text === undefined) return getSourceFile.call(host, file, ...rest);
    return ts.createSourceFile(file, text, options.target ?? ts.ScriptTarget.Latest, true);
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
