/** Which declarations of a cell outlive it when it stops half-way. */
import { isDeclaration, namesOf } from './names';
import { parseModule } from './typescript';

/** A declaration whose variables all have their values. */
export interface Survivor {
  text: string;
  names: string[];
}

/**
 * @param text the cell as it was compiled
 * @param defined the names that the cell defines for later cells
 * @param reached those of them that have their values
 */
export function survivors(
  text: string,
  defined: ReadonlySet<string>,
  reached: ReadonlySet<string>,
): Survivor[] {
  return parseModule(text)
    .statements.filter((statement) => isDeclaration(statement))
    .map((statement) => ({
      text: statement.getFullText(),
      names: namesOf(statement)
        .map((name) => name.text)
        .filter((name) => defined.has(name)),
    }))
    .filter(({ names }) => names.every((name) => reached.has(name)));
}

/** Which of the texts, joined by line breaks, holds `line`. */
export function indexAtLine(texts: readonly Survivor[], line: number): number {
  let end = 0;
  return texts.findIndex(({ text }) => line < (end += text.split('\n').length));
}
