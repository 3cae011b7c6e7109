import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FASHION_CLASSES, loadFashionMnist, loadMnist } from '../../src/data';
import { withFolder } from './helpers';

const FOLDER = path.join(__dirname, '../../.cache/packages/dataset-fashion-mnist-0.0~git20200523.55506a9-1'); // prettier-ignore
const skip = existsSync(path.join(FOLDER, 't10k-images-idx3-ubyte'))
  ? false
  : 'Fashion-MNIST has not been fetched';

test('loadFashionMnist reads 70,000 images in three parts with the names of the classes', { skip }, async () => {
  const data = await loadFashionMnist({ path: FOLDER });
  assert.deepEqual(data.train.x.shape, [55_000, 28, 28, 1]);
  assert.deepEqual(data.validation.x.shape, [5000, 28, 28, 1]);
  assert.deepEqual(data.test.x.shape, [10_000, 28, 28, 1]);
  assert.deepEqual([...data.train.y.slice(0, 5).dataSync()], [9, 0, 0, 3, 0]);
  assert.deepEqual([...data.test.y.slice(0, 5).dataSync()], [9, 2, 1, 1, 6]);
  assert.deepEqual(data.classNames, [...FASHION_CLASSES]);
  assert.ok(Math.abs((data.test.x.mean().dataSync()[0] ?? 0) - 0.2868) < 1e-4);
  data.dispose();
}); // prettier-ignore

test('loadMnist reads the same files as images of one’s own', { skip }, async () => {
  const data = await loadMnist({ path: FOLDER, verify: false, classNames: FASHION_CLASSES, limit: 7 }); // prettier-ignore
  assert.deepEqual([...data.train.y.dataSync()], [9, 0, 0, 3, 0, 2, 7]);
  data.dispose();
});

test('files that are cut, changed, missing or of MNIST are errors that name them', async () => {
  await assert.rejects(loadFashionMnist({ path: 'nowhere' }), /no such file; put the four files/);
  await withFolder(async (folder) => {
    writeFileSync(path.join(folder, 'train-images-idx3-ubyte'), Buffer.of(0, 0, 8, 3));
    await assert.rejects(
      loadFashionMnist({ path: folder }),
      /loadFashionMnist: expected the content of .*train-images-idx3-ubyte to have sha256 c59f468a.*; got .* \(4 bytes\), so the file is damaged or not of Fashion-MNIST; .*loadMnist\(\{ path, verify: false \}\)/,
    );
  });
});

test('a folder of packed files is read whoever packed them, and a cut one is an error', { skip }, async () => {
  await withFolder(async (folder) => {
    const own = path.join(folder, 'own');
    mkdirSync(own);
    for (const part of ['train', 't10k']) {
      const images = readFileSync(path.join(FOLDER, `${part}-images-idx3-ubyte`));
      writeFileSync(path.join(own, `${part}-images-idx3-ubyte.gz`), gzipSync(images, { level: 1 }));
      const labels = `${part}-labels-idx1-ubyte`;
      copyFileSync(path.join(FOLDER, labels), path.join(own, labels));
    }
    const data = await loadFashionMnist({ path: own, limit: 3 });
    assert.deepEqual([...data.train.y.dataSync()], [9, 0, 0]);
    data.dispose();
    const packed = readFileSync(path.join(own, 't10k-images-idx3-ubyte.gz'));
    writeFileSync(path.join(own, 't10k-images-idx3-ubyte.gz'), packed.subarray(0, packed.length / 2)); // prettier-ignore
    await assert.rejects(loadFashionMnist({ path: own }), /whole .gz file; got a damaged one/);
  });
}); // prettier-ignore
