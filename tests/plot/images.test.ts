import { test } from 'node:test';
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { plot } from '../../src/plot';
import type { Figure } from '../../src/plot';
import { encodePng } from '../../src/plot/png';
import { wave } from './wave';

interface Decoded {
  width: number;
  height: number;
  at(x: number, y: number): number[];
}

/** Reads 8-bit RGBA PNGs with the filters None and Up, checking every chunk's checksum against an independent CRC. */
function decodePng(png: Buffer): Decoded {
  assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const body: Buffer[] = [];
  let size: [number, number] = [0, 0];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    assert.equal(
      png.readUInt32BE(at + 8 + length),
      slowCrc(png.subarray(at + 4, at + 8 + length)),
      `checksum of ${type}`,
    );
    if (type === 'IHDR') {
      size = [data.readUInt32BE(0), data.readUInt32BE(4)];
      assert.deepEqual([...data.subarray(8)], [8, 6, 0, 0, 0]);
    }
    if (type === 'IDAT') body.push(data);
    at += 12 + length;
  }
  const [width, height] = size;
  const raw = inflateSync(Buffer.concat(body));
  assert.equal(raw.length, (width * 4 + 1) * height);
  const pixels = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (width * 4 + 1)];
    for (let i = 0; i < width * 4; i++) {
      const above = filter === 2 && y > 0 ? (pixels[(y - 1) * width * 4 + i] as number) : 0;
      pixels[y * width * 4 + i] = (raw[y * (width * 4 + 1) + 1 + i] as number) + above;
    }
  }
  return {
    width,
    height,
    at: (x, y) => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)],
  };
}

/** Bit by bit, from the definition. */
function slowCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function picture(figure: Figure): Decoded {
  const source = figure.data[0]?.['source'] as string;
  assert.match(source, /^data:image\/png;base64,/);
  return decodePng(Buffer.from(source.split(',')[1] as string, 'base64'));
}

test('a PNG holds the pixels that were encoded', () => {
  const rgba = Uint8Array.from({ length: 3 * 5 * 4 }, (_, i) => (i * 37) % 256);
  const { width, height, at } = decodePng(encodePng({ width: 3, height: 5, rgba }));
  assert.deepEqual([width, height], [3, 5]);
  for (let y = 0; y < 5; y++)
    for (let x = 0; x < 3; x++)
      assert.deepEqual(at(x, y), [...rgba.subarray((y * 3 + x) * 4, (y * 3 + x) * 4 + 4)]);
});

test('images draws 0 black, 1 white, row by row, with a transparent gap between', () => {
  const batch = [
    [
      [0, 1, 0.5, 0],
      [1, 0, 0, 0],
    ],
    [
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    ],
  ];
  const { at, width } = picture(plot.images(batch, { columns: 2 }));
  assert.equal(width, 9);
  assert.deepEqual(
    [0, 1, 2].map((x) => at(x, 0)[0]),
    [0, 255, 128],
  );
  assert.deepEqual(
    [0, 1, 2].map((x) => at(x, 1)[0]),
    [255, 0, 0],
  );
  assert.equal(at(4, 0)[3], 0);
  assert.deepEqual(at(5, 0), [255, 255, 255, 255]);
});

test('images reads bytes as 0…255 and keeps color channels in order', () => {
  const { at } = picture(
    plot.images([
      [
        [255, 128, 0],
        [0, 3, 255],
      ],
    ]),
  );
  assert.deepEqual(
    [at(0, 0), at(1, 0)],
    [
      [255, 128, 0, 255],
      [0, 3, 255, 255],
    ],
  );
});

test('images reads flat rows by imageShape', () => {
  const flat = plot.images([[0, 1, 1, 0, 0, 1]], { imageShape: [2, 3] });
  assert.deepEqual(
    flat,
    plot.images([
      [0, 1, 1],
      [0, 0, 1],
    ]),
  );
});

test('images stretches each image over its own range when asked', () => {
  const { at } = picture(plot.images([[[2, 4]], [[-1, 0]]], { range: 'each', columns: 2 }));
  assert.deepEqual([at(0, 0)[0], at(1, 0)[0], at(3, 0)[0], at(4, 0)[0]], [0, 255, 0, 255]);
});

test('captions stand above their images and are listed in the alternative text', () => {
  const figure = plot.images(
    [
      [
        [0, 1],
        [1, 0],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    { titles: ['7 → 1', 4], title: 'Digits' },
  );
  const annotations = figure.layout['annotations'] as { text: string; x: number; y: number }[];
  assert.deepEqual(
    annotations.map(({ text }) => text),
    ['7 → 1', '4'],
  );
  assert.ok((annotations[0]?.x ?? 0) < (annotations[1]?.x ?? 0));
  assert.equal(figure.layout.meta?.alt, 'Digits. 2 images of 2 × 2 pixels: 7 → 1, 4.');
});

test('a hundred noisy images of 28 × 28 stay below 150 kB', () => {
  const noise = Array.from({ length: 100 }, (_, k) => wave(784, 1.7 + k));
  assert.ok(JSON.stringify(plot.images(noise, { imageShape: [28, 28] })).length < 150_000);
});

test('filters shows each output channel of the chosen input channel, zero in white', () => {
  // [1, 2, 2 inputs, 1 filter]: input 0 holds 1 and −1, input 1 holds zeros.
  const kernel = [
    [
      [[1], [0]],
      [[-1], [0]],
    ],
  ];
  const first = picture(plot.filters(kernel));
  assert.ok((first.at(0, 0)[0] as number) > (first.at(0, 0)[2] as number), 'positive is red');
  assert.ok((first.at(1, 0)[2] as number) > (first.at(1, 0)[0] as number), 'negative is blue');
  const zero = picture(plot.filters(kernel, { channel: 1 })).at(0, 0);
  assert.ok(
    zero.every((value) => value >= 240),
    `${zero}`,
  );
});

test('featureMaps shows one map for each channel and counts the silent ones', () => {
  const figure = plot.featureMaps([
    [
      [1, 0, 5],
      [2, 0, 5],
    ],
  ]);
  assert.match(figure.layout.meta?.alt ?? '', /3 maps of 1 × 2 pixels.*; 1 are zero everywhere/);
});

test('saliency leaves the image as it is where the map is lowest, and covers it where it is highest', () => {
  const { at } = picture(
    plot.saliency(
      [
        [0, 1],
        [1, 0],
      ],
      [
        [0, 0],
        [0, 1],
      ],
      { opacity: 1 },
    ),
  );
  const third = 2 * (2 + 1);
  const caption =
    (
      plot.saliency(
        [
          [0, 1],
          [1, 0],
        ],
        [
          [0, 0],
          [0, 1],
        ],
      ).layout['annotations'] as { y: number }[]
    )[0]?.y ?? 0;
  const top = caption + 0.5;
  assert.deepEqual(at(third, top), [0, 0, 0, 255]);
  assert.deepEqual(at(third + 1, top), [255, 255, 255, 255]);
  assert.deepEqual(at(third + 1, top + 1), [213, 94, 0, 255]); // vermilion, seen on black and on white
});

test('saliency names its maps, in the captions and in words', () => {
  const figure = plot.saliency([[0, 1]], [[1, 0]], { mapName: 'Grad-CAM', titles: ['a 7'] });
  const captions = (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);
  assert.deepEqual(captions, ['a 7', 'Grad-CAM', 'overlay']);
  assert.match(figure.layout.meta?.alt ?? '', /each with its Grad-CAM map and both laid over/);
});

test('saliency enlarges a coarse map to its image', () => {
  const figure = plot.saliency(
    [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
    [[0, 1]],
  );
  const { at } = picture(figure);
  const top = ((figure.layout['annotations'] as { y: number }[])[0]?.y ?? 0) + 0.5;
  assert.deepEqual(
    [0, 1].map((x) => at(5 + x, top)),
    [at(5, top + 1), at(5, top + 1)],
  );
  assert.notDeepEqual(at(5 + 1, top), at(5 + 2, top));
});
