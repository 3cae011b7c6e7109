/** A computation as a graph: every node with its value and its gradient. */
import { checkOptions } from '../../host/options';
import { formatNumber } from '../numbers';
import { DRAWING_OPTIONS, Sketch, leftOf, rightOf } from './drawing';
import type { Drawing, DrawingOptions, Shape } from './drawing';

/** One node: a number that remembers from which nodes it was made. */
export interface GraphNode {
  readonly data: number;
  /** Derivative of the last node by this one. */
  readonly gradient: number;
  readonly parents: readonly GraphNode[];
  /** Sign of the operation that made it, such as `'+'`. */
  readonly operation?: string;
}

export interface ComputationGraphOptions extends DrawingOptions {
  /** Names of nodes; others are called by their operation. */
  names?: Readonly<Record<string, GraphNode>>;
}

const CALLER = 'plot.computationGraph';
const OPTIONS = {
  ...DRAWING_OPTIONS,
  names: true,
} satisfies Record<keyof ComputationGraphOptions, true>;
const MOST_NODES = 40;
const [WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE] = [106, 64, 32, 16, 16];

/** All nodes, parents before children. */
function listNodes(last: GraphNode): GraphNode[] {
  const order: GraphNode[] = [];
  const seen = new Set<GraphNode>();
  const visit = (node: GraphNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    node.parents.forEach(visit);
    order.push(node);
  };
  visit(last);
  if (order.length <= MOST_NODES) return order;
  throw new RangeError(
    `${CALLER}: expected at most ${MOST_NODES} nodes; got ${order.length}; draw a smaller expression.`,
  );
}

/** Column of each node: the longest way from the inputs; inputs stand just before the first node that uses them. */
function columnsOf(nodes: readonly GraphNode[]): Map<GraphNode, number> {
  const columns = new Map<GraphNode, number>();
  const column = (node: GraphNode): number => columns.get(node) ?? 0;
  for (const node of nodes) columns.set(node, Math.max(-1, ...node.parents.map(column)) + 1);
  for (const node of nodes) {
    if (node.parents.length > 0) continue;
    const users = nodes.filter(({ parents }) => parents.includes(node)).map(column);
    columns.set(node, Math.max(0, Math.min(...users, nodes.length) - 1));
  }
  return columns;
}

/** Heights: inputs in reading order, every other node at the mean of what it was made from, nothing overlapping. */
function rowsOf(
  nodes: readonly GraphNode[],
  columns: ReadonlyMap<GraphNode, number>,
): Map<GraphNode, number> {
  const rows = new Map<GraphNode, number>();
  const lowest: number[] = [];
  const byColumn = [...nodes].sort((a, b) => (columns.get(a) ?? 0) - (columns.get(b) ?? 0));
  for (const node of byColumn) {
    const column = columns.get(node) ?? 0;
    const least = lowest[column] ?? 0;
    const above = node.parents.map((parent) => rows.get(parent) ?? 0);
    const wanted = above.length === 0 ? least : above.reduce((a, b) => a + b, 0) / above.length;
    const row = Math.max(least, wanted);
    rows.set(node, row);
    lowest[column] = row + 1;
  }
  return rows;
}

function placesOf(
  nodes: readonly GraphNode[],
  columns: ReadonlyMap<GraphNode, number>,
): Map<GraphNode, Shape> {
  const rows = rowsOf(nodes, columns);
  return new Map(
    nodes.map((node): [GraphNode, Shape] => {
      const x = EDGE + WIDTH / 2 + (columns.get(node) ?? 0) * (WIDTH + GAP_X);
      const y = EDGE + HEIGHT / 2 + (rows.get(node) ?? 0) * (HEIGHT + GAP_Y);
      return [node, { x, y, width: WIDTH, height: HEIGHT }];
    }),
  );
}

/** What stands in a box: the name, the value, the gradient. */
function wordsOf(node: GraphNode, name: string): string[] {
  const [value, gradient] = [node.data, node.gradient].map((each) =>
    formatNumber(each).replace('-', '−'),
  );
  return [name, `${value}`, `grad ${gradient}`];
}

function nameOf(node: GraphNode, names: ReadonlyMap<GraphNode, string>): string {
  return names.get(node) ?? node.operation ?? (node.parents.length === 0 ? 'input' : 'operation');
}

function describe(nodes: readonly GraphNode[], names: ReadonlyMap<GraphNode, string>): string {
  const parts = nodes.map((node) => {
    const from = node.parents.map((parent) => nameOf(parent, names)).join(', ');
    const made = from === '' ? '' : ` from ${from}`;
    return `${nameOf(node, names)}${made}: value ${formatNumber(node.data)}, gradient ${formatNumber(node.gradient)}`;
  });
  return `A graph of ${nodes.length} nodes, from the inputs to the result. ${parts.join('; ')}.`;
}

/** One arrow for each use: two beside each other where a node is used twice. */
function drawEdges(
  sketch: Sketch,
  node: GraphNode,
  places: ReadonlyMap<GraphNode, Shape>,
  columns: ReadonlyMap<GraphNode, number>,
): void {
  const to = places.get(node);
  if (!to) return;
  const count = node.parents.length;
  node.parents.forEach((parent, i) => {
    const from = places.get(parent);
    if (!from) return;
    const twice = node.parents.filter((each) => each === parent).length > 1;
    const shift = (i - (count - 1) / 2) * 14;
    const [start, end] = [rightOf(from), leftOf(to)];
    const far = (columns.get(node) ?? 0) - (columns.get(parent) ?? 0) > 1;
    const bend = far ? [{ x: end.x - GAP_X, y: start.y }] : [];
    const first = { x: start.x, y: start.y + (twice ? shift : 0) };
    sketch.arrow([first, ...bend, { x: end.x, y: end.y + shift }]);
  });
}

/**
 * A computation as SVG, as an engine for derivatives sees it: each value with its gradient, in the order of the
 * computation from left to right.
 *
 * @param last the result, for example a loss; what it was made from is found through `parents`.
 * @param options names of nodes; heading and alternative text
 * @returns a drawing that shows itself as the last value of a cell; nothing to dispose.
 * @throws RangeError if there are more than 40 nodes; TypeError for an unknown option.
 * @example
 * const w = { data: 2, gradient: 3, parents: [], operation: '' };
 * const x = { data: 3, gradient: 2, parents: [], operation: '' };
 * const product = { data: 6, gradient: 1, parents: [w, x], operation: '×' };
 * const drawing = plot.computationGraph(product, { names: { w, x } });
 * drawing.alt.includes('× from w, x: value 6, gradient 1'); // true
 */
export function computationGraph(last: GraphNode, options: ComputationGraphOptions = {}): Drawing {
  checkOptions(CALLER, options, OPTIONS);
  const nodes = listNodes(last);
  const names = new Map(Object.entries(options.names ?? {}).map(([name, node]) => [node, name]));
  const columns = columnsOf(nodes);
  const places = placesOf(nodes, columns);
  const shapes = [...places.values()];
  const right = Math.max(...shapes.map(({ x }) => x)) + WIDTH / 2 + EDGE;
  const bottom = Math.max(...shapes.map(({ y }) => y)) + HEIGHT / 2 + EDGE;
  const sketch = new Sketch(right, bottom);
  for (const node of nodes) drawEdges(sketch, node, places, columns);
  for (const [node, place] of places) {
    const kind = node === last ? 'gate' : node.parents.length === 0 ? 'weights' : 'data';
    sketch.box(place, wordsOf(node, nameOf(node, names)), kind);
  }
  const { title = 'Computation graph', alt = describe(nodes, names) } = options;
  return sketch.finish({ title, alt });
}
