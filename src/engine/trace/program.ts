/** A recording reduced to what its results depend on, in a form that can be compared and emitted. */
import { itemAt } from '../../host/item-at';
import type { NativeAttribute } from '../binding';
import type { RecordedConstant, Recording, TensorKind } from './recording';

/** Where an operation takes an input from. */
export type Source =
  | { kind: 'leaf'; name: string }
  | { kind: 'constant'; index: number }
  | { kind: 'node'; index: number; output: number };

/** One operation of a program. */
export interface ProgramNode {
  op: string;
  attributes: NativeAttribute[];
  inputs: Source[];
  /** Type and shape of each output. */
  outputs: TensorKind[];
}

/** A constant. With `perRate` it is that factor times the program's rate, a number that each run is given. */
export interface ProgramConstant extends RecordedConstant {
  perRate?: number;
}

/** Operations in an order in which each follows those it reads. */
export interface Program {
  nodes: ProgramNode[];
  constants: ProgramConstant[];
  results: Source[];
  /** Type and shape of each leaf. */
  leaves: Map<string, TensorKind>;
}

/**
 * Reduces a recording to what `roots` depend on.
 *
 * @param leaves name of each tensor that comes from outside: inputs and state
 * @param roots numbers of the tensors wanted
 * @throws Error if a tensor's origin is unknown.
 */
export function toProgram(
  recording: Recording,
  leaves: ReadonlyMap<number, string>,
  roots: number[],
): Program {
  const reduction = new Reduction(recording, leaves);
  const needed = neededOps(recording, leaves, roots);
  recording.ops.forEach((_op, position) => {
    if (needed.has(position)) reduction.add(position);
  });
  reduction.program.results = roots.map((id) => reduction.source(id));
  return reduction.program;
}

/** A program under construction. */
class Reduction {
  readonly program: Program = { nodes: [], constants: [], results: [], leaves: new Map() };
  private readonly nodeOf = new Map<number, number>();
  private readonly constantOf = new Map<number, number>();

  constructor(
    private readonly recording: Recording,
    private readonly leaves: ReadonlyMap<number, string>,
  ) {}

  private kind(id: number): TensorKind {
    return this.recording.tensors.get(id) ?? { dtype: 0, shape: [-1] };
  }

  /** Takes over the operation at this position of the recording. */
  add(position: number): void {
    const { name: op, attributes, inputs, outputs } = itemAt(this.recording.ops, position);
    const node = {
      ...{ op, attributes },
      inputs: inputs.map((id) => this.source(id)),
      outputs: outputs.map((id) => this.kind(id)),
    };
    this.nodeOf.set(position, this.program.nodes.push(node) - 1);
  }

  /** Where a tensor comes from. */
  source(id: number): Source {
    const leaf = this.leaves.get(id);
    if (leaf !== undefined) {
      this.program.leaves.set(leaf, this.kind(id));
      return { kind: 'leaf', name: leaf };
    }
    const producer = this.recording.producers.get(id);
    if (!producer) return this.constant(id);
    const index = this.nodeOf.get(producer.op);
    if (index === undefined) throw new Error(`operation ${producer.op} is used before it ran`);
    return { kind: 'node', index, output: producer.output };
  }

  private constant(id: number): Source {
    const constant = this.recording.constants.get(id);
    if (!constant) throw new Error(`a tensor of unknown origin (number ${id}) takes part`);
    const index = this.constantOf.get(id) ?? this.program.constants.push(constant) - 1;
    this.constantOf.set(id, index);
    return { kind: 'constant', index };
  }
}

function neededOps(
  recording: Recording,
  leaves: ReadonlyMap<number, string>,
  roots: number[],
): Set<number> {
  const needed = new Set<number>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const producer = leaves.has(id) ? undefined : recording.producers.get(id);
    if (!producer || needed.has(producer.op)) continue;
    needed.add(producer.op);
    open.push(...(recording.ops[producer.op]?.inputs ?? []));
  }
  return needed;
}

/** Type and shape of the tensor that a source stands for. */
export function kindOf(
  { nodes, constants, leaves }: Pick<Program, 'nodes' | 'constants' | 'leaves'>,
  source: Source | undefined,
): TensorKind | undefined {
  if (source?.kind === 'node') return nodes[source.index]?.outputs[source.output];
  if (source?.kind === 'constant') return constants[source.index];
  return source && leaves.get(source.name);
}

/** Rates of two recordings. Where they differ, constants proportional to the rate can be told. */
export type Rates = readonly [number, number];

/**
 * Checks that two recordings of the same function are the same program, so that nothing in it hangs on
 * numbers that JavaScript computed anew. Constants proportional to the rate are marked in `program`.
 *
 * @param rates rates of `program` and `other`, when the function has one
 * @returns what differs, or undefined.
 */
export function difference(program: Program, other: Program, rates?: Rates): string | undefined {
  if (program.nodes.length !== other.nodes.length)
    return 'its operations differ from one step to the next';
  for (const [i, node] of program.nodes.entries()) {
    const twin = itemAt(other.nodes, i);
    if (node.op !== twin.op || !sameJson(node.inputs, twin.inputs))
      return `its operations differ from one step to the next (${node.op})`;
    if (!sameJson(node.attributes, twin.attributes))
      return `an option of ${node.op} differs from one step to the next`;
  }
  if (!sameJson(program.results, other.results)) return 'its results differ in origin';
  for (const [i, constant] of program.constants.entries()) {
    const twin = other.constants[i];
    if (!twin || !comparable(constant, twin, rates))
      return 'it computes with a number that JavaScript changes from one step to the next';
  }
  return undefined;
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const FLOAT = 1;
const RATIO_TOLERANCE = 1e-6;

function comparable(a: ProgramConstant, b: ProgramConstant, rates: Rates | undefined): boolean {
  if (a.dtype !== b.dtype || !sameJson(a.shape, b.shape)) return false;
  if (Buffer.compare(a.bytes, b.bytes) === 0) return true;
  if (a.dtype !== FLOAT || a.bytes.length !== 4 || !rates) return false;
  const [first, second] = [floatOf(a) / rates[0], floatOf(b) / rates[1]];
  if (!(Math.abs(first - second) <= RATIO_TOLERANCE * Math.abs(first))) return false;
  a.perRate = first;
  return true;
}

function floatOf({ bytes }: RecordedConstant): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
}
