/**
 * Products and convolutions with their bias, as one operation each.
 *
 * TensorFlow would do so itself when it rewrites graphs, which is off here since it takes half a second. It would take
 * ReLU along, too; but the fused ReLU makes 0 of NaN, and a broken training would look like a sound one.
 *
 * @see https://github.com/tensorflow/tensorflow/blob/v2.21.0/tensorflow/core/grappler/optimizers/remapper.cc
 */
import { itemAt } from '../../host/item-at';
import type { NativeBinding } from '../binding';
import type { Program, ProgramNode, Source } from './program';
import { View } from './view';

const FUSED: Readonly<Record<string, string>> = { MatMul: '_FusedMatMul', Conv2D: '_FusedConv2D' };

/** Fuses what nothing else reads the middle of. Leaves nodes behind that nothing needs. */
export function fuseProducts(recorded: Program, binding: NativeBinding): Program {
  const uses = countUses(recorded);
  const nodes = [...recorded.nodes];
  const program = { ...recorded, nodes };
  const view = new View(binding, nodes, program);
  const once = (source: Source | undefined): source is Source =>
    source?.kind === 'node' && uses[source.index] === 1;
  for (const [i, node] of recorded.nodes.entries()) {
    if (node.op !== 'BiasAdd') continue;
    const [x, bias] = node.inputs;
    const product = once(x) && view.maker(x, 'MatMul', 'Conv2D');
    if (product && bias) nodes[i] = withBias(product, bias, node, view);
  }
  return program;
}

function countUses({ nodes, results }: Program): number[] {
  const uses = new Array<number>(nodes.length).fill(0);
  for (const source of [...nodes.flatMap(({ inputs }) => inputs), ...results])
    if (source.kind === 'node') uses[source.index] = (uses[source.index] ?? 0) + 1;
  return uses;
}

function withBias(product: ProgramNode, bias: Source, sum: ProgramNode, view: View): ProgramNode {
  const { TF_ATTR_INT, TF_ATTR_STRING, TF_ATTR_TYPE } = view.binding;
  const types = { name: 'TArgs', type: TF_ATTR_TYPE, value: [itemAt(sum.outputs, 0).dtype] };
  return {
    op: FUSED[product.op] ?? product.op,
    attributes: [
      ...product.attributes,
      { name: 'num_args', type: TF_ATTR_INT, value: 1 },
      ...(product.op === 'Conv2D' ? [types] : []),
      { name: 'fused_ops', type: TF_ATTR_STRING, value: ['BiasAdd'] },
    ],
    inputs: [...product.inputs, bias],
    outputs: sum.outputs,
  };
}
