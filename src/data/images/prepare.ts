/** One decoded picture made into what a network takes: upright, without opacity, gray or color, in one size. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import type { Pixels } from './codec';

/** How a picture of another shape gets into the size wanted. */
export type Fit = 'pad' | 'crop' | 'stretch';

/** What every picture becomes. */
export interface Wanted {
  /** Rows and columns, in pixels. */
  size: [height: number, width: number];
  channels: 1 | 3;
  fit: Fit;
  /** Brightness from 0 to 1 behind transparent pixels and beside pictures of another shape. */
  background: number;
}

/** Shares of red, green and blue in brightness (ITU-R BT.601), as JPEG uses them. */
const LUMA = [0.299, 0.587, 0.114];

/** Turned and mirrored by the EXIF orientation: 5 to 8 swap rows and columns first. */
function upright(image: tf.Tensor3D, orientation: number): tf.Tensor3D {
  const turned = orientation >= 5 ? image.transpose<tf.Tensor3D>([1, 0, 2]) : image;
  const upsideDown = [3, 4, 7, 8].includes(orientation);
  const mirrored = [2, 3, 6, 7].includes(orientation);
  const axes = [...(upsideDown ? [0] : []), ...(mirrored ? [1] : [])];
  return axes.length > 0 ? turned.reverse(axes) : turned;
}

/** Even numbers of channels end with opacity: the picture is laid on the background. */
function opaque(image: tf.Tensor3D, background: number): tf.Tensor3D {
  const channels = image.shape[2];
  if (channels % 2 === 1) return image;
  const [colors, opacity] = tf.split(image, [channels - 1, 1], 2) as [tf.Tensor3D, tf.Tensor3D];
  return colors.sub(background).mul(opacity).add(background);
}

function withChannels(image: tf.Tensor3D, channels: 1 | 3): tf.Tensor3D {
  if (image.shape[2] === channels) return image;
  if (channels === 3) return tf.tile(image, [1, 1, 3]);
  return image.mul<tf.Tensor3D>(tf.tensor1d(LUMA)).sum<tf.Tensor3D>(2, true);
}

/**
 * `[to, from]`: row i holds the weights of the old pixels in new pixel i, a triangle around its center. Where pictures
 * shrink, the triangle is as wide as the new pixels, so that every old pixel counts (antialiasing).
 */
export function resizeWeights(from: number, to: number): tf.Tensor2D {
  const ratio = from / to;
  const reach = Math.max(1, ratio);
  const rows = Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * ratio;
    const weights = Array.from({ length: from }, (_, j) =>
      Math.max(0, 1 - Math.abs(j + 0.5 - center) / reach),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  });
  return tf.tensor2d(rows, [to, from]);
}

/** Bilinear with antialiasing, first along the rows, then along the columns. */
function resize(image: tf.Tensor3D, height: number, width: number): tf.Tensor3D {
  const along = (picture: tf.Tensor3D, to: number): tf.Tensor3D => {
    const [from, other, channels] = picture.shape;
    if (from === to) return picture;
    const flat = picture.reshape<tf.Tensor2D>([from, other * channels]);
    return resizeWeights(from, to).matMul<tf.Tensor2D>(flat).reshape([to, other, channels]);
  };
  const rows = along(image, height).transpose<tf.Tensor3D>([1, 0, 2]);
  return along(rows, width).transpose([1, 0, 2]);
}

/** The largest part in the middle that has the shape of the size wanted. */
function cropped(image: tf.Tensor3D, [height, width]: [number, number]): tf.Tensor3D {
  const [rows, columns, channels] = image.shape;
  const scale = Math.min(rows / height, columns / width);
  const kept = [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
  const [high, wide] = [itemAt(kept, 0), itemAt(kept, 1)];
  const start = [Math.floor((rows - high) / 2), Math.floor((columns - wide) / 2), 0];
  return image.slice(start as [number, number, number], [high, wide, channels]);
}

/** The whole picture, as large as it gets, in the middle of the background. */
function padded(
  image: tf.Tensor3D,
  [height, width]: [number, number],
  background: number,
): tf.Tensor3D {
  const [rows, columns] = image.shape;
  const scale = Math.min(height / rows, width / columns);
  const [high, wide] = [
    Math.max(1, Math.round(rows * scale)),
    Math.max(1, Math.round(columns * scale)),
  ];
  const margins = (room: number): [number, number] => [Math.floor(room / 2), Math.ceil(room / 2)];
  const frame: [[number, number], [number, number], [number, number]] = [
    ...([margins(height - high), margins(width - wide)] as const),
    [0, 0],
  ];
  return tf.pad3d(resize(image, high, wide), frame, background);
}

/**
 * A picture in the size and kind wanted.
 *
 * Axes: H rows · W columns · C channels.
 *
 * @returns `[H, W, C]` float32 in [0, 1]. Caller disposes.
 */
export function preparePixels({ bytes, shape, orientation }: Pixels, wanted: Wanted): tf.Tensor3D {
  const { size, channels, fit, background } = wanted;
  return tf.tidy(() => {
    const stored = tf.tensor3d(Int32Array.from(bytes), shape, 'int32').toFloat().div(255);
    const image = upright(stored as tf.Tensor3D, orientation);
    const plain = withChannels(opaque(image, background), channels);
    if (fit === 'pad') return padded(plain, size, background);
    return resize(fit === 'crop' ? cropped(plain, size) : plain, ...size);
  });
}
