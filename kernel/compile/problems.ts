/** What the compiler finds wrong with a cell, at its places in the text that the reader wrote. */
import { positionOf, type Edits, type Position } from './edits';
import type { SourceFiles } from './files';
import { foreignHabit, withHabit } from './habits';
import { withoutPaths } from './module-paths';
import { withRuntime } from './options';
import type { Problem } from './problem';
import { PREFIX, type CellProgram, type Project } from './project';
import { ts } from './typescript';

/** A text that was checked, and how it came from the cell's source. */
export interface CheckedText {
  source: string;
  prepared: Edits;
  /** What runs the cell, such as "Node 20.19.0". */
  runtime: string;
  /** Files are named from the notebook's folder. */
  files: SourceFiles;
}

/** Every cell may await, though its code is a CommonJS module: the kernel wraps it into an async function. */
const AWAITS_AT_TOP = new Set([1378, 1432, 2854]);

/** All complaints about a cell and about the reader's files that it uses. */
export function diagnose({ program, cell }: CellProgram, project: Project): ts.Diagnostic[] {
  const files = [cell, ...project.ownFiles(program)];
  const found = files.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  project.noteUnresolved(found);
  const all = found.length > 0 ? found : program.getDeclarationDiagnostics(cell);
  return all.filter(
    ({ code, category }) => category === ts.DiagnosticCategory.Error && !AWAITS_AT_TOP.has(code),
  );
}

/** The complaints in the words, and at the places, of the cell. */
export function toProblems(
  diagnostics: readonly ts.Diagnostic[],
  cellFile: string,
  text: CheckedText,
): Problem[] {
  const problems = diagnostics.map((diagnostic) => toProblem(diagnostic, cellFile, text));
  const habit = foreignHabit(text.source, problems);
  return habit ? [habit] : problems;
}

function toProblem(diagnostic: ts.Diagnostic, cellFile: string, text: CheckedText): Problem {
  const { code, file, start = 0, length = 0 } = diagnostic;
  const said = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  const advised = withHabit(code, said);
  const plain = advised !== said;
  const message = withoutPaths(withRuntime(advised, text.runtime), text.files);
  if (file && file.fileName !== cellFile) {
    const { line, character: column } = file.getLineAndCharacterOfPosition(start);
    const place = { line, column };
    return {
      code,
      message,
      start: place,
      end: place,
      file: fromFolder(file.fileName, text.files.folder),
    };
  }
  const place = (offset: number): Position =>
    positionOf(text.source, text.prepared.original(offset - PREFIX.length));
  return { code, message, start: place(start), end: place(start + length), plain };
}

function fromFolder(file: string, folder: string): string {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
