/**
 * Rewrites a program into fewer and faster operations that compute the same.
 *
 * tfjs-node writes several operations where TensorFlow has one: a gradient of ReLU in seven passes over the
 * data, a bias by general broadcasting, products of matrices as batches. TensorFlow's own graph rewriting
 * then finds what it can fuse (product, bias and activation) in the result.
 */
import { itemAt } from '../../host/item-at';
import type { NativeAttribute, NativeBinding } from '../binding';
import { DataType } from './attribute';
import { fuseProducts } from './fuse';
import { Merged } from './merge';
import type { Program, ProgramNode, Source } from './program';
import { poolBeforeRelu, poolBeforeReluGradient } from './pooling';
import type { TensorKind } from './recording';
import { addByRows } from './segment-sum';
import { key, View, type Rule } from './view';

function attributeOf(node: ProgramNode, name: string): NativeAttribute['value'] | undefined {
  return node.attributes.find((attribute) => attribute.name === name)?.value;
}

function sameShape(a: TensorKind | undefined, b: TensorKind | undefined): boolean {
  return a !== undefined && b !== undefined && String(a.shape) === String(b.shape);
}

function isAll(values: ArrayLike<number> | undefined, wanted: number): boolean {
  return values !== undefined && Array.prototype.every.call(values, (value) => value === wanted);
}

/** A reshape to the same shape, a cast to the same type, and axes transposed to their own order do nothing. */
const dropIdle: Rule = (node, view) => {
  const [input] = node.inputs;
  const [kind, result] = [view.kind(input), node.outputs[0]];
  if (node.op === 'Reshape' && sameShape(kind, result)) return input;
  if (node.op === 'Cast' && kind?.dtype === result?.dtype) return input;
  const axes = node.op === 'Transpose' && view.values(node.inputs[1]);
  if (axes && Array.from(axes).every((axis, i) => axis === i)) return input;
  return undefined;
};

/** Of two reshapes in a row the last decides. */
const joinReshapes: Rule = (node, view) => {
  if (node.op !== 'Reshape') return undefined;
  const first = view.maker(node.inputs[0], 'Reshape');
  return first && { ...node, inputs: [itemAt(first.inputs, 0), itemAt(node.inputs, 1)] };
};

/** dy · step(x), with step spelled out in six operations, is the gradient of ReLU. */
const reluGradient: Rule = (node, view) => {
  if (node.op !== 'Mul') return undefined;
  for (const [dy, factor] of [node.inputs, [...node.inputs].reverse()]) {
    const x = factor && stepInput(factor, view);
    if (!x || !dy || !sameShape(view.kind(dy), view.kind(x))) continue;
    // Its output serves as well as its input, and leaves the input to be fused away.
    const features = view.find('Relu', x) ?? x;
    return {
      op: 'ReluGrad',
      attributes: [view.type('T', DataType.float)],
      inputs: [dy, features],
      outputs: node.outputs,
    };
  }
  return undefined;
};

/** x, if the tensor is 1 where x > 0, 0 elsewhere, and x where x is not a number. */
function stepInput(source: Source, view: View): Source | undefined {
  const outer = view.maker(source, 'Select');
  const [isNaN, x, inner] = outer?.inputs ?? [];
  const select = view.maker(inner, 'Select');
  const [positive, ones, zeros] = select?.inputs ?? [];
  const greater = view.maker(positive, 'Greater');
  const fill = view.maker(zeros, 'Fill');
  const matches =
    x &&
    view.kind(x)?.dtype === DataType.float &&
    key(view.maker(isNaN, 'IsNan')?.inputs[0]) === key(x) &&
    key(greater?.inputs[0]) === key(x) &&
    isAll(view.values(greater?.inputs[1]), 0) &&
    isAll(view.values(ones), 1) &&
    isAll(view.values(fill?.inputs[1]), 0);
  return matches ? x : undefined;
}

/** A product of two matrices, or of batches of one matrix, needs no batch. */
const plainProduct: Rule = (node, view) => {
  if (node.op !== 'BatchMatMulV2') return undefined;
  const kinds = node.inputs.map((input) => view.kind(input));
  const rank = kinds[0]?.shape.length;
  const fits = kinds.every(
    (kind) =>
      kind?.dtype === DataType.float &&
      kind.shape.length === rank &&
      (rank === 2 || (rank === 3 && kind.shape[0] === 1)),
  );
  if (!fits) return undefined;
  const { TF_ATTR_BOOL } = view.binding;
  const flag = (name: string, from: string) => ({
    name,
    type: TF_ATTR_BOOL,
    value: Boolean(attributeOf(node, from)),
  });
  const result = itemAt(node.outputs, 0);
  const product = {
    op: 'MatMul',
    attributes: [
      view.type('T', DataType.float),
      flag('transpose_a', 'adj_x'),
      flag('transpose_b', 'adj_y'),
    ],
    inputs: node.inputs.map((input) => matrix(input, view)),
    outputs: [{ dtype: DataType.float, shape: result.shape.slice(-2) }],
  };
  return rank === 2 ? product : view.reshape(view.add(product), result.shape);
};

/** A batch of one matrix as that matrix. */
function matrix(source: Source, view: View): Source {
  const { shape } = view.kind(source) as TensorKind;
  if (shape.length === 2) return source;
  const before = view.maker(source, 'Reshape')?.inputs[0];
  if (before && String(view.kind(before)?.shape) === String(shape.slice(1))) return before;
  return view.add(view.reshape(source, shape.slice(1)));
}

/** Adding a vector does not care for a leading axis of length 1: it comes after. */
const biasBeforeBatch: Rule = (node, view) => {
  if (node.op !== 'Add' && node.op !== 'AddV2') return undefined;
  const [x, vector] = node.inputs;
  const product = view.maker(x, 'Reshape')?.inputs[0];
  const result = node.outputs[0];
  if (!vector || !result || !view.maker(product, 'MatMul')) return undefined;
  const kind = view.kind(product) as TensorKind;
  if (String(result.shape) !== String([1, ...kind.shape])) return undefined;
  const added = { ...node, inputs: [product as Source, vector], outputs: [kind] };
  const biased = bias(added, view);
  return biased && view.reshape(view.add(biased as ProgramNode), result.shape);
};

function channelsLast(view: View): NativeAttribute[] {
  return [
    view.type('T', DataType.float),
    { name: 'data_format', type: view.binding.TF_ATTR_STRING, value: 'NHWC' },
  ];
}

/** A vector added to a product or convolution is a bias, which TensorFlow fuses with both sides. */
const bias: Rule = (node, view) => {
  if (node.op !== 'Add' && node.op !== 'AddV2') return undefined;
  const [x, vector] = node.inputs;
  if (!view.maker(x, 'MatMul', 'Conv2D')) return undefined;
  const [kind, vectorKind] = [view.kind(x), view.kind(vector)];
  const fits =
    kind?.dtype === DataType.float &&
    vectorKind?.shape.length === 1 &&
    vectorKind.shape[0] === kind.shape[kind.shape.length - 1];
  return fits ? { ...node, op: 'BiasAdd', attributes: channelsLast(view) } : undefined;
};

/** A sum over all axes but the last is the gradient of a bias. */
const biasGradient: Rule = (node, view) => {
  if (node.op !== 'Sum' || attributeOf(node, 'keep_dims') === true) return undefined;
  const kind = view.kind(node.inputs[0]);
  const axes = view.values(node.inputs[1]);
  if (!kind || kind.dtype !== DataType.float || kind.shape.length < 2 || !axes) return undefined;
  const all = Array.from(axes).sort((a, b) => a - b);
  const leading = all.length === kind.shape.length - 1 && all.every((axis, i) => axis === i);
  if (!leading) return undefined;
  const inputs = [itemAt(node.inputs, 0)];
  return { ...node, op: 'BiasAddGrad', inputs, attributes: channelsLast(view) };
};

const RULES: Rule[] = [
  dropIdle,
  joinReshapes,
  reluGradient,
  poolBeforeRelu,
  poolBeforeReluGradient,
  plainProduct,
  biasBeforeBatch,
  bias,
  biasGradient,
  addByRows,
];

/** Applies rules until none fits. */
function rewrite(node: ProgramNode, view: View): Source | ProgramNode {
  let current = node;
  for (let i = 0; i < RULES.length; i++) {
    const result = itemAt(RULES, i)(current, view);
    if (!result) continue;
    if (!('op' in result)) return result;
    current = result;
    i = -1;
  }
  return current;
}

/** Rewrites a program; see the top of this file. */
export function simplify(recorded: Program, binding: NativeBinding): Program {
  const program = { ...recorded, constants: [...recorded.constants] };
  const nodes: ProgramNode[] = [];
  const view = new View(binding, nodes, program);
  const merged = new Merged();
  /** What each node of `program` became. */
  const became: Source[] = [];
  const follow = (source: Source): Source => {
    if (source.kind !== 'node') return source;
    const now = became[source.index];
    if (now?.kind !== 'node') return now ?? source;
    return now.output === 0 ? { ...now, output: source.output } : now;
  };
  for (const original of program.nodes) {
    const result = rewrite({ ...original, inputs: original.inputs.map(follow) }, view);
    became.push('op' in result ? merged.find(result, (node) => view.add(node)) : result);
  }
  const simple = prune({ ...program, nodes, results: program.results.map(follow) });
  return prune(fuseProducts(simple, binding));
}

/** Leaves out nodes and constants that nothing needs any more. */
function prune(program: Program): Program {
  const needed = new Set<number>();
  const open = [...program.results];
  for (let source = open.pop(); source; source = open.pop()) {
    if (source.kind !== 'node' || needed.has(source.index)) continue;
    needed.add(source.index);
    open.push(...(program.nodes[source.index]?.inputs ?? []));
  }
  const nodes: ProgramNode[] = [];
  const constants: Program['constants'] = [];
  const nodeAt = new Map<number, number>();
  const constantAt = new Map<number, number>();
  const move = (source: Source): Source => {
    if (source.kind === 'node') return { ...source, index: nodeAt.get(source.index) as number };
    if (source.kind === 'leaf') return source;
    const constant = itemAt(program.constants, source.index);
    const index = constantAt.get(source.index) ?? constants.push(constant) - 1;
    constantAt.set(source.index, index);
    return { kind: 'constant', index };
  };
  program.nodes.forEach((node, i) => {
    if (!needed.has(i)) return;
    nodeAt.set(i, nodes.push({ ...node, inputs: node.inputs.map(move) }) - 1);
  });
  return { ...program, nodes, constants, results: program.results.map(move) };
}
