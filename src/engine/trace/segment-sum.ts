/**
 * The gradient of a large table, of which a batch reads a few rows, added up row by row.
 *
 * Each part of a batch makes a table of gradients, nearly all of it zeros, and the tables are added. Here the second
 * part adds the rows that it has read to the first part's table, each of them once, so that every number is the same
 * sum of the same two numbers.
 */
import type { ProgramNode, Source } from './program';
import { DataType } from './attribute';
import { key, type Rule, type View } from './view';

/** Tables with fewer numbers are added in less time than the rows of one are counted. */
const LEAST_SIZE = 1 << 17;

/** A sum of two tables of gradients. */
export const addByRows: Rule = (node, view) => {
  if (node.op !== 'Add' && node.op !== 'AddV2') return undefined;
  const [first, second] = node.inputs;
  const tables = [first, second].map((source) => view.maker(source, 'UnsortedSegmentSum'));
  const [rows, ids] = tables[1]?.inputs ?? [];
  const [kind, other, rowsKind, idsKind] = [first, second, rows, ids].map((source) =>
    view.kind(source),
  );
  if (!tables[0] || !tables[1] || !first || !rows || !ids) return undefined;
  const [count = 0, ...row] = kind?.shape ?? [];
  const [examples = 0] = idsKind?.shape ?? [];
  const size = row.reduce((product, length) => product * length, count);
  const fits =
    kind?.dtype === DataType.float &&
    String(kind.shape) === String(other?.shape) &&
    idsKind?.dtype === DataType.int32 &&
    idsKind.shape.length === 1 &&
    rowsKind?.shape[0] === examples &&
    size >= LEAST_SIZE &&
    examples * 2 < count &&
    isRead(ids, view);
  return fits ? scattered(first, tables[1], rows, ids, row, view) : undefined;
};

/** Whether rows were read at these positions: all of them are then inside of the table. */
function isRead(ids: Source, view: View): boolean {
  const wanted = key(ids);
  return view.nodes.some(({ op, inputs }) => op === 'GatherV2' && key(inputs[1]) === wanted);
}

function scattered(
  table: Source,
  { outputs, attributes }: ProgramNode,
  rows: Source,
  ids: Source,
  row: number[],
  view: View,
): ProgramNode {
  const integer = DataType.int32;
  const list = { dtype: integer, shape: [-1] };
  const unique: Source = view.add({
    op: 'Unique',
    attributes: [view.type('T', integer), view.type('out_idx', integer)],
    inputs: [ids],
    outputs: [list, list],
  });
  const count = view.add({
    op: 'Size',
    attributes: [view.type('T', integer), view.type('out_type', integer)],
    inputs: [unique],
    outputs: [{ dtype: integer, shape: [] }],
  });
  const summed = view.add({
    op: 'UnsortedSegmentSum',
    attributes,
    inputs: [rows, { ...unique, output: 1 } as Source, count],
    outputs: [{ dtype: DataType.float, shape: [-1, ...row] }],
  });
  const positions = view.add({
    op: 'ExpandDims',
    attributes: [view.type('T', integer), view.type('Tdim', integer)],
    inputs: [unique, view.whole(1)],
    outputs: [{ dtype: integer, shape: [-1, 1] }],
  });
  return {
    op: 'TensorScatterAdd',
    attributes: [view.type('T', DataType.float), view.type('Tindices', integer)],
    inputs: [table, positions, summed],
    outputs,
  };
}
