import { test } from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { plot } from '../../src/plot';
import type { Figure, FigureInput } from '../../src/plot/types';

interface Renderer {
  renderFigures(
    input: unknown,
    options?: { width?: number; notice?: (text: string) => void },
  ): Promise<Buffer[] | undefined>;
  still(figure: FigureInput): Figure;
}

const load = <T>(file: string): Promise<T> =>
  import(pathToFileURL(path.join(__dirname, '..', '..', 'scripts', file)).href) as Promise<T>;

const renderer = (): Promise<Renderer> => load<Renderer>('figures.mjs');

test('an indexed PNG packs its palette indices bit by bit', async () => {
  const { encodeIndexedPng } = await load<{
    encodeIndexedPng(image: {
      width: number;
      height: number;
      pixels: Uint8Array;
      palette: Uint8Array;
    }): Buffer;
  }>('figures/indexed-png.mjs');
  const png = encodeIndexedPng({
    width: 3,
    height: 2,
    pixels: Uint8Array.of(0, 1, 2, 2, 1, 0),
    palette: new Uint8Array(9),
  });
  const at = png.indexOf('IDAT');
  const raw = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  assert.equal(png[24], 2, 'two bits for three colors');
  assert.deepEqual([...raw], [0, 0b00011000, 0, 0b10010000]);
});

test('in print a figure loses its slider and the room that this took', async () => {
  const { still } = await renderer();
  const one = plot.line([
    { y: [1, 2], name: 'a' },
    { y: [2, 1], name: 'b' },
  ]);
  const printed = still(
    plot.withSlider([
      { label: 'a', figure: one },
      { label: 'b', figure: one },
    ]),
  );
  assert.equal(printed.layout.height, one.layout.height);
  assert.deepEqual(printed.layout['margin'], one.layout['margin']);
  assert.equal(printed.layout['sliders'], undefined);
  assert.ok(
    Math.abs(
      (printed.layout['legend'] as { y: number }).y - (one.layout['legend'] as { y: number }).y,
    ) < 1e-3,
  );
});

test('without a Chromium there is a notice and no PNG', async (t) => {
  const { renderFigures } = await renderer();
  const { findChromium } = await load<{ findChromium(): string | undefined }>(
    'figures/chromium.mjs',
  );
  t.mock.method((await import('node:fs')).default, 'existsSync', () => false);
  const notices: string[] = [];
  assert.equal(findChromium(), undefined);
  assert.equal(
    await renderFigures([plot.line([1, 2])], { notice: (text) => notices.push(text) }),
    undefined,
  );
  assert.match(notices[0] ?? '', /no Chromium was found/);
});

test('nothing to draw needs no Chromium', async () => {
  const { renderFigures } = await renderer();
  assert.deepEqual(await renderFigures([]), []);
});

test('figures become small PNGs, in order, also inside a notebook', async (t) => {
  const { renderFigures } = await renderer();
  const { findChromium } = await load<{ findChromium(): string | undefined }>(
    'figures/chromium.mjs',
  );
  if (!findChromium()) return t.skip('no Chromium is installed');
  const mime = 'application/vnd.plotly.v1+json';
  const figures = [
    plot.line([1, 3, 2], { height: 300 }),
    plot.matrix(
      [
        [1, 2],
        [3, 4],
      ],
      { height: 250 },
    ),
  ];
  const outputs = figures.map((figure) => ({
    data: { [mime]: figure } as Record<string, unknown>,
  }));
  const pngs = await renderFigures({ cells: [{ outputs }, {}] }, { width: 500 });
  assert.deepEqual(
    pngs?.map((png) => [png.readUInt32BE(16), png.readUInt32BE(20), png.length < 30_000]),
    [
      [500, 300, true],
      [500, 250, true],
    ],
  );
  assert.deepEqual(
    outputs.map(({ data }) => data['image/png']),
    pngs?.map((png) => png.toString('base64')),
  );
});
