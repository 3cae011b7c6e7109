/** The solution that a reader sees: the body of `solution` in the exercise's file, as it stands there. */

const SOLUTION = /^export (?:async )?function solution\([^{}]*\{\n([\s\S]*?)^\}$/m;

/**
 * Takes the shown solution out of the source of an exercise, types and comments included.
 *
 * @param source text of the TypeScript file: it has, at the margin, `export function solution() { … }` (or `async`,
 *   with parameters for what earlier cells of the notebook define) that ends in `return <answer>;`.
 * @param answer name that the solution defines.
 * @returns the lines between the braces without that `return`, as they would stand in a cell.
 * @throws SyntaxError if there is no such function.
 */
export function solutionIn(source: string, answer: string): string {
  const body = SOLUTION.exec(source.replaceAll('\r\n', '\n'))?.[1];
  const end = `  return ${answer};\n`;
  if (body === undefined || !body.endsWith(end))
    throw new SyntaxError(
      `solutionIn: expected the exercise to have \`export function solution() { … return ${answer}; }\`; ` +
        `got ${body === undefined ? 'no such function' : 'another last line'}; ` +
        'write the solution as the cell that a reader would type, between these braces.',
    );
  return body.slice(0, -end.length).replace(/^ {2}/gm, '').trim();
}
