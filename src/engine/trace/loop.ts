/**
 * A loop inside a graph, made of TensorFlow's own control flow.
 *
 * Each turn is an iteration of a frame. One iteration runs at a time: a turn that reads a variable finds what the turn
 * before has written. What depends on neither the number of the turn nor something read in it would run once more than
 * there are turns, so reading waits for the turn's beginning.
 *
 * @see Yu et al., Dynamic Control Flow in Large-Scale Machine Learning, 2018, section 4
 */
import { attribute, DataType } from './attribute';
import type { Frame, GraphBuilder } from './graph';
import type { Encoded } from './protobuf';

const FRAME = 'turns';
const INTEGER = { T: attribute.type(DataType.int32) };
const FLOAT = { T: attribute.type(DataType.float) };
const TRUE = { dtype: DataType.bool, shape: [], bytes: Uint8Array.of(1) };

const whole = (value: number) => ({
  dtype: DataType.int32,
  shape: [],
  bytes: new Uint8Array(Int32Array.of(value).buffer),
});

/** A loop under construction. Create it, add its inside by `builder.inside(loop, …)`, then `collect` results; only in between is it the builder's frame. */
export class Loop implements Frame {
  readonly begin: string;
  private readonly brought = new Map<string, string>();
  /** Number of the turn, from 0. */
  private readonly turn: string;
  private readonly goesOn: string;
  private readonly next: string;

  /** @param turns tensor name of the number of turns, an int32 scalar */
  constructor(
    private readonly builder: GraphBuilder,
    turns: string,
  ) {
    const first = this.enter(builder.constant(whole(0)), DataType.int32, false);
    const counter = this.merge(first, 'next_turn', DataType.int32);
    const less = builder.node('Less', [counter, this.bring(turns, DataType.int32)], INTEGER);
    const begins = this.enter(builder.constant(TRUE), DataType.bool, false);
    const sound = this.merge(begins, 'next_sound', DataType.bool);
    const both = builder.node('LogicalAnd', [`${less}:0`, sound], {});
    this.goesOn = `${builder.node('LoopCond', [`${both}:0`], {})}:0`;
    const split = builder.node('Switch', [counter, this.goesOn], INTEGER);
    const turn = builder.node('Identity', [`${split}:1`], INTEGER);
    this.begin = `^${turn}`;
    this.turn = `${turn}:0`;
    const one = this.bring(builder.constant(whole(1)), DataType.int32);
    this.next = `${builder.node('AddV2', [this.turn, one], INTEGER)}:0`;
  }

  /** What a turn begins with: at first a value from outside, then what `next` has made in the turn before. */
  private merge(first: string, next: string, dtype: number): string {
    const attributes = { T: attribute.type(dtype), N: attribute.int(2) };
    return `${this.builder.node('Merge', [first, `${next}:0`], attributes)}:0`;
  }

  private enter(tensor: string, dtype: number, isConstant: boolean): string {
    const attributes: Record<string, Encoded> = {
      T: attribute.type(dtype),
      frame_name: attribute.string(FRAME),
      is_constant: attribute.bool(isConstant),
      parallel_iterations: attribute.int(1),
    };
    return `${this.builder.node('Enter', [tensor], attributes)}:0`;
  }

  bring(tensor: string, dtype: number): string {
    const known = this.brought.get(tensor);
    if (known) return known;
    const inside = this.enter(tensor, dtype, true);
    this.brought.set(tensor, inside);
    return inside;
  }

  /** The row of a tensor from outside that belongs to the turn. */
  rowOf(tensor: string, dtype: number): string {
    const axis = this.bring(this.builder.constant(whole(0)), DataType.int32);
    const attributes = {
      Tparams: attribute.type(dtype),
      Tindices: attribute.type(DataType.int32),
      Taxis: attribute.type(DataType.int32),
    };
    const inputs = [this.bring(tensor, dtype), this.turn, axis];
    return `${this.builder.node('GatherV2', inputs, attributes)}:0`;
  }

  /**
   * Collects a vector of each turn, and ends the loop's inside.
   *
   * @param row    tensor name of a float vector of the turn
   * @param length of that vector
   * @param sound  how many of its first numbers must be finite; after a turn in which one is not, there is no other
   * @param after  nodes of the turn to wait for, each as `^name`
   * @returns tensor name of all of them, `[turns, length]`, outside of the loop
   */
  collect(row: string, length: number, sound: number, after: string[]): string {
    const { builder } = this;
    const none = { dtype: DataType.float, shape: [0, length], bytes: new Uint8Array() };
    const first = this.enter(builder.constant(none), DataType.float, false);
    const rows = this.merge(first, 'next_rows', DataType.float);
    const split = builder.node('Switch', [rows, this.goesOn], FLOAT);
    const axis = this.bring(builder.constant(whole(0)), DataType.int32);
    const dimension = { ...FLOAT, Tdim: attribute.type(DataType.int32) };
    const expanded = builder.node('ExpandDims', [row, axis], dimension);
    const all = builder.node('ConcatV2', [`${split}:1`, `${expanded}:0`, axis, ...after], {
      ...FLOAT,
      N: attribute.int(2),
      Tidx: attribute.type(DataType.int32),
    });
    builder.node('NextIteration', [`${all}:0`], FLOAT, 'next_rows');
    const isSound = this.areFinite(row, sound, axis);
    builder.node('NextIteration', [isSound], { T: attribute.type(DataType.bool) }, 'next_sound');
    builder.node('NextIteration', [this.next], INTEGER, 'next_turn');
    return `${builder.node('Exit', [`${split}:0`], FLOAT)}:0`;
  }

  private areFinite(row: string, count: number, axis: string): string {
    const { builder } = this;
    const list = (value: number) => this.bring(builder.constant({ ...whole(value), shape: [1] }), DataType.int32); // prettier-ignore
    const slice = { ...FLOAT, Index: attribute.type(DataType.int32) };
    const judged = builder.node('Slice', [row, list(0), list(count)], slice);
    const finite = builder.node('IsFinite', [`${judged}:0`], FLOAT);
    const reduction = { Tidx: attribute.type(DataType.int32), keep_dims: attribute.bool(false) };
    return `${builder.node('All', [`${finite}:0`, axis], reduction)}:0`;
  }
}
