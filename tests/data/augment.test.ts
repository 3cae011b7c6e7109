import assert from 'node:assert/strict';
import { test } from 'node:test';
import { augmentImages } from '../../src/data';
import { setSeed, tf } from '../../src/engine';
import { assertClose, assertNoLeak } from './helpers';

/** A bright square of 3 × 3 off the center of a dark image. */
function square(count: number, [height, width]: [number, number] = [17, 19]): tf.Tensor4D {
  return tf.tidy(
    () =>
      tf.ones([count, 3, 3, 1]).pad([
        [0, 0],
        [4, height - 7],
        [9, width - 12],
        [0, 0],
      ]) as tf.Tensor4D,
  );
}

/** Brightness and its center [row, column] of each image. */
function centers(images: tf.Tensor4D): { mass: number; row: number; column: number }[] {
  return (images.arraySync() as number[][][][]).map((image) => {
    let [mass, row, column] = [0, 0, 0];
    image.forEach((line, y) =>
      line.forEach(([value = 0], x) => {
        mass += value;
        row += y * value;
        column += x * value;
      }),
    );
    return { mass, row: row / mass, column: column / mass };
  });
}

test('without options the images come back unchanged, as a tensor of their own', async () => {
  const x = square(2);
  await assertNoLeak(() => {
    const same = augmentImages(x);
    assert.deepEqual(same.dataSync(), x.dataSync());
    same.dispose();
    assert.equal(x.isDisposed, false);
  });
  x.dispose();
});

test('shifts move each image by its own distance within the limit and keep what stays inside', () => {
  tf.tidy(() => {
    const moved = centers(augmentImages(square(101), { shift: 3, seed: 1 }));
    for (const { mass, row, column } of moved) {
      assertClose([mass], [9], 1e-3);
      assert.ok(Math.abs(row - 5) <= 3 && Math.abs(column - 10) <= 3);
    }
    const rows = moved.map(({ row }) => row - 5);
    assert.ok(Math.max(...rows) > 2.5 && Math.min(...rows) < -2.5, 'shifts use the whole range');
    assertClose([rows.reduce((sum, row) => sum + row, 0) / 101], [0], 0.5);
  });
});

test('rotation keeps the distance to the center; zoom scales it', () => {
  tf.tidy(() => {
    const radius = ({ row, column }: { row: number; column: number }) =>
      Math.hypot(row - 8, column - 9);
    const x = square(53);
    const [before] = centers(x).map(radius);
    const turned = centers(augmentImages(x, { rotate: 90, seed: 2 }));
    for (const image of turned) assertClose([radius(image)], [before ?? 0], 0.05);
    assert.ok(turned.some(({ column }) => Math.abs(column - 10) > 1.5));
    const zoomed = centers(augmentImages(x, { zoom: 0.4, seed: 3 })).map(
      (image) => radius(image) / (before ?? 1),
    );
    assert.ok(Math.min(...zoomed) > 0.55 && Math.max(...zoomed) < 1.45);
    assert.ok(Math.min(...zoomed) < 0.75 && Math.max(...zoomed) > 1.25);
  });
});

test('flips mirror about half of the images exactly', () => {
  tf.tidy(() => {
    const x = tf.randomUniform([97, 5, 7, 3], 0, 1, 'float32', 4) as tf.Tensor4D;
    for (const [option, axis] of [
      ['flipHorizontal', 2],
      ['flipVertical', 1],
    ] as const) {
      const flipped = augmentImages(x, { [option]: true, seed: 5 });
      const same = flipped.sub(x).abs().max([1, 2, 3]).less(1e-5).dataSync();
      const mirrored = flipped.sub(x.reverse(axis)).abs().max([1, 2, 3]).less(1e-5).dataSync();
      same.forEach((value, at) => assert.equal(value + (mirrored[at] as number), 1, `image ${at}`));
      const share = [...mirrored].filter((value) => value === 1).length / 97;
      assert.ok(share > 0.3 && share < 0.7, `${share}`);
    }
  });
});

test('noise has the standard deviation asked for, and fill colors what comes from outside', () => {
  tf.tidy(() => {
    const noisy = augmentImages(tf.zeros([11, 13, 17, 3]), { noise: 0.2, seed: 6 });
    const { mean, variance } = tf.moments(noisy);
    assertClose(
      [mean.dataSync()[0] as number, Math.sqrt(variance.dataSync()[0] as number)],
      [0, 0.2],
      0.01,
    );
    const filled = augmentImages(tf.zeros([31, 5, 5, 1]), { shift: 4, fill: 0.5, seed: 7 });
    assertClose(filled.max().dataSync(), [0.5], 1e-6);
  });
});

test('augmentation repeats with its seed and with setSeed, and differs between calls', () => {
  tf.tidy(() => {
    const x = square(3);
    const options = { shift: 2, rotate: 15, zoom: 0.1, noise: 0.1 };
    const draw = (seed?: number) => [
      ...augmentImages(x, { ...options, ...(seed === undefined ? {} : { seed }) }).dataSync(),
    ];
    assert.deepEqual(draw(0), draw(0));
    assert.notDeepEqual(draw(0), draw(1));
    setSeed(9);
    const first = [draw(), draw()];
    setSeed(9);
    assert.deepEqual([draw(), draw()], first);
    assert.notDeepEqual(first[0], first[1]);
  });
});

test('augmentation leaves one tensor', async () => {
  const x = square(5);
  await assertNoLeak(() =>
    augmentImages(x, {
      shift: 1,
      rotate: 5,
      zoom: 0.1,
      noise: 0.1,
      flipHorizontal: true,
    }).dispose(),
  );
  x.dispose();
});

test('augmentImages says what is wrong with shapes, types and options', () => {
  tf.tidy(() => {
    assert.throws(
      () => augmentImages(tf.zeros([28, 28])),
      /expected images \[N, height.*got \[28, 28\] float32/,
    );
    assert.throws(() => augmentImages(tf.zeros([1, 2, 2, 1], 'int32')), TypeError);
    assert.throws(
      () => augmentImages(square(1), { zoom: 1 }),
      /expected zoom to be in \[0, 1\); got 1/,
    );
    assert.throws(() => augmentImages(square(1), { shift: -1 }), /expected shift/);
    assert.throws(() => augmentImages(square(1), { noise: NaN }), /expected noise/);
  });
});

test('the plain JavaScript engine gives the same images as the native one', async () => {
  const options = { shift: 2, rotate: 20, zoom: 0.2, flipHorizontal: true, fill: 0.3, seed: 8 };
  const draw = () => tf.tidy(() => augmentImages(square(7), options).dataSync());
  const [native, name] = [draw(), tf.getBackend()];
  try {
    await tf.setBackend('cpu');
    assertClose(draw(), native, 1e-4);
  } finally {
    await tf.setBackend(name);
  }
});
