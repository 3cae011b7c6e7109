/**
 * Moves ReLU behind max pooling, where there is a quarter of the data.
 *
 * The largest of a window does not change when negative numbers count as 0 before or after it is taken; nor
 * does the gradient, which goes to the largest and is 0 where that is negative.
 */
import type { ProgramNode, Source } from './program';
import { key, type Rule } from './view';

/** pool(relu(x)) → relu(pool(x)). */
export const poolBeforeRelu: Rule = (node, view) => {
  if (node.op !== 'MaxPool') return undefined;
  const relu = view.maker(node.inputs[0], 'Relu');
  if (!relu) return undefined;
  const pooled = view.add({ ...node, inputs: relu.inputs });
  return { ...relu, inputs: [pooled], outputs: node.outputs };
};

/** The same for the gradient: ReLU's comes first, on the pooled values. */
export const poolBeforeReluGradient: Rule = (node, view) => {
  if (node.op !== 'ReluGrad') return undefined;
  const [dy, features] = node.inputs;
  const gradient = view.maker(dy, 'MaxPoolGrad');
  const [input, output, dPooled] = gradient?.inputs ?? [];
  const x = view.maker(features, 'Relu')?.inputs[0];
  const pooled = view.maker(output, 'Relu')?.inputs[0];
  const pool = view.maker(pooled, 'MaxPool');
  const fits =
    gradient && x && pooled && key(input) === key(features) && key(pool?.inputs[0]) === key(x);
  if (!fits) return undefined;
  const inputs = [dPooled, output] as Source[];
  const dRelu = view.add({ ...node, inputs, outputs: (pool as ProgramNode).outputs });
  return { ...gradient, inputs: [x, pooled, dRelu], outputs: node.outputs };
};
