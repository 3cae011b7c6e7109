/** How much a program computes, and whether that is so little that a second core costs more than it gives. */
import { kindOf, type Program, type ProgramNode } from './program';

/**
 * Operations below which a graph runs on one core. Handing work from one core to another takes about 0.1 ms in a
 * training step: with two cores an MLP 64 wide takes a quarter longer, one 256 wide as long as with one.
 */
const LITTLE = 30e6;

/** A number that is read or written takes about as long as this many operations of a product. */
const OPERATIONS_PER_NUMBER = 32;

/** Whether a program is quickest on one core. */
export function isLittle(program: Program): boolean {
  let work = 0;
  for (const node of program.nodes) {
    work += operationsOf(program, node);
    if (work >= LITTLE) return false;
  }
  return true;
}

function operationsOf(program: Program, { op, attributes, inputs, outputs }: ProgramNode): number {
  const shape = (position: number) => kindOf(program, inputs[position])?.shape ?? [];
  const result = sizeOf(outputs[0]?.shape ?? []);
  if (op === 'MatMul' || op === 'BatchMatMulV2') {
    const flipped = attributes.some(
      ({ name, value }) => (name === 'transpose_a' || name === 'adj_x') && value === true,
    );
    return 2 * result * (shape(0).at(flipped ? -2 : -1) ?? 1);
  }
  // Of a filter [height, width, in, out] every number acts once at each place of an output channel.
  const channels = (filter: number[]) => sizeOf(filter) / (filter.at(-1) ?? 1);
  if (op === 'Conv2D') return 2 * result * channels(shape(1));
  if (op === 'Conv2DBackpropInput') return 2 * sizeOf(shape(2)) * channels(shape(1));
  if (op === 'Conv2DBackpropFilter')
    return 2 * sizeOf(shape(2)) * channels(outputs[0]?.shape ?? []);
  // A recurrent cell: every number of its gates is a product with the state.
  if (/^Course(Lstm|Gru)/.test(op)) return 2 * result * (outputs.at(-1)?.shape.at(-1) ?? 1);
  const numbers = outputs.reduce((sum, output) => sum + sizeOf(output.shape), 0);
  return OPERATIONS_PER_NUMBER * numbers;
}

function sizeOf(shape: number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
