/** Random changes of images that leave their class as it is. */
import { shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom, isNative, tf, type Random } from '../engine';
import { nativeOp, statelessNormal } from '../engine/kernels';

export interface AugmentOptions {
  /** Largest shift along each axis, in pixels. Defaults to 0. */
  shift?: number;
  /** Largest rotation about the center in either direction, in degrees. Defaults to 0. */
  rotate?: number;
  /** Largest change of size, as a fraction in [0, 1): 0.1 scales by 0.9 to 1.1. Defaults to 0. */
  zoom?: number;
  /** Mirrors left and right with probability ½. Defaults to false. Wrong for digits and letters. */
  flipHorizontal?: boolean;
  /** Mirrors top and bottom with probability ½. Defaults to false. */
  flipVertical?: boolean;
  /** Standard deviation of normal noise added to each value, in units of the image. Defaults to 0. */
  noise?: number;
  /** Value of pixels that come from outside the image. Defaults to 0. */
  fill?: number;
  /** Seed. Defaults to the next one of the library's stream, so each call differs; see `setSeed`. */
  seed?: number;
}

const OPTIONS = {
  shift: true,
  rotate: true,
  zoom: true,
  flipHorizontal: true,
  flipVertical: true,
  noise: true,
  fill: true,
  seed: true,
} satisfies Record<keyof AugmentOptions, true>;

function checkImages(
  x: tf.Tensor,
  options: Record<'shift' | 'rotate' | 'zoom' | 'noise', number>,
): void {
  if (x.rank !== 4 || x.dtype !== 'float32')
    throw new TypeError(
      `augmentImages: expected images [N, height, width, channels] float32; got ${shapeText(x.shape)} ${x.dtype}; ` +
        'reshape or cast them.',
    );
  for (const [name, value] of Object.entries(options))
    if (!(value >= 0 && Number.isFinite(value)) || (name === 'zoom' && value >= 1))
      throw new RangeError(
        `augmentImages: expected ${name} to be ${name === 'zoom' ? 'in [0, 1)' : 'a number ≥ 0'}; ` +
          `got ${value}; 0 leaves it out.`,
      );
}

/**
 * Where each output pixel comes from: the eight numbers of a projective transformation, [a b c d e f 0 0],
 * input = (a·x + b·y + c, d·x + e·y + f).
 */
function drawTransform(
  random: Random,
  [height, width]: [number, number],
  moves: Required<Omit<AugmentOptions, 'seed' | 'noise' | 'fill'>>,
): number[] {
  const { shift, rotate, zoom, flipHorizontal, flipVertical } = moves;
  const between = (limit: number) => limit * (2 * random.uniform() - 1);
  const [dx, dy] = [between(shift), between(shift)];
  const angle = (between(rotate) * Math.PI) / 180;
  const scale = 1 + between(zoom);
  const mirrorX = flipHorizontal && random.uniform() < 0.5 ? -1 : 1;
  const mirrorY = flipVertical && random.uniform() < 0.5 ? -1 : 1;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [a, b, d, e] = [mirrorX * cos, -mirrorX * sin, mirrorY * sin, mirrorY * cos];
  const [centerX, centerY] = [(width - 1) / 2, (height - 1) / 2];
  // Rotation and zoom keep the center where it is; the shift then moves it.
  const c = centerX - a * (centerX + dx) - b * (centerY + dy);
  const f = centerY - d * (centerX + dx) - e * (centerY + dy);
  return [a, b, c, d, e, f, 0, 0];
}

/** The same in TensorFlow.js, image by image: its plain kernel stops after the first image of a batch. */
function warpWithoutNative(
  x: tf.Tensor4D,
  transforms: tf.Tensor2D,
  fill: number,
  size: [number, number],
): tf.Tensor4D {
  const images = Array.from({ length: x.shape[0] }, (_, at) => {
    const [image, transform] = [x.slice(at, 1), transforms.slice(at, 1)];
    return tf.image.transform(image, transform, 'bilinear', 'constant', fill, size);
  });
  return tf.concat(images, 0);
}

/** Resamples each image by its own transformation, bilinearly. */
function warp(x: tf.Tensor4D, transforms: tf.Tensor2D, fill: number): tf.Tensor4D {
  const size: [number, number] = [x.shape[1], x.shape[2]];
  if (!isNative()) return warpWithoutNative(x, transforms, fill, size);
  // The native engine has the operation, but TensorFlow.js has no kernel that calls it.
  const attributes = {
    types: { dtype: 'float32' },
    strings: { interpolation: 'BILINEAR', fill_mode: 'CONSTANT' },
  } as const;
  const inputs = [x, transforms, tf.tensor1d(size, 'int32'), tf.scalar(fill)];
  const [images] = nativeOp('ImageProjectiveTransformV3', attributes, inputs, 1);
  return (images ?? x).reshape<tf.Tensor4D>(x.shape);
}

/**
 * Shifts, turns, zooms, mirrors and disturbs each image of a batch by chance, each by its own numbers.
 *
 * For the training part only. All images go through one operation, about as fast as a convolution.
 * The chances are drawn when it is called: call it for every batch, outside a traced step.
 *
 * Axes: N images · height · width · channels.
 *
 * @param x       `[N, height, width, channels]` float32
 * @param options what may change, and how much. Nothing by default.
 * @returns the same shape, float32; `x` stays as it is. Noise is not clipped. Caller disposes.
 * @throws TypeError if `x` is no batch of images; RangeError if an option is out of range.
 * @example
 * const images = tf.ones([2, 5, 7, 1]);
 * augmentImages(images, { shift: 1, rotate: 10, seed: 3 }).shape; // [ 2, 5, 7, 1 ]
 * // await train(model, mnist.train, { augment: (x) => augmentImages(x, { shift: 2 }) })
 */
export function augmentImages(x: tf.Tensor, options: AugmentOptions = {}): tf.Tensor4D {
  checkOptions('augmentImages', options, OPTIONS);
  const { shift = 0, rotate = 0, zoom = 0, noise = 0, fill = 0, seed } = options;
  const { flipHorizontal = false, flipVertical = false } = options;
  checkImages(x, { shift, rotate, zoom, noise });
  const count = itemAt(x.shape, 0);
  const size: [number, number] = [itemAt(x.shape, 1), itemAt(x.shape, 2)];
  const random = createRandom(seed);
  const moves = { shift, rotate, zoom, flipHorizontal, flipVertical };
  return tf.tidy(() => {
    let images = x.reshape<tf.Tensor4D>(x.shape);
    if (count > 0 && Object.values(moves).some(Boolean)) {
      const transforms = Array.from({ length: count }, () => drawTransform(random, size, moves));
      images = warp(images, tf.tensor2d(transforms, [count, 8]), fill);
    }
    if (noise === 0) return images;
    const words = tf.tensor1d([random.integer(2 ** 31), random.integer(2 ** 31)], 'int32');
    return images.add(statelessNormal(x.shape, words).mul(noise));
  });
}
