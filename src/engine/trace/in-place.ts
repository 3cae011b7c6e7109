/**
 * Rows of a variable written in place.
 *
 * A program that gives a variable the value of `TensorScatterUpdate(variable, rows, values)` would copy the whole of
 * it for a few rows. Where nothing else reads the old value, the graph writes the rows into the variable itself.
 */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import type { Program, Source } from './program';
import { variableName, type Trace } from './trace';

/** The variable that each node (by its position in the program) may write in place. */
export function writtenInPlace({ program, updated }: Trace): Map<number, tf.Variable> {
  const uses = countLeaves(program);
  const first = program.results.length - updated.length;
  const found = updated.flatMap((variable, i): Array<[number, tf.Variable]> => {
    const result = itemAt(program.results, first + i);
    const node = result.kind === 'node' ? program.nodes[result.index] : undefined;
    const [target] = node?.op === 'TensorScatterUpdate' ? node.inputs : [];
    const own = target?.kind === 'leaf' && target.name === variableName(variable);
    return own && uses.get(target.name) === 1 && result.kind === 'node'
      ? [[result.index, variable]]
      : [];
  });
  return new Map(found);
}

function countLeaves({ nodes, results }: Program): Map<string, number> {
  const uses = new Map<string, number>();
  const count = (source: Source) => {
    if (source.kind === 'leaf') uses.set(source.name, (uses.get(source.name) ?? 0) + 1);
  };
  for (const { inputs } of nodes) inputs.forEach(count);
  results.forEach(count);
  return uses;
}
