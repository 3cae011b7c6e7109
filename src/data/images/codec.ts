/** PNG and JPEG: by TensorFlow's native decoders in Node, by the browser's own in a page. No decoder is written here. */
import { isNative, tf } from '../../engine';
import { exifOrientation } from './exif';

/** Bytes 0…255, row by row. */
export interface Pixels {
  bytes: ArrayLike<number>;
  /** `[height, width, channels]`; channels: 1 gray, 2 gray and opacity, 3 color, 4 color and opacity. */
  shape: [number, number, number];
  /** How the picture has to be turned, 1 to 8, by the EXIF standard; 1 for not at all. */
  orientation: number;
}

export type ImageFormat = 'png' | 'jpeg';

/** What tfjs-node's backend offers beyond the operations of TensorFlow.js. */
interface NativeCodec {
  decodePng(contents: Uint8Array, channels: number): tf.Tensor3D;
  decodeJpeg(
    ...options: [Uint8Array, number, number, boolean, boolean, number, string]
  ): tf.Tensor3D;
  encodePng(bytes: Uint8Array, shape: number[], compression: number): tf.Tensor;
  encodeJpeg(
    ...options: [Uint8Array, number[], string, number, boolean, boolean, boolean, string, number, number, string] // prettier-ignore
  ): tf.Tensor;
}

interface Bitmap {
  width: number;
  height: number;
  close(): void;
}
interface Context {
  drawImage(image: Bitmap, x: number, y: number): void;
  getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  putImageData(image: object, x: number, y: number): void;
}
interface Canvas {
  getContext(kind: '2d', options?: object): Context | null;
  convertToBlob(options: { type: string; quality: number }): Promise<Blob>;
}

/** What pages and their workers have and Node has not. */
interface PageCodec {
  createImageBitmap(source: Blob, options: object): Promise<Bitmap>;
  OffscreenCanvas: new (width: number, height: number) => Canvas;
  ImageData: new (data: Uint8ClampedArray, width: number, height: number) => object;
}

/** Quality of JPEG files written, from 0 to 100. */
const JPEG_QUALITY = 95;

const native = (): NativeCodec => tf.backend() as unknown as NativeCodec;

function pageCodec(): PageCodec | undefined {
  const page = globalThis as unknown as Partial<PageCodec>;
  return page.createImageBitmap && page.OffscreenCanvas ? (page as PageCodec) : undefined;
}

function noCodec(caller: string): Error {
  return new Error(
    `${caller}: expected the native engine, or a browser, which read PNG and JPEG; got Node with the engine ` +
      `'${tf.getBackend()}', which reads neither; run npm run doctor, and leave DLTS_ENGINE unset.`,
  );
}

/** The format by the first bytes; a name may say anything. */
export function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  const begins = (...signature: number[]) => signature.every((byte, at) => bytes[at] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  return begins(0xff, 0xd8, 0xff) ? 'jpeg' : undefined;
}

function decodeNatively(bytes: Uint8Array, format: ImageFormat): Pixels {
  // Bytes cannot be read out of TensorFlow as they are, only as whole numbers.
  const image = tf.tidy(() =>
    (format === 'png'
      ? native().decodePng(bytes, 0)
      : native().decodeJpeg(bytes, 0, 1, true, false, 1, 'INTEGER_ACCURATE')
    ).toInt(),
  );
  const { shape } = image;
  const values = image.dataSync();
  image.dispose();
  const orientation = format === 'jpeg' ? exifOrientation(bytes) : 1;
  return { bytes: values, shape, orientation };
}

async function decodeInPage(page: PageCodec, bytes: Uint8Array, format: ImageFormat) {
  const blob = new Blob([Uint8Array.from(bytes)], { type: `image/${format}` });
  // The numbers of the file, as TensorFlow reads them; the browser turns the picture by itself.
  const asStored = { premultiplyAlpha: 'none', colorSpaceConversion: 'none' };
  const bitmap = await page.createImageBitmap(blob, asStored);
  const { width, height } = bitmap;
  const context = new page.OffscreenCanvas(width, height).getContext('2d', {
    willReadFrequently: true,
  });
  context?.drawImage(bitmap, 0, 0);
  bitmap.close();
  const found = context?.getImageData(0, 0, width, height);
  if (!found) throw new Error('the browser gives no canvas');
  const shape: [number, number, number] = [height, width, 4];
  return { bytes: found.data, shape, orientation: 1 };
}

/**
 * Decodes a PNG or JPEG file.
 *
 * @throws RangeError if the bytes are neither, or broken; Error where there is no decoder.
 */
export async function decodeImage(caller: string, bytes: Uint8Array): Promise<Pixels> {
  const format = formatOf(bytes);
  if (format === undefined) {
    const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
    throw new RangeError(
      bytes.length === 0
        ? 'the file is empty'
        : `neither PNG nor JPEG: begins with ${JSON.stringify(start)}`,
    );
  }
  const page = pageCodec();
  if (!isNative() && !page) throw noCodec(caller);
  try {
    if (isNative()) return decodeNatively(bytes, format);
    return await decodeInPage(page as PageCodec, bytes, format);
  } catch (cause) {
    throw new RangeError(`broken ${format.toUpperCase()} of ${bytes.length} bytes`, { cause });
  }
}

function bytesOf(image: tf.Tensor3D): Uint8Array {
  const bytes = tf.tidy(() => image.clipByValue(0, 1).mul(255).round().toInt());
  const values = Uint8Array.from(bytes.dataSync());
  bytes.dispose();
  return values;
}

function encodeNatively(bytes: Uint8Array, shape: number[], format: ImageFormat): Uint8Array {
  const colors = shape[2] === 1 ? 'grayscale' : 'rgb';
  const encoded =
    format === 'png'
      ? native().encodePng(bytes, shape, 6)
      : native().encodeJpeg(bytes, shape, colors, JPEG_QUALITY, false, false, true, 'in', 300, 300, ''); // prettier-ignore
  // A tensor of one text, whose bytes are the file.
  const [file] = encoded.dataSync() as unknown as Uint8Array[];
  encoded.dispose();
  return Uint8Array.from(file ?? []);
}

async function encodeInPage(
  page: PageCodec,
  bytes: Uint8Array,
  shape: number[],
  format: ImageFormat,
) {
  const [height = 0, width = 0, channels = 0] = shape;
  const rgba = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const at = (channel: number): number => bytes[pixel * channels + channel] ?? 0;
    rgba.set(channels === 1 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)], pixel * 4);
    if (channels === 4) rgba[pixel * 4 + 3] = at(3);
  }
  const canvas = new page.OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new page.ImageData(rgba, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: `image/${format}`, quality: JPEG_QUALITY / 100 });
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * An image as the bytes of a PNG or JPEG file, to be written with `fs.writeFileSync`.
 *
 * A page writes gray as color and keeps no exact color where opacity is low.
 *
 * Axes: H rows · W columns · C channels: 1 gray, 3 color, 4 color and opacity (PNG only).
 *
 * @param image  `[H, W, C]` float32 in [0, 1]; what lies outside is cut off. Stays the caller's.
 * @param format `png` keeps every value to 1/255, `jpeg` (quality 95) is smaller and does not.
 * @returns the bytes of the file.
 * @throws RangeError for another shape or format; Error in Node without the native engine.
 * @example
 * const bytes = await encodeImage(tf.ones([2, 3, 3]), 'png');
 * [...bytes.subarray(1, 4)]; // [ 80, 78, 71 ]
 */
export async function encodeImage(image: tf.Tensor3D, format: ImageFormat): Promise<Uint8Array> {
  const most = format === 'png' ? [1, 3, 4] : [1, 3];
  const { shape } = image;
  if ((format !== 'png' && format !== 'jpeg') || shape.length !== 3 || !most.includes(shape[2]))
    throw new RangeError(
      `encodeImage: expected an image [H, W, C] with C of ${most.join(', ')} and the format png or jpeg; got ` +
        `[${shape.join(', ')}] and ${JSON.stringify(format)}; opacity needs png.`,
    );
  const bytes = bytesOf(image);
  if (isNative()) return encodeNatively(bytes, shape, format);
  const page = pageCodec();
  if (!page) throw noCodec('encodeImage');
  return encodeInPage(page, bytes, shape, format);
}
