/**
 * Finds operations that compute the same from the same inputs: one of them serves all.
 *
 * The parts of a batch each turn, cut or transpose the same weights, and gradients ask for shapes that the forward pass
 * has made already.
 */
import type { ProgramNode, Source } from './program';
import { key } from './view';

/** What draws anew each time that it runs, although its inputs are the same. */
const DRAWS = /^(Random|Multinomial|Truncated|ParameterizedTruncated)/;

/** Nodes by what they compute. */
export class Merged {
  private readonly known = new Map<string, Source>();

  /** The earlier node that computes the same, or what `add` makes of this one. */
  find(node: ProgramNode, add: (node: ProgramNode) => Source): Source {
    if (DRAWS.test(node.op)) return add(node);
    const text = JSON.stringify([node.op, node.inputs.map(key), node.attributes]);
    const known = this.known.get(text);
    if (known) return known;
    const made = add(node);
    this.known.set(text, made);
    return made;
  }
}
