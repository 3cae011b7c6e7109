/**
 * The order in which Keras counts the layers of a functional model, on which the names of weights in its files depend.
 *
 * Keras goes back from the outputs, gives each operation the largest number of calls that follow it (its depth), and
 * lists the deepest first, equals in the order in which it met them.
 *
 * @see keras/src/ops/function.py, `map_graph` and `_build_map`
 */
import { tensorsOf, type KerasGraph, type KerasOp, type KerasTensor } from './types';

/** One call, as a key. */
const keyOf = ({ op, call }: Pick<KerasTensor, 'op' | 'call'>): string => `${call} ${op.name}`;

interface CallNode {
  op: KerasOp;
  call: number;
  parents: CallNode[];
}

/** Calls from inputs to outputs, and operations in the order met. */
class Walk {
  readonly calls: CallNode[] = [];
  readonly met = new Map<KerasOp, number>();
  private readonly done = new Map<string, CallNode>();

  visit({ op, call }: KerasTensor): CallNode {
    const known = this.done.get(keyOf({ op, call }));
    if (known) return known;
    if (!this.met.has(op)) this.met.set(op, this.met.size);
    const node: CallNode = { op, call, parents: [] };
    this.done.set(keyOf(node), node);
    const made = op.calls[call];
    node.parents = made ? tensorsOf(made).map((tensor) => this.visit(tensor)) : [];
    this.calls.push(node);
    return node;
  }
}

/** The operations of a graph in Keras's order. */
export function kerasOrder({ outputs }: Pick<KerasGraph, 'outputs'>): KerasOp[] {
  const walk = new Walk();
  for (const output of outputs) walk.visit(output);
  const depths = new Map<CallNode, number>();
  const depthOf = new Map<KerasOp, number>();
  for (const node of walk.calls.reverse()) {
    const depth = Math.max(depths.get(node) ?? 0, depthOf.get(node.op) ?? 0);
    depthOf.set(node.op, depth);
    depths.set(node, depth);
    for (const parent of node.parents)
      depths.set(parent, Math.max(depth + 1, depths.get(parent) ?? 0));
  }
  const rank = (op: KerasOp) => ({ depth: depthOf.get(op) ?? 0, met: walk.met.get(op) ?? 0 });
  return [...depthOf.keys()].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    return second.depth - first.depth || first.met - second.met;
  });
}
