/**
 * Freezing a model freezes every layer inside it, as in Keras.
 *
 * TensorFlow.js marks the weights of a frozen model's own layers and tells the layers themselves nothing: batch
 * normalization inside would go on with the statistics of the batch, and move its averages.
 */
import { tf } from '../engine';

/** What TensorFlow.js's base of all models holds. */
interface PlainContainer {
  trainable_: boolean;
  readonly layers: tf.layers.Layer[];
}

function setTrainable(model: PlainContainer, value: boolean): void {
  // A `tf.sequential` says `true` again when it is built: layers frozen one by one must stay frozen.
  const freshlyThawed = value && model.trainable_;
  model.trainable_ = value;
  if (freshlyThawed) return;
  for (const layer of model.layers) layer.trainable = value;
}

const containers: object = Object.getPrototypeOf(tf.LayersModel.prototype);
Object.defineProperty(containers, 'trainable', {
  configurable: true,
  get(this: PlainContainer): boolean {
    return this.trainable_;
  },
  set: function (this: PlainContainer, value: boolean): void {
    setTrainable(this, value);
  },
});
