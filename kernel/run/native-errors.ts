/**
 * Native TensorFlow's refusals in plain words: which operation, on which shapes, and what to do.
 *
 * It says "Invalid TF_Status: 3 Message: In[0] ndims must be >= 2: 1", and neither the operation nor its operands.
 */

interface Operand {
  shape?: readonly number[];
}

type Execute = (
  this: unknown,
  name: string,
  attributes: unknown,
  inputs: Operand[],
  count?: number,
) => unknown;

/** A class whose objects run native operations. */
export interface NativeBackendClass {
  prototype: Partial<Record<'executeSingleOutput' | 'executeMultipleOutputs', Execute>>;
}

const STATUS = /^Invalid TF_Status: \d+\s*Message: /;

/** Operations whose name in TensorFlow.js is not theirs in small letters. */
const NAMES: Record<string, string> = {
  BatchMatMulV2: 'matMul',
  BatchMatMul: 'matMul',
  _FusedMatMul: 'matMul',
  ConcatV2: 'concat',
  GatherV2: 'gather',
  Pack: 'stack',
  PadV2: 'pad',
  SelectV2: 'where',
  AddV2: 'add',
  RealDiv: 'div',
  FloorDiv: 'floorDiv',
  Pow: 'pow',
  Cumsum: 'cumsum',
  ResizeBilinear: 'image.resizeBilinear',
};

/** What was expected, and how to fix it, by what TensorFlow says. */
const REFUSALS: readonly [said: RegExp, expected: string, remedy: string][] = [
  [
    /ndims must be >= 2/,
    'both operands to have at least 2 axes',
    'add an axis with expandDims or reshape',
  ],
  [
    /Matrix size-incompatible|mismatch In\[1\] shape/,
    'the columns of the first operand to match the rows of the second',
    'transpose or reshape one of them',
  ],
  [
    /compatible batch dimensions/,
    'the axes before the last two to be equal, or 1',
    'reshape one of the operands',
  ],
  [
    /Incompatible shapes|required broadcastable shapes/,
    'shapes whose axes, counted from the last, are equal or 1',
    'reshape one of the operands, or add an axis with expandDims',
  ],
  [
    /Input to reshape is a tensor with (\d+) values, but the requested shape has (\d+)/,
    'a shape of $1 values',
    'choose sizes whose product is $1, or −1 for one of them',
  ],
  [
    /Input to reshape is a tensor with (\d+) values, but the requested shape requires a multiple of (\d+)/,
    'a shape of $1 values, which is no multiple of $2',
    'choose sizes whose product divides $1',
  ],
  [
    /ConcatOp|Shapes of all inputs must match/,
    'shapes that are equal but for the axis along which the operands are joined',
    'check the axis, and reshape what differs',
  ],
  [
    /indices\[.*\] = (-?\d+) is not in \[0, (\d+)\)/,
    'indices from 0 to below $2',
    'look for an index of $1',
  ],
  [
    /Computed output size would be negative/,
    'an input at least as large as the kernel',
    "pass padding 'same', or a smaller kernel",
  ],
];

/**
 * Native TensorFlow's message in plain words; any other message as it is.
 *
 * @param operation TensorFlow's name of the operation, where it is known
 */
export function inPlainWords(message: string, operation?: string, shapes: string[] = []): string {
  if (!STATUS.test(message)) return message;
  const said = message.replace(STATUS, '').trim();
  const name = operation === undefined ? 'TensorFlow' : nameOf(operation);
  const got = shapes.length > 0 ? listOf(shapes) : said;
  for (const [pattern, expected, remedy] of REFUSALS) {
    const match = pattern.exec(said);
    if (!match) continue;
    const fill = (text: string): string =>
      text.replace(/\$(\d)/g, (_, i: string) => match[Number(i)] ?? '');
    return `${name}: expected ${fill(expected)}; got ${got}; ${fill(remedy)}.`;
  }
  const operands = shapes.length > 0 ? ` for ${listOf(shapes)}` : '';
  return `${name}: expected operands that fit together; got "${said}"${operands}; check shapes, axes and indices.`;
}

function nameOf(operation: string): string {
  return NAMES[operation] ?? operation.charAt(0).toLowerCase() + operation.slice(1);
}

function listOf(shapes: string[]): string {
  return shapes.length < 2
    ? shapes.join('')
    : `${shapes.slice(0, -1).join(', ')} and ${shapes.at(-1) ?? ''}`;
}

/** Lets every native operation refuse in plain words. */
export function explainRefusals(backend: NativeBackendClass): void {
  for (const method of ['executeSingleOutput', 'executeMultipleOutputs'] as const) {
    const original = backend.prototype[method];
    if (!original) continue;
    backend.prototype[method] = function (name, attributes, inputs, count) {
      try {
        return original.call(this, name, attributes, inputs, count);
      } catch (error) {
        if (error instanceof Error) reword(error, name, inputs);
        throw error;
      }
    };
  }
}

function reword(error: Error, operation: string, inputs: readonly Operand[]): void {
  // The second operand of a reshape is the list of sizes: its own shape tells nothing.
  const operands = operation === 'Reshape' ? inputs.slice(0, 1) : inputs;
  const shapes = operands.flatMap(({ shape }) => (shape ? [`[${shape.join(', ')}]`] : []));
  const before = error.message;
  const { stack } = error;
  error.message = inPlainWords(before, operation, shapes);
  if (stack !== undefined) error.stack = stack.replace(before, error.message);
}
