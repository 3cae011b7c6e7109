/**
 * Low-rank adaptation: a trained model stays as it is, and small matrices beside its kernels learn (chapter 07).
 *
 * Axes: I inputs · O outputs · R rank.
 */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { adapterOf, isAdaptable, setAdapter, type Adaptable } from '../layers';

/** Options of {@link lora}. */
export interface LoraOptions {
  /** R, the rank of every change. Default 8. */
  rank?: number;
  /** The change is `alpha` / `rank` · A·B. Default `rank`. */
  alpha?: number;
  /**
   * Only kernels whose names contain one of these are adapted: names of layers, or `query`, `value`, … for parts of
   * attention. Default all dense kernels, those of attention and feed-forward parts included.
   */
  layers?: readonly string[];
}

const KNOWN = { alpha: true, layers: true, rank: true } satisfies Record<keyof LoraOptions, true>;

/** The changes of a model. Made by {@link lora}. */
export interface Lora {
  /** How many numbers are trained. */
  readonly parameters: number;
  /** Names of the kernels that are adapted. */
  readonly kernels: readonly string[];
  /** Adds the changes to the kernels and takes the matrices away: the same outputs, and nothing beside the model. */
  merge(): void;
  /** Takes the matrices away: the model is as before, its weights trainable as before. */
  remove(): void;
  /** Saves the matrices alone, as `model.save` saves a model: `file://folder`, or a handler. */
  save(target: string | tf.io.IOHandler): Promise<tf.io.SaveResult>;
  /** Takes matrices that `save` has stored, of the same rank and kernels. */
  load(source: string | tf.io.IOHandler): Promise<void>;
}

const CALLER = 'lora';

type Kernel = ReturnType<Adaptable['denseKernels']>[number];

/** What a layer hides of its weights. */
interface WeightKeeper {
  addWeight(
    name: string,
    shape: number[],
    dtype: 'float32',
    initializer: ReturnType<typeof tf.initializers.zeros>,
  ): tf.LayerVariable;
  _trainableWeights: tf.LayerVariable[];
  _addedWeightNames: string[];
}

function keeperOf(layer: tf.layers.Layer): WeightKeeper {
  return layer as unknown as WeightKeeper;
}

/**
 * Freezes a model and gives its dense kernels changes of low rank, W + `alpha`/`rank` · A·B, that `train` trains.
 *
 * B starts as 0: at first the model computes what it did. A model that is to be saved whole should be merged first.
 *
 * @param model any model with dense layers, attention or Transformer blocks; changed in place
 * @param options see {@link LoraOptions}
 * @returns the changes, see {@link Lora}. The matrices are disposed with the model.
 * @throws RangeError for options that do not fit or do not exist, and if no kernel has such a name; Error if a
 *   kernel is adapted already.
 * @see Hu et al. 2021. https://arxiv.org/abs/2106.09685
 * @example
 * const model = createGpt({ vocabularySize: 11, hiddenDim: 8, numLayers: 1 });
 * const changes = lora(model, { rank: 2, layers: ['query', 'value'] });
 * changes.parameters; // 64
 * changes.merge();
 */
export function lora(model: tf.LayersModel, options: LoraOptions = {}): Lora {
  checkOptions(CALLER, options, KNOWN);
  const { rank = 8, alpha = rank, layers } = options;
  checkWholeNumber(CALLER, 'rank', rank);
  if (!(alpha > 0 && alpha < Infinity))
    throw new RangeError(
      `${CALLER}: expected alpha above 0; got ${String(alpha)}; leave it out to take the rank.`,
    );
  const kernels = wantedKernels(model, layers);
  const restore = freeze(model);
  const changes = kernels.map((kernel) => new Change(kernel, rank, alpha / rank));
  return new Changes(changes, restore, { rank, alpha });
}

function wantedKernels(model: tf.LayersModel, names: readonly string[] | undefined): Kernel[] {
  const all = model.layers.flatMap((layer) => (isAdaptable(layer) ? layer.denseKernels() : []));
  const wanted = all.filter(
    ({ kernel }) => !names || names.some((name) => kernel.originalName.includes(name)),
  );
  if (wanted.length === 0)
    throw new RangeError(
      `${CALLER}: expected dense kernels${names ? ` whose names contain ${names.join(' or ')}` : ''}; ` +
        `got ${all.length === 0 ? 'none' : `only ${all.slice(0, 8).map(nameOf).join(', ')}, …`}; ` +
        'leave out layers to adapt all, and use layers of this library.',
    );
  const adapted = wanted.find(({ kernel }) => adapterOf(kernel));
  if (!adapted) return wanted;
  throw new Error(
    `${CALLER}: expected kernels without a change; got ${nameOf(adapted)}, which has one; ` +
      'merge or remove the changes first.',
  );
}

function nameOf({ kernel }: Kernel): string {
  return kernel.originalName;
}

/** Makes all weights untrainable, but not the layers, which are about to get more. @returns the way back. */
function freeze(model: tf.LayersModel): () => void {
  const weights = model.weights.map((weight) => ({ weight, before: weight.trainable }));
  const layers = model.layers.map((layer) => ({ layer, before: layer.trainable }));
  for (const { layer } of layers) layer.trainable = true;
  for (const { weight } of weights) weight.trainable = false;
  return () => {
    for (const { layer, before } of layers) layer.trainable = before;
    for (const { weight, before } of weights) weight.trainable = before;
  };
}

/** A and B beside one kernel. */
class Change {
  readonly name: string;
  readonly a: tf.LayerVariable;
  readonly b: tf.LayerVariable;

  constructor(
    private readonly place: Kernel,
    rank: number,
    private readonly scale: number,
  ) {
    const { kernel, owner, inputAxes = 1 } = place;
    this.name = kernel.originalName;
    const sizes = kernel.shape.map((size) => size ?? 1);
    const product = (list: number[]) => list.reduce((all, size) => all * size, 1);
    const [inputs, outputs] = [sizes.slice(0, inputAxes), sizes.slice(inputAxes)].map(product);
    const add = (suffix: string, shape: number[]) =>
      keeperOf(owner).addWeight(
        `${this.name}_${suffix}`,
        shape,
        'float32',
        tf.initializers.zeros(),
      );
    this.a = add('lora_a', [inputs ?? 1, rank]);
    this.b = add('lora_b', [rank, outputs ?? 1]);
    // As in the authors' code: even between ±1/√I. Written afterwards: a loaded layer's weights all begin as 0.
    const start = tf.initializers.varianceScaling({
      scale: 1 / 3,
      mode: 'fanIn',
      distribution: 'uniform',
    });
    tf.tidy(() => void this.a.write(start.apply(this.a.shape.map((size) => size ?? 1))));
    setAdapter(kernel, { a: this.a, b: this.b, scale: this.scale });
  }

  addToKernel(): void {
    const { kernel } = this.place;
    tf.tidy(() => {
      const change = tf.matMul(this.a.read(), this.b.read()).mul(this.scale);
      const before = kernel.read();
      kernel.write(before.add(change.reshape(before.shape)));
    });
  }

  remove(): void {
    const keeper = keeperOf(this.place.owner);
    keeper._trainableWeights = keeper._trainableWeights.filter(
      (weight) => weight !== this.a && weight !== this.b,
    );
    const names = ['lora_a', 'lora_b'].map((suffix) => `${this.name}_${suffix}`);
    keeper._addedWeightNames = keeper._addedWeightNames.filter((name) => !names.includes(name));
    setAdapter(this.place.kernel, undefined);
    this.a.dispose();
    this.b.dispose();
  }
}

function sizeOf(weight: tf.LayerVariable): number {
  return weight.shape.reduce<number>((all, size) => all * (size ?? 1), 1);
}

class Changes implements Lora {
  readonly parameters: number;
  readonly kernels: readonly string[];

  constructor(
    private changes: Change[],
    private readonly restore: () => void,
    private readonly options: { rank: number; alpha: number },
  ) {
    this.parameters = changes.reduce((sum, { a, b }) => sum + sizeOf(a) + sizeOf(b), 0);
    this.kernels = changes.map(({ name }) => name);
  }

  merge(): void {
    for (const change of this.present('merge')) change.addToKernel();
    this.remove();
  }

  remove(): void {
    for (const change of this.present('remove')) change.remove();
    this.changes = [];
    this.restore();
  }

  async save(target: string | tf.io.IOHandler): Promise<tf.io.SaveResult> {
    const handler = handlerOf('save', target);
    const tensors = this.present('save').flatMap(({ name, a, b }) => [
      { name: `${name}_lora_a`, tensor: a.read() },
      { name: `${name}_lora_b`, tensor: b.read() },
    ]);
    const { data, specs } = await tf.io.encodeWeights(tensors);
    if (!handler.save) throw unusable('save', target);
    const modelTopology = { lora: this.options };
    return handler.save({ modelTopology, weightSpecs: specs, weightData: data });
  }

  async load(source: string | tf.io.IOHandler): Promise<void> {
    const changes = this.present('load');
    const handler = handlerOf('load', source);
    if (!handler.load) throw unusable('load', source);
    const { weightData, weightSpecs = [], modelTopology } = await handler.load();
    this.checkOptions(modelTopology);
    const tensors = tf.io.decodeWeights(tf.io.CompositeArrayBuffer.join(weightData), weightSpecs);
    try {
      checkStored(changes, tensors);
      for (const { name, a, b } of changes) {
        a.write(tensorOf(tensors, `${name}_lora_a`));
        b.write(tensorOf(tensors, `${name}_lora_b`));
      }
    } finally {
      tf.dispose(tensors);
    }
  }

  private checkOptions(topology: unknown): void {
    const stored = JSON.stringify((topology as { lora?: unknown } | undefined)?.lora);
    if (stored === JSON.stringify(this.options)) return;
    throw new RangeError(
      `lora.load: expected changes with ${JSON.stringify(this.options)}; got ${stored ?? 'a file of another kind'}; ` +
        'call lora with the options that were saved.',
    );
  }

  /** The changes. @throws Error if they are gone. */
  private present(what: string): Change[] {
    if (this.changes.length > 0) return this.changes;
    throw new Error(
      `lora.${what}: expected changes beside the model; got none, they were merged or removed; call lora again.`,
    );
  }
}

function handlerOf(what: 'save' | 'load', place: string | tf.io.IOHandler): tf.io.IOHandler {
  if (typeof place !== 'string') return place;
  const found = what === 'save' ? tf.io.getSaveHandlers(place) : tf.io.getLoadHandlers(place);
  const [handler] = found;
  if (handler) return handler;
  throw unusable(what, place);
}

function unusable(what: string, place: string | tf.io.IOHandler): Error {
  return new RangeError(
    `lora.${what}: expected a place that TensorFlow.js can ${what}; got ${typeof place === 'string' ? place : 'a handler without it'}; ` +
      "pass for example 'file://folder'.",
  );
}

function tensorOf(tensors: Record<string, tf.Tensor>, name: string): tf.Tensor {
  return itemAt([tensors[name] ?? []].flat(), 0);
}

/** @throws RangeError unless all matrices are there, in the right shapes. */
function checkStored(changes: Change[], tensors: Record<string, tf.Tensor>): void {
  const expected = changes.flatMap(({ name, a, b }) => [
    { name: `${name}_lora_a`, shape: String(a.shape) },
    { name: `${name}_lora_b`, shape: String(b.shape) },
  ]);
  const other = expected.find(({ name, shape }) => String(tensors[name]?.shape) !== shape);
  if (!other && Object.keys(tensors).length === expected.length) return;
  throw new RangeError(
    `lora.load: expected the matrices of ${changes.length} kernels; ` +
      `got ${other ? `none or another shape for ${other.name}` : `${Object.keys(tensors).length / 2}`}; ` +
      'call lora with the layers that were saved.',
  );
}
