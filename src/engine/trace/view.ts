/** What the rules that rewrite a program see of it. */
import type { NativeAttribute, NativeBinding } from '../binding';
import { DataType } from './attribute';
import { kindOf, type Program, type ProgramNode, type Source } from './program';
import type { TensorKind } from './recording';

/** Looks around a node. */
export class View {
  constructor(
    readonly binding: NativeBinding,
    readonly nodes: ProgramNode[],
    private readonly program: Program,
  ) {}

  /** The node that makes a tensor, when it is the only output of one of these operations. */
  maker(source: Source | undefined, ...ops: string[]): ProgramNode | undefined {
    if (source?.kind !== 'node' || source.output !== 0) return undefined;
    const node = this.nodes[source.index];
    return node && ops.includes(node.op) ? node : undefined;
  }

  kind(source: Source | undefined): TensorKind | undefined {
    const { constants, leaves } = this.program;
    return kindOf({ nodes: this.nodes, constants, leaves }, source);
  }

  /** Values of a constant of 32-bit numbers. */
  values(source: Source | undefined): ArrayLike<number> | undefined {
    if (source?.kind !== 'constant') return undefined;
    const constant = this.program.constants[source.index];
    if (!constant || constant.perRate !== undefined) return undefined;
    const { bytes, dtype } = constant;
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    if (dtype === DataType.float) return new Float32Array(buffer);
    return dtype === DataType.int32 ? new Int32Array(buffer) : undefined;
  }

  /** The first node with this operation and only input. */
  find(op: string, input: Source): Source | undefined {
    const wanted = key(input);
    const index = this.nodes.findIndex(
      (node) => node.op === op && node.inputs.length === 1 && key(node.inputs[0]) === wanted,
    );
    return index < 0 ? undefined : { kind: 'node', index, output: 0 };
  }

  /** Adds a node and returns its first output. */
  add(node: ProgramNode): Source {
    return { kind: 'node', index: this.nodes.push(node) - 1, output: 0 };
  }

  /** A node that gives `source` another shape. */
  reshape(source: Source, shape: number[]): ProgramNode {
    return {
      op: 'Reshape',
      attributes: [this.type('T', DataType.float), this.type('Tshape', DataType.int32)],
      inputs: [source, this.whole(shape)],
      outputs: [{ dtype: DataType.float, shape }],
    };
  }

  /** A constant of whole numbers: one, or a list of them. */
  whole(values: number | number[]): Source {
    const list = [values].flat();
    const bytes = new Uint8Array(Int32Array.from(list).buffer);
    const shape = Array.isArray(values) ? [list.length] : [];
    const index = this.program.constants.push({ dtype: DataType.int32, shape, bytes }) - 1;
    return { kind: 'constant', index };
  }

  type(name: string, value: number): NativeAttribute {
    return { name, type: this.binding.TF_ATTR_TYPE, value };
  }
}

/** The same text for the same tensor. */
export function key(source: Source | undefined): string {
  return JSON.stringify(source);
}

/** A rule gives the tensor that takes a node's place, or the node rewritten, or nothing. */
export type Rule = (node: ProgramNode, view: View) => Source | ProgramNode | undefined;
