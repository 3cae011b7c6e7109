/**
 * Products of one row with a large matrix, in as many parts as there are cores.
 *
 * Such a product takes as long as reading the matrix does, and one core reads with half the speed of two. A part is
 * a range of the matrix's rows, which TensorFlow takes without copying.
 */
import { itemAt } from '../../host/item-at';
import type { NativeBinding } from '../binding';
import { DataType } from './attribute';
import type { Program, ProgramNode, Source } from './program';
import { key, View } from './view';

/** Matrices below this many numbers are read faster than a further operation starts. */
const LEAST_SIZE = 1 << 17;

/** Splits products of one row with a matrix that a variable holds, unless others run beside them anyway. */
export function splitVectorProducts(
  recorded: Program,
  binding: NativeBinding,
  cores: number,
): Program {
  if (cores < 2) return recorded;
  const program = { ...recorded, constants: [...recorded.constants] };
  const nodes: ProgramNode[] = [];
  const view = new View(binding, nodes, program);
  const moved: number[] = [];
  const follow = (source: Source): Source =>
    source.kind === 'node' ? { ...source, index: itemAt(moved, source.index) } : source;
  const beside = productsByRow(recorded);
  for (const original of recorded.nodes) {
    const node = { ...original, inputs: original.inputs.map(follow) };
    const alone = (beside.get(rowOf(original, recorded)) ?? 0) < cores;
    const parts = original.op === 'MatMul' && alone ? partsOf(node, view, cores) : node;
    moved.push(nodes.push(parts) - 1);
  }
  return { ...program, nodes, results: recorded.results.map(follow) };
}

/** How many products each row takes part in. */
function productsByRow(program: Program): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of program.nodes) {
    const row = rowOf(node, program);
    if (node.op === 'MatMul') counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  return counts;
}

/** The same text for products of the same numbers, whatever their shape. */
function rowOf({ inputs }: ProgramNode, { nodes }: Program): string {
  let [source] = inputs;
  while (source?.kind === 'node' && nodes[source.index]?.op === 'Reshape')
    source = nodes[source.index]?.inputs[0];
  return key(source);
}

/** The node that joins the parts of a product, or the product as it was. */
function partsOf(node: ProgramNode, view: View, cores: number): ProgramNode {
  const [row, matrix] = node.inputs;
  const [rowKind, kind] = [view.kind(row), view.kind(matrix)];
  const flags = node.attributes.filter(({ name }) => name.startsWith('transpose_'));
  const [transposeA, transposeB] = ['transpose_a', 'transpose_b'].map((wanted) =>
    flags.some(({ name, value }) => name === wanted && value === true),
  );
  const [rows = 0, columns = 0] = kind?.shape ?? [];
  const fits = rowKind?.shape[0] === 1 && !transposeA && kind?.dtype === DataType.float;
  if (!row || !matrix || !fits || rows * columns < LEAST_SIZE || !isHeld(matrix, view)) return node;
  const borders = Array.from({ length: cores + 1 }, (_, i) => Math.floor((i * rows) / cores));
  const parts = borders.slice(0, -1).map((begin, i) => {
    const size = itemAt(borders, i + 1) - begin;
    const part = slice(view, matrix, [begin, 0], [size, columns]);
    const factor = transposeB ? row : slice(view, row, [0, begin], [1, size]);
    const outputs = [{ dtype: DataType.float, shape: [1, transposeB ? size : columns] }];
    return view.add({ ...node, inputs: [factor, part], outputs });
  });
  return transposeB ? joined(node, view, parts) : summed(node, view, parts);
}

/** Whether a tensor is a variable or fed, perhaps in another shape. */
function isHeld(source: Source, view: View): boolean {
  if (source.kind === 'leaf') return true;
  const [input] = view.maker(source, 'Reshape')?.inputs ?? [];
  return input !== undefined && isHeld(input, view);
}

function slice(view: View, input: Source, begin: number[], size: number[]): Source {
  return view.add({
    op: 'Slice',
    attributes: [view.type('T', DataType.float), view.type('Index', DataType.int32)],
    inputs: [input, view.whole(begin), view.whole(size)],
    outputs: [{ dtype: DataType.float, shape: size }],
  });
}

function summed({ outputs }: ProgramNode, view: View, parts: Source[]): ProgramNode {
  const count = { name: 'N', type: view.binding.TF_ATTR_INT, value: parts.length };
  const attributes = [view.type('T', DataType.float), count];
  return { op: 'AddN', attributes, inputs: parts, outputs };
}

function joined({ outputs }: ProgramNode, view: View, parts: Source[]): ProgramNode {
  const count = { name: 'N', type: view.binding.TF_ATTR_INT, value: parts.length };
  const attributes = [view.type('T', DataType.float), count, view.type('Tidx', DataType.int32)];
  const axis = view.whole(1);
  return { op: 'ConcatV2', attributes, inputs: [...parts, axis], outputs };
}
