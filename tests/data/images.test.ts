import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { encodeImage, listImageFolder, loadImageFolder, readImages, split } from '../../src/data';
import { exifOrientation } from '../../src/data/images/exif';
import { resizeWeights } from '../../src/data/images/prepare';
import { tf } from '../../src/engine';
import { warnings } from '../warnings';
import { assertClose, assertNoLeak, loose, withFolder } from './helpers';

/** Writes an image of given values in [0, 1]. */
async function write(
  file: string,
  shape: [number, number, number],
  values: number[],
  format: 'png' | 'jpeg' = 'png',
) {
  const image = tf.tensor3d(values, shape);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, await encodeImage(image, format));
  image.dispose();
}

const ramp = (count: number): number[] => Array.from({ length: count }, (_, at) => (at % 11) / 10);

/** Reads one file alone. */
async function readOne(file: string, options: Parameters<typeof readImages>[1]): Promise<number[]> {
  const images = await readImages([{ file, label: 0, className: 'a' }], options);
  const values = [...images.x.dataSync()];
  images.dispose();
  return values;
}

test('every file that is no image of a class is listed with the reason', () =>
  withFolder(async (folder) => {
    await write(path.join(folder, 'dog', 'b.png'), [2, 3, 3], ramp(18));
    await write(path.join(folder, 'cat', 'a.JPG'), [2, 3, 1], ramp(6), 'jpeg');
    fs.writeFileSync(path.join(folder, 'cat', '.DS_Store'), 'x');
    fs.writeFileSync(path.join(folder, 'labels.csv'), 'x');
    fs.mkdirSync(path.join(folder, 'dog', 'puppies'));
    fs.mkdirSync(path.join(folder, 'empty'));
    const { files, classNames, refused } = listImageFolder(folder);
    assert.deepEqual(classNames, ['cat', 'dog']);
    assert.deepEqual(
      files.map(({ file, label, className }) => [path.relative(folder, file), label, className]),
      [
        [path.join('cat', 'a.JPG'), 0, 'cat'],
        [path.join('dog', 'b.png'), 1, 'dog'],
      ],
    );
    assert.deepEqual(
      refused.map(({ file, reason }) => [path.relative(folder, file), reason]),
      [
        [path.join('cat', '.DS_Store'), 'neither .png nor .jpg by its name'],
        [path.join('dog', 'puppies'), 'a folder within the folder of a class'],
        ['empty', 'a folder without an image, so no class'],
        ['labels.csv', 'outside of the folders of classes'],
      ],
    );
    assert.deepEqual(split(files, { testSize: 1, seed: 1 }).test.length, 1);
    assert.throws(() => listImageFolder(path.join(folder, 'cat')), /move the images into folders/);
    assert.throws(() => listImageFolder(path.join(folder, 'nowhere')), /expected a folder at .*nowhere; got ENOENT/); // prettier-ignore
  }));

test('broken files and texts named .png are named in one notice and left out, labels stay with their images', () =>
  withFolder(async (folder) => {
    await write(path.join(folder, 'a', '1.png'), [5, 7, 3], ramp(105));
    await write(path.join(folder, 'b', '1.png'), [5, 7, 3], ramp(105));
    const whole = fs.readFileSync(path.join(folder, 'b', '1.png'));
    fs.writeFileSync(path.join(folder, 'a', '2.png'), whole.subarray(0, whole.length / 2));
    fs.writeFileSync(path.join(folder, 'a', '3.png'), 'Dear all, attached');
    fs.writeFileSync(path.join(folder, 'a', '4.jpg'), '');
    await write(path.join(folder, 'b', '2.png'), [5, 7, 1], ramp(35), 'jpeg'); // by its content a JPEG
    let images: Awaited<ReturnType<typeof loadImageFolder>> | undefined;
    const said = await warnings(async () => {
      images = await loadImageFolder(folder, { size: [2, 3] });
    });
    assert.deepEqual(images?.x.shape, [3, 2, 3, 3]);
    assert.deepEqual([...(images?.y.dataSync() ?? [])], [0, 1, 1]);
    assert.equal(images?.y.dtype, 'int32');
    assert.deepEqual(
      images?.refused.map(({ file, reason }) => [path.basename(file), reason]),
      [
        ['2.png', `broken PNG of ${Math.floor(whole.length / 2)} bytes`],
        ['3.png', 'neither PNG nor JPEG: begins with "Dear all, at"'],
        ['4.jpg', 'the file is empty'],
      ],
    );
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /loadImageFolder: expected images only; got 3 other files: .*2\.png \(broken PNG/); // prettier-ignore
    images?.dispose();
  }));

test('PNG keeps gray, color and opacity to 1/255; opacity is laid on the background', () =>
  withFolder(async (folder) => {
    const file = path.join(folder, 'a.png');
    await write(file, [2, 3, 1], [0, 0.2, 0.4, 0.6, 0.8, 1]);
    const gray = await readOne(file, { size: [2, 3], channels: 1 });
    assertClose(gray, [0, 0.2, 0.4, 0.6, 0.8, 1], 1e-6);
    const repeated = await readOne(file, { size: [2, 3] });
    assertClose(
      repeated,
      gray.flatMap((value) => [value, value, value]),
    );
    await write(file, [1, 2, 3], [1, 0, 0, 0, 1, 0]);
    assertClose(await readOne(file, { size: [1, 2], channels: 1 }), [0.299, 0.587], 1e-5);
    await write(file, [1, 3, 4], [1, 0.2, 0, 1, 1, 0.2, 0, 0, 1, 0.2, 0, 0.6]);
    assertClose(await readOne(file, { size: [1, 3] }), [1, 0.2, 0, 1, 1, 1, 1, 0.52, 0.4], 1e-5);
    assertClose(await readOne(file, { size: [1, 3], background: 0 }), [1, 0.2, 0, 0, 0, 0, 0.6, 0.12, 0], 1e-5); // prettier-ignore
  }));

test('JPEG comes back nearly as it was', () =>
  withFolder(async (folder) => {
    const file = path.join(folder, 'a.jpg');
    const smooth = Array.from({ length: 16 * 16 * 3 }, (_, at) => Math.floor(at / 48) / 16);
    await write(file, [16, 16, 3], smooth, 'jpeg');
    assertClose(await readOne(file, { size: [16, 16] }), smooth, 0.03);
  }));

test('pad keeps all, crop keeps the middle, stretch distorts', () =>
  withFolder(async (folder) => {
    const file = path.join(folder, 'a.png');
    await write(file, [2, 4, 1], [0, 0.2, 0.4, 0.6, 0, 0.2, 0.4, 0.6]);
    const read = (fit: 'pad' | 'crop' | 'stretch') => readOne(file, { size: [4, 4], channels: 1, fit, background: 1 }); // prettier-ignore
    const line = [0, 0.2, 0.4, 0.6];
    const white = [1, 1, 1, 1];
    assertClose(await read('pad'), [...white, ...line, ...line, ...white]);
    assertClose(await read('stretch'), [...line, ...line, ...line, ...line]);
    // The middle two columns, each new column a mixture of them: 1, ¾, ¼, 0 of the left one.
    const mixed = [0.2, 0.25, 0.35, 0.4];
    assertClose(await read('crop'), [...mixed, ...mixed, ...mixed, ...mixed]);
  }));

test('shrinking lets every old pixel count, growing is linear between centers', () => {
  const down = resizeWeights(4, 2);
  // Triangles of reach 2 around 1 and 3: weights ¾ ¾ ¼ 0 of 0.5, 1.5, 2.5, 3.5 over their sum 7/4.
  assertClose(down.dataSync(), [3 / 7, 3 / 7, 1 / 7, 0, 0, 1 / 7, 3 / 7, 3 / 7]);
  const up = resizeWeights(2, 4);
  assertClose(up.dataSync(), [1, 0, 0.75, 0.25, 0.25, 0.75, 0, 1]);
  tf.dispose([down, up]);
});

/** A JPEG with an EXIF block that says how it has to be turned. */
function withOrientation(jpeg: Uint8Array, orientation: number, little: boolean): Uint8Array {
  const block = Buffer.alloc(36);
  block.writeUInt16BE(0xffe1, 0);
  block.writeUInt16BE(34, 2);
  block.write('Exif\0\0', 4, 'latin1');
  const two = (value: number, at: number) => little ? block.writeUInt16LE(value, at) : block.writeUInt16BE(value, at); // prettier-ignore
  const four = (value: number, at: number) => little ? block.writeUInt32LE(value, at) : block.writeUInt32BE(value, at); // prettier-ignore
  block.write(little ? 'II' : 'MM', 10, 'latin1');
  two(42, 12);
  four(8, 14);
  two(1, 18);
  two(0x0112, 20);
  two(3, 22);
  four(1, 24);
  two(orientation, 28);
  return Buffer.concat([jpeg.subarray(0, 2), block, jpeg.subarray(2)]);
}

test('photographs are turned upright by all eight orientations', () =>
  withFolder(async (folder) => {
    const file = path.join(folder, 'a.jpg');
    // Four flat quarters of 8 × 8 pixels, which JPEG keeps: 0 0.3 / 0.6 0.9.
    const quarters = Array.from({ length: 256 }, (_, at) => 0.3 * (Math.floor((at % 16) / 8) + 2 * Math.floor(at / 128))); // prettier-ignore
    await write(file, [16, 16, 1], quarters, 'jpeg');
    const plain = Uint8Array.from(fs.readFileSync(file));
    assert.equal(exifOrientation(plain), 1);
    const upright: Record<number, number[]> = {
      ...{ 1: [0, 1, 2, 3], 2: [1, 0, 3, 2], 3: [3, 2, 1, 0], 4: [2, 3, 0, 1] },
      ...{ 5: [0, 2, 1, 3], 6: [2, 0, 3, 1], 7: [3, 1, 2, 0], 8: [1, 3, 0, 2] },
    };
    for (const [orientation, corners] of Object.entries(upright)) {
      const turned = withOrientation(plain, Number(orientation), Number(orientation) % 2 === 0);
      assert.equal(exifOrientation(turned), Number(orientation));
      fs.writeFileSync(file, turned);
      const values = await readOne(file, { size: [16, 16], channels: 1 });
      const seen = [0, 15, 240, 255].map((at) => Math.round((values[at] ?? NaN) / 0.3));
      assert.deepEqual(seen, corners, `orientation ${orientation}`);
    }
    assert.equal(exifOrientation(withOrientation(plain, 9, true)), 1);
    assert.equal(exifOrientation(withOrientation(plain, 6, true).subarray(0, 20)), 1);
  }));

test('memory is limited before anything is read, and options are checked', async () => {
  const files = [{ file: 'nowhere.png', label: 0, className: 'a' }];
  await assert.rejects(readImages(files, { size: [1000, 1000], maxBytes: 1e6 }), /at most 1000000 bytes for 1 images; got 12000000/); // prettier-ignore
  await assert.rejects(
    readImages(files, loose({ size: 64 })),
    /size to be \[height, width\]; got 64/,
  );
  await assert.rejects(
    readImages(files, { size: [64, 0] }),
    /the width in size to be a whole number/,
  );
  await assert.rejects(
    readImages(files, { size: [2, 2], fit: loose('cover') }),
    /fit pad, crop, stretch/,
  );
  await assert.rejects(
    readImages(files, { size: [2, 2], channels: loose(2) }),
    /expected channels 1 or 3/,
  );
  await assert.rejects(
    readImages(files, loose({ size: [2, 2], chanels: 1 })),
    /did you mean channels/,
  );
  await assert.rejects(readImages(files, { size: [2, 2] }), /at least one image that can be read; got 1 that cannot, first nowhere\.png \(ENOENT/); // prettier-ignore
  await assert.rejects(readImages([], { size: [2, 2] }), /no file at all/);
});

test('encodeImage refuses shapes and formats that do not fit, and keeps its input', async () => {
  const image = tf.ones([2, 3, 4]) as tf.Tensor3D;
  await assert.rejects(
    encodeImage(image, 'jpeg'),
    /C of 1, 3 and the format png or jpeg; got \[2, 3, 4\]/,
  );
  await assert.rejects(encodeImage(image, loose('gif')), /"gif"/);
  assert.equal(image.isDisposed, false);
  image.dispose();
});

test('reading and writing leave nothing behind, failures included', () =>
  withFolder(async (folder) => {
    await write(path.join(folder, 'a', '1.png'), [3, 5, 4], ramp(60));
    fs.writeFileSync(path.join(folder, 'a', '2.png'), 'text');
    await warnings(() =>
      assertNoLeak(async () => {
        (await loadImageFolder(folder, { size: [7, 2] })).dispose();
        const [, bad] = listImageFolder(folder).files;
        if (bad) await assert.rejects(readImages([bad], { size: [2, 2] }), /neither PNG nor JPEG/);
      }),
    );
  }));

test('an engine without decoders refuses and says why', () => {
  const code =
    "import { encodeImage } from './src/data'; import { ready, tf } from './src/engine';" +
    "void ready().then(() => encodeImage(tf.ones([1, 1, 3]), 'png')).catch((error) => console.log(error.message));";
  const text = execFileSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=commonjs', '--eval', `require('tsx/cjs');${code.replace(/import (\{.*?\}) from ('.*?');/g, 'const $1 = require($2);')}`],
    { cwd: path.join(__dirname, '../..'), env: { ...process.env, DLTS_ENGINE: 'wasm' }, encoding: 'utf8' },
  ); // prettier-ignore
  assert.match(text, /expected the native engine, or a browser.*; got Node with the engine 'wasm'/);
});
