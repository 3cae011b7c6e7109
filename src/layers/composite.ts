/** A layer made of other layers, whose weights it shows as its own. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { isAdaptable, type Adaptable } from './adapters';

/** Base of layers that contain layers. */
export abstract class CompositeLayer extends tf.layers.Layer implements Adaptable {
  private readonly children: tf.layers.Layer[] = [];
  /** Weights start as zeros, because a saved model is about to be loaded into them. */
  private startsEmpty = false;

  protected constructor(args: { name?: string; trainable?: boolean }) {
    super(args);
  }

  /** Adopts `layer` and builds it for inputs of the given shapes. Call it in `build`. */
  protected adopt<L extends tf.layers.Layer>(layer: L, ...shapes: tf.Shape[]): L {
    const inputs = shapes.map(
      // A placeholder without history: the child is built, but no graph of layers arises.
      (shape) => new tf.SymbolicTensor('float32', shape, null as never, [], {}),
    );
    layer.setFastWeightInitDuringBuild(this.startsEmpty);
    layer.apply(inputs.length === 1 ? itemAt(inputs, 0) : inputs);
    layer.trainable = this.trainable;
    this.children.push(layer);
    return layer;
  }

  denseKernels(): ReturnType<Adaptable['denseKernels']> {
    return this.children.flatMap((child) => (isAdaptable(child) ? child.denseKernels() : []));
  }

  override setFastWeightInitDuringBuild(value: boolean): void {
    super.setFastWeightInitDuringBuild(value);
    this.startsEmpty = value;
  }

  override get trainable(): boolean {
    return super.trainable;
  }

  override set trainable(value: boolean) {
    super.trainable = value;
    // The base constructor sets this before the children exist.
    for (const child of this.children ?? []) child.trainable = value;
  }

  override get trainableWeights(): tf.LayerVariable[] {
    return this.trainable ? this.children.flatMap((child) => child.trainableWeights) : [];
  }

  override set trainableWeights(_weights: tf.LayerVariable[]) {
    throw new Error(assigned(this.name, 'trainableWeights'));
  }

  override get nonTrainableWeights(): tf.LayerVariable[] {
    const frozen = this.children.flatMap((child) => child.nonTrainableWeights);
    return this.trainable ? frozen : this.children.flatMap((child) => child.weights);
  }

  override set nonTrainableWeights(_weights: tf.LayerVariable[]) {
    throw new Error(assigned(this.name, 'nonTrainableWeights'));
  }
}

function assigned(layer: string, property: string): string {
  return (
    `${layer}: expected ${property} to be read only; got a list to keep; ` +
    'its weights belong to the layers inside it, so change them there.'
  );
}
