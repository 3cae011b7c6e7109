/** Builds a TensorFlow graph node by node and writes it as a SavedModel. */
import { itemAt } from '../../host/item-at';
import type { NativeAttribute, NativeBinding } from '../binding';
import { attribute, attributeFields, DataType, encodeAttribute, shapeMessage } from './attribute';
import {
  bytesField,
  integerField,
  join,
  messageField,
  stringField,
  type Encoded,
} from './protobuf';
import type { Program, ProgramConstant, Source } from './program';

/** Values of constants larger than this are kept apart from the graph, as variables set once. */
const LARGEST_CONSTANT_BYTES = 1 << 18;

/** A variable of a graph: its handle, and its value before the graph changes it. */
export interface GraphVariable {
  handle: string;
  read: string;
}

/** The node that makes a tensor, as a control input: `^node`. */
export function after(tensor: string): string {
  return `^${tensor.slice(0, tensor.lastIndexOf(':'))}`;
}

/** A part of a graph that runs again and again, see `Loop`. */
export interface Frame {
  /** The node that each turn begins with, as `^name`. */
  readonly begin: string;
  /** A tensor from outside, for use inside. */
  bring(tensor: string, dtype: number): string;
}

/** A TensorFlow graph under construction. Inputs are named `node:output`, control inputs `^node`. */
export class GraphBuilder {
  private readonly encoded: Encoded = [];
  private count = 0;
  private frame: Frame | undefined;
  /** Names of constants by type, shape and value: each is written once. */
  private readonly constants = new Map<string, string>();
  private readonly attributeSets = new Map<string, Encoded>();
  /** Constants too large for the graph, by the name of the variable that holds them. */
  readonly large: Array<{ name: string; constant: ProgramConstant }> = [];

  /** Adds a node and returns its name. */
  node(op: string, inputs: string[], attributes: Record<string, Encoded>, wanted?: string): string {
    return this.add(op, inputs, attributeFields(attributes), wanted);
  }

  private add(op: string, inputs: string[], attributes: Encoded, wanted?: string): string {
    const name = wanted ?? `n${this.count++}`;
    const fields: Encoded = [...stringField(1, name), ...stringField(2, op)];
    const sources = this.frame && inputs.length === 0 ? [this.frame.begin] : inputs;
    // Control inputs come last.
    for (const input of sources) if (!input.startsWith('^')) fields.push(...stringField(3, input));
    for (const input of sources) if (input.startsWith('^')) fields.push(...stringField(3, input));
    fields.push(...attributes);
    // One piece per node: what follows handles every piece several times.
    this.encoded.push(join(messageField(1, fields)));
    return name;
  }

  /** Adds what `body` adds as the inside of a loop: constants are brought in, and what reads nothing waits for a turn. */
  inside<T>(frame: Frame | undefined, body: () => T): T {
    const outer = this.frame;
    this.frame = frame;
    try {
      return body();
    } finally {
      this.frame = outer;
    }
  }

  private outside<T>(body: () => T): T {
    return this.inside(undefined, body);
  }

  placeholder(name: string, dtype: number, shape: number[]): string {
    const attributes = { dtype: attribute.type(dtype), shape: attribute.shape(shape) };
    return `${this.node('Placeholder', [], attributes, name)}:0`;
  }

  constant(constant: ProgramConstant): string {
    const { dtype, shape, bytes } = constant;
    const key = `${dtype} ${shape} ${Buffer.from(bytes).toString('latin1')}`;
    const known = this.constants.get(key) ?? this.outside(() => this.newConstant(key, constant));
    return this.frame?.bring(known, constant.dtype) ?? known;
  }

  private newConstant(key: string, { dtype, shape, bytes }: ProgramConstant): string {
    const tensor = [
      ...integerField(1, dtype),
      ...messageField(2, shapeMessage(shape)),
      ...bytesField(4, bytes),
    ];
    const attributes = { dtype: attribute.type(dtype), value: messageField(8, tensor) };
    const name = `${this.node('Const', [], attributes)}:0`;
    this.constants.set(key, name);
    return name;
  }

  scalar(value: number): string {
    const bytes = new Uint8Array(Float32Array.of(value).buffer);
    return this.constant({ dtype: DataType.float, shape: [], bytes });
  }

  /** Arithmetic on two tensors, `float32`. */
  binary(op: 'Mul' | 'Sub' | 'AddV2' | 'RealDiv', a: string, b: string): string {
    return `${this.node(op, [a, b], { T: attribute.type(DataType.float) })}:0`;
  }

  /** The root of a tensor, `float32`. */
  sqrt(a: string): string {
    return `${this.node('Sqrt', [a], { T: attribute.type(DataType.float) })}:0`;
  }

  /** Sets a float variable, after it was read. @returns the node, as `^name`. */
  assign({ handle, read }: GraphVariable, value: string): string {
    const attributes = { dtype: attribute.type(DataType.float) };
    return `^${this.node('AssignVariableOp', [handle, value, after(read)], attributes)}`;
  }

  /** A variable with a way to set it (feed `set_…`, fetch `setter_…`) and a read, all by `name`. */
  variable(name: string, dtype: number, shape: number[]): GraphVariable {
    const type = attribute.type(dtype);
    const handle = this.node(
      'VarHandleOp',
      [],
      {
        dtype: type,
        shape: attribute.shape(shape),
        shared_name: attribute.string(name),
        container: attribute.string(''),
      },
      name,
    );
    const value = this.placeholder(`set_${name}`, dtype, shape);
    const assign = this.node('AssignVariableOp', [handle, value], { dtype: type });
    this.node('Identity', [value, `^${assign}`], { T: type }, `setter_${name}`);
    const read = this.node('ReadVariableOp', [handle], { dtype: type }, `read_${name}`);
    return { handle, read: `${read}:0` };
  }

  /** A variable as a loop's turn finds it: read anew in each. */
  variableInside(frame: Frame, { handle }: GraphVariable, dtype: number): GraphVariable {
    const inside = frame.bring(handle, DataType.resource);
    const attributes = { dtype: attribute.type(dtype) };
    const read = this.node('ReadVariableOp', [inside, frame.begin], attributes);
    return { handle: inside, read: `${read}:0` };
  }

  /** Writes rows of a float variable in place. @returns the node that reads the new value. */
  private scatter({ handle }: GraphVariable, [, rows = '', values = '']: string[]): string {
    const type = attribute.type(DataType.float);
    const attributes = { T: type, Tindices: attribute.type(DataType.int32) };
    const written = this.node('ResourceScatterNdUpdate', [handle, rows, values], attributes);
    return this.node('ReadVariableOp', [handle, `^${written}`], { dtype: type });
  }

  /**
   * Adds a program.
   *
   * @param leaves tensor name of each of the program's leaves
   * @param rate tensor name of the rate, when the program has one
   * @param inPlace variable that a node writes in place, by the node's position, see `writtenInPlace`
   * @returns tensor names of its results.
   */
  program(
    program: Program,
    leaves: Map<string, string>,
    rate?: string,
    inPlace: ReadonlyMap<number, GraphVariable> = new Map(),
  ): string[] {
    const constants = program.constants.map((constant) => this.programConstant(constant, rate));
    const names: string[] = [];
    const resolve = (source: Source): string => {
      if (source.kind === 'leaf') return leaves.get(source.name) ?? source.name;
      if (source.kind === 'constant') return itemAt(constants, source.index);
      return `${names[source.index]}:${source.output}`;
    };
    for (const [i, { op, inputs, attributes }] of program.nodes.entries()) {
      const variable = inPlace.get(i);
      const sources = inputs.map(resolve);
      names.push(
        variable
          ? this.scatter(variable, sources)
          : this.add(op, sources, this.recordedAttributes(attributes)),
      );
    }
    return program.results.map(resolve);
  }

  /** Attributes of a recorded operation. Thousands of operations share a few dozen sets of them. */
  private recordedAttributes(attributes: NativeAttribute[]): Encoded {
    const key = JSON.stringify(attributes);
    let encoded = this.attributeSets.get(key);
    if (!encoded) {
      const entries = attributes.map((item) => [item.name, encodeAttribute(this.binding, item)]);
      encoded = [join(attributeFields(Object.fromEntries(entries) as Record<string, Encoded>))];
      this.attributeSets.set(key, encoded);
    }
    return encoded;
  }

  private programConstant(constant: ProgramConstant, rate: string | undefined): string {
    if (constant.perRate !== undefined && rate !== undefined)
      return this.binary('Mul', rate, this.scalar(constant.perRate));
    if (constant.bytes.length <= LARGEST_CONSTANT_BYTES) return this.constant(constant);
    const name = `large${this.large.length}`;
    this.large.push({ name, constant });
    const { dtype, shape } = constant;
    const { read } = this.outside(() => this.variable(name, dtype, shape));
    return this.frame?.bring(read, dtype) ?? read;
  }

  constructor(private readonly binding: NativeBinding) {}

  /** The graph as the contents of a `saved_model.pb` file, tagged `serve`. */
  savedModel(): Uint8Array {
    const graph = [...this.encoded, ...messageField(4, integerField(1, GRAPH_PRODUCER))];
    const metaGraph = [...messageField(1, stringField(4, 'serve')), ...messageField(2, graph)];
    return join([...integerField(1, 1), ...messageField(2, metaGraph)]);
  }
}

/** Version of graph semantics that is claimed: any since 2022 has all that is used here. */
const GRAPH_PRODUCER = 1087;
