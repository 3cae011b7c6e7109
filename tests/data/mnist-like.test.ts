import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { loadMnist } from '../../src/data';
import { withFolder } from './helpers';

/** An IDX file of unsigned bytes. */
function idx(shape: number[], values: number[]): Buffer {
  const sizes = shape.map((size) => {
    const field = Buffer.alloc(4);
    field.writeUInt32BE(size);
    return field;
  });
  return Buffer.concat([Buffer.of(0, 0, 8, shape.length), ...sizes, Buffer.from(values)]);
}

const [HEIGHT, WIDTH] = [5, 7];
const images = (count: number): Buffer =>
  idx(
    [count, HEIGHT, WIDTH],
    Array.from({ length: count * HEIGHT * WIDTH }, (_, at) => at % 256),
  );

/** A small data set of 11 training and 3 test images of 5 × 7 pixels, three classes. */
const files = (): Record<string, Buffer> => ({
  'train-images-idx3-ubyte': images(11),
  'train-labels-idx1-ubyte': idx([11], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1]),
  't10k-images-idx3-ubyte': images(3),
  't10k-labels-idx1-ubyte': idx([3], [2, 1, 0]),
});

function write(folder: string, content: Record<string, Buffer>): void {
  for (const [name, bytes] of Object.entries(content))
    writeFileSync(path.join(folder, name), bytes);
}

const likeMnist = { verify: false, validationSize: 2 };

for (const [kind, rename, pack] of [
  ['as they are', (name: string) => name, false],
  ['packed', (name: string) => `${name}.gz`, true],
  ['with a full stop in their names', (name: string) => name.replace('-idx', '.idx'), false],
] as const)
  test(`images in the format of MNIST are read ${kind}`, async () => {
    await withFolder(async (folder) => {
      for (const [name, bytes] of Object.entries(files()))
        write(folder, { [rename(name)]: pack ? gzipSync(bytes) : bytes });
      const classNames = ['shirt', 'bag', 'boot'];
      const data = await loadMnist({ ...likeMnist, path: folder, classNames });
      assert.deepEqual(data.train.x.shape, [9, HEIGHT, WIDTH, 1]);
      assert.deepEqual([...data.validation.y.dataSync()], [0, 1]);
      assert.deepEqual([...data.test.y.dataSync()], [2, 1, 0]);
      const pixel = data.test.x.slice([1, 4, 6, 0], [1, 1, 1, 1]).dataSync()[0] ?? NaN;
      assert.ok(Math.abs(pixel - (2 * HEIGHT * WIDTH - 1) / 255) < 1e-6);
      assert.deepEqual(data.classNames, classNames);
      data.dispose();
      const plain = await loadMnist({ ...likeMnist, path: folder });
      assert.deepEqual(plain.classNames, ['0', '1', '2']);
      plain.dispose();
    });
  });

test('other images than MNIST are an error that names the option', async () => {
  await withFolder(async (folder) => {
    write(folder, files());
    await assert.rejects(
      loadMnist({ path: folder }),
      /damaged or not MNIST; .*other images of this format .* verify: false/,
    );
  });
});

test('files that are mixed up, cut off or of another type are errors that name them', async () => {
  const whole = files();
  const trainImages = whole['train-images-idx3-ubyte'] ?? Buffer.alloc(0);
  const labels = idx([11], new Array<number>(11).fill(0));
  const wrong: [Record<string, Buffer>, RegExp][] = [
    [
      { 'train-images-idx3-ubyte': labels },
      /train-images.* to hold images \[N, height, width\]; got \[11\]/,
    ],
    [
      { 'train-labels-idx1-ubyte': trainImages },
      /train-labels.* to hold labels \[N\]; got \[11, 5, 7\]/,
    ],
    [{ 'train-images-idx3-ubyte': trainImages.subarray(0, 300) }, /to hold 401 bytes; got 300/],
    [
      { 't10k-labels-idx1-ubyte': idx([2], [0, 1]) },
      /as many labels as images for testing; got 2 labels and 3/,
    ],
    [
      { 't10k-images-idx3-ubyte': idx([3, 2, 2], new Array<number>(12).fill(0)) },
      /one size; got \[5, 7, 1\] and \[2, 2, 1\]/,
    ],
    [
      { 'train-images-idx3-ubyte': Buffer.of(0, 0, 13, 3, 0, 0, 0, 0) },
      /IDX header of unsigned bytes; got 00000d03/,
    ],
  ];
  for (const [replaced, message] of wrong)
    await withFolder(async (folder) => {
      write(folder, { ...whole, ...replaced });
      await assert.rejects(loadMnist({ ...likeMnist, path: folder }), message);
    });
  await withFolder(async (folder) => {
    const packed = gzipSync(trainImages);
    const { 'train-images-idx3-ubyte': _, ...others } = whole;
    write(folder, {
      ...others,
      'train-images-idx3-ubyte.gz': packed.subarray(0, packed.length / 2),
    });
    await assert.rejects(
      loadMnist({ ...likeMnist, path: folder }),
      /whole .gz file; got a damaged one/,
    );
  });
});

test('class names are as many as there are classes', async () => {
  await withFolder(async (folder) => {
    write(folder, files());
    await assert.rejects(
      loadMnist({ ...likeMnist, path: folder, classNames: ['shirt', 'bag'] }),
      /a name for each class from 0 to 2; got 2 classNames/,
    );
  });
});
