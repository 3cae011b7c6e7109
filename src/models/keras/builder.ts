/** Collects the operations of a model for Keras. */
import { itemAt } from '../../host/item-at';
import type { tf } from '../../engine';
import { noEquivalent, type Place } from './refusal';
import { LAYERS, type Argument, type KerasCall, type KerasOp, type KerasTensor } from './types';

/** What a call gives. */
export interface Output {
  shape: tf.Shape;
  dtype?: string;
  masked?: boolean;
}

type Described = Pick<KerasOp, 'name' | 'module' | 'className' | 'config' | 'weights'>;

/** See the file's first line. */
export class GraphBuilder {
  readonly ops = new Map<string, KerasOp>();

  /** Applies an operation; one that exists under this name is applied once more. */
  call(described: Described, call: Partial<KerasCall>, outputs: Output[]): KerasTensor[] {
    const op = this.ops.get(described.name) ?? { ...described, calls: [] };
    this.ops.set(op.name, op);
    const number = op.calls.push({ args: [], kwargs: {}, ...call }) - 1;
    return outputs.map(({ shape, dtype = 'float32', masked = false }, index) => ({
      ...{ op, call: number, index, shape, dtype, masked },
    }));
  }

  /** {@link call} of a layer of Keras with one output. */
  layer(
    described: Omit<Described, 'module' | 'weights'> & Partial<Pick<KerasOp, 'weights'>>,
    call: Partial<KerasCall>,
    output: Output,
  ): KerasTensor {
    return itemAt(this.call({ module: LAYERS, weights: [], ...described }, call, [output]), 0);
  }

  /** {@link call} of a function on tensors, `keras.src.ops.<file>.<className>`. */
  function(
    [file, className, name]: [file: string, className: string, name: string],
    args: Argument[],
    output: Output,
    config: KerasOp['config'] = {},
  ): KerasTensor {
    const module = `keras.src.ops.${file}`;
    const described = { name, module, className, config: { name, ...config }, weights: [] };
    return itemAt(this.call(described, { args }, [output]), 0);
  }
}

/** A sum of two tensors of one shape. */
export function addLayers(
  builder: GraphBuilder,
  name: string,
  terms: [KerasTensor, KerasTensor],
): KerasTensor {
  const config = { name, trainable: true, dtype: 'float32' };
  return builder.layer({ name, className: 'Add', config }, { args: [terms] }, terms[0]);
}

/** @throws TypeError if a tensor is a truth value, or has a mask, where Keras expects none. */
export function expectPlain(place: Place, ...tensors: Array<KerasTensor | undefined>): void {
  for (const tensor of tensors) {
    if (tensor?.dtype === 'bool')
      throw noEquivalent(
        place,
        'a padding mask as its input',
        'give masks to attention, blocks and masked pooling only',
      );
  }
}

/** @throws TypeError if Keras would hand a mask to a layer that would use it in another way. */
export function expectUnmasked(place: Place, ...tensors: Array<KerasTensor | undefined>): void {
  if (!tensors.some((tensor) => tensor?.masked)) return;
  throw noEquivalent(
    place,
    'a mask that comes along with its input',
    'leave out maskZero, and give the layer a mask from layers.paddingMask()',
  );
}
