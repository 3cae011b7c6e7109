import { test } from 'node:test';
import assert from 'node:assert/strict';
import { plot } from '../../src/plot';
import type { Figure } from '../../src/plot';

const steps = (): { label: string; figure: Figure }[] =>
  [1, 2, 3].map((k) => ({
    label: String(k),
    figure: plot.line(
      [
        { name: 'fixed', x: [0, 1, 2], y: [0, 1, 4] },
        { name: 'moving', x: [0, k], y: [0, k * k] },
      ],
      { title: `Step ${k}`, alt: `At ${k}.` },
    ),
  }));

test('withSlider makes one frame for each position and stores only what changes', () => {
  const figure = plot.withSlider(steps(), { prefix: 'step ' });
  assert.deepEqual(
    figure.frames?.map(({ traces }) => traces),
    [[1], [1], [1]],
  );
  assert.deepEqual(figure.frames?.[0]?.data, [{ x: [0, 1], y: [0, 1] }]);
  assert.deepEqual(Object.keys(figure.frames?.[0]?.layout ?? {}), ['title']);
  const [slider] = figure.layout['sliders'] as {
    active: number;
    currentvalue: { prefix: string };
    steps: { label: string; method: string; args: [string[]] }[];
  }[];
  assert.deepEqual(
    slider?.steps.map(({ label }) => label),
    ['1', '2', '3'],
  );
  assert.deepEqual(
    slider?.steps.map(({ args }) => args[0][0]),
    figure.frames?.map(({ name }) => name),
  );
  assert.equal(slider?.currentvalue.prefix, 'step ');
});

test('withSlider starts at the last position, or where asked, and describes both ends', () => {
  assert.deepEqual(plot.withSlider(steps()).data[1]?.['x'], [0, 3]);
  const figure = plot.withSlider(steps(), { start: 0, prefix: 'step ' });
  assert.deepEqual(figure.data[1]?.['x'], [0, 1]);
  assert.equal(
    figure.layout.meta?.alt,
    'Slider with 3 positions from step 1 to step 3. At step 1: At 1. At step 3: At 3.',
  );
});

test('withSlider fixes the axes to all positions, so that what moves is the data', () => {
  const { xaxis, yaxis } = plot.withSlider(steps()).layout as unknown as {
    xaxis: { range: number[] };
    yaxis: { range: number[] };
  };
  assert.ok((xaxis.range[0] as number) < 0 && (xaxis.range[1] as number) > 3);
  assert.ok((yaxis.range[0] as number) < 0 && (yaxis.range[1] as number) > 9);
});

test('withSlider plays with the given time for each step and can pause', () => {
  const [menu] = plot.withSlider(steps(), { duration: 250 }).layout['updatemenus'] as {
    buttons: { label: string; args: [unknown, { frame: { duration: number; redraw: boolean } }] }[];
  }[];
  assert.deepEqual(
    menu?.buttons.map(({ args }) => args[0]),
    [null, [null]],
  );
  assert.deepEqual(menu?.buttons[0]?.args[1].frame, { duration: 250, redraw: true });
});

test('withSlider and withButtons leave the given figures as they were', () => {
  const given = steps();
  const before = JSON.stringify(given);
  plot.withSlider(given);
  plot.withButtons(given);
  assert.equal(JSON.stringify(given), before);
});

test('withSlider makes room for its controls below the plot', () => {
  const { layout } = plot.withSlider(steps());
  const single = (steps()[0] as { figure: Figure }).figure.layout;
  const bottom = (of: Figure['layout']): number => (of['margin'] as { b: number }).b;
  assert.equal(layout.height - single.height, bottom(layout) - bottom(single));
  const top = (of: Figure['layout']): number => (1 - (of['legend'] as { y: number }).y) * of.height;
  assert.ok(
    Math.abs(top(layout) - top(single)) < 0.1,
    'the legend keeps its distance from the top',
  );
});

test('withButtons gives every changed trace its own values for every changed attribute', () => {
  const variant = (label: string, a: number[], b: string): { label: string; figure: Figure } => ({
    label,
    figure: plot.line([
      { name: 'a', y: a },
      { name: b, y: [1, 1] },
    ]),
  });
  const figure = plot.withButtons([variant('one', [1, 2], 'b'), variant('two', [3, 4], 'c')]);
  const [menu] = figure.layout['updatemenus'] as {
    active: number;
    buttons: { method: string; args: [Record<string, unknown[]>, object, number[]] }[];
  }[];
  assert.equal(menu?.buttons[1]?.method, 'update');
  const [restyle, , traces] = menu?.buttons[1]?.args ?? [{}, {}, []];
  assert.deepEqual(traces, [0, 1]);
  assert.deepEqual(restyle, {
    y: [
      [3, 4],
      [1, 1],
    ],
    name: ['a', 'c'],
  });
});

test('many or long choices become a list to open', () => {
  const many = Array.from({ length: 12 }, (_, k) => ({
    label: `choice ${k}`,
    figure: plot.line([k, k + 1]),
  }));
  const [menu] = plot.withButtons(many).layout['updatemenus'] as { type: string }[];
  assert.equal(menu?.type, 'dropdown');
});

test('a slider of 21 boundaries stores its points once', () => {
  const points = Array.from({ length: 97 }, (_, i) => [Math.sin(i), Math.cos(i * 1.3)]);
  const labels = points.map((_, i) => i % 2);
  const frames = Array.from({ length: 21 }, (_, k) => ({
    label: String(k),
    figure: plot.decisionBoundary(
      points,
      labels,
      (grid) => grid.map(([x]) => 1 / (1 + Math.exp(-k * (x as number)))),
      { resolution: 30 },
    ),
  }));
  const figure = plot.withSlider(frames);
  assert.deepEqual(figure.frames?.[3]?.traces, [0]);
  assert.ok(JSON.stringify(figure).length < 90_000, `${JSON.stringify(figure).length} bytes`);
});

test('nothing to choose from, figures that differ in traces, and a start out of range are refused', () => {
  assert.throws(
    () => plot.withSlider([]),
    /plot\.withSlider: expected at least one \{ label, figure \}; got none/,
  );
  assert.throws(
    () =>
      plot.withButtons([
        { label: 'a', figure: plot.line([1, 2]) },
        { label: 'b', figure: plot.bars(['x'], [1]) },
      ]),
    /plot\.withButtons: expected every figure to have the same traces as the first \(scatter\); got bar at position 1/,
  );
  assert.throws(
    () => plot.withSlider(steps(), { start: 3 }),
    /expected start to be a whole number from 0 to 2; got 3/,
  );
  assert.throws(
    () => plot.withSlider(steps(), { duration: -1 }),
    /expected duration in milliseconds ≥ 0; got -1/,
  );
});
