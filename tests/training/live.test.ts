import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { tf } from '../../src/engine';
import { evaluate, losses, train } from '../../src/training';
import { liveHtml, niceTicks } from '../../src/training/live/chart';
import { Trail, type LiveState } from '../../src/training/live/curves';
import {
  axisNumber,
  formatNumber,
  formatSeconds,
  readableName,
  statusLine,
} from '../../src/training/live/text';
import { classes, classifier, FakeNotebook, weightsOf } from './helpers';

const crossentropy = losses.sparseCategoricalCrossentropy({ fromLogits: true });

const state = (changes: Partial<LiveState> = {}): LiveState => {
  const batches = new Trail();
  for (let i = 1; i <= 9; i++) batches.add(i / 10, 1 / i);
  const training: [number, number][] = [
    [1, 0.9],
    [2, 0.5],
  ];
  const validation: [number, number][] = [
    [1, 0.95],
    [2, 0.6],
  ];
  return {
    ...{ epochs: 4, epoch: 3, step: 5, stepsPerEpoch: 10, elapsed: 8, left: 65 },
    ...{ latest: { loss: 0.5, valLoss: 0.6 }, ended: undefined },
    panels: [{ title: 'loss', batches, training, validation }],
    ...changes,
  };
};

test('the display tells epoch, step, time spent and time left in words', () => {
  assert.equal(statusLine(state()), 'Epoch 3 of 4, step 5 of 10 · 8.0 s, about 1 min 05 s left');
  assert.equal(statusLine(state({ left: undefined })), 'Epoch 3 of 4, step 5 of 10 · 8.0 s');
  assert.deepEqual([59.7, 3700, 0.04].map(formatSeconds), ['1 min 00 s', '1 h 01 min', '0.0 s']);
  assert.deepEqual([0.123456, 1e-7, 98.76543, NaN].map(formatNumber), [
    '0.1235',
    '1.00e-7',
    '98.77',
    'NaN',
  ]);
  assert.equal(readableName('valTokenErrorRate'), 'validation token error rate');
});

test('the chart is an SVG image with a description, without colors of its own for text', () => {
  const html = liveHtml(state());
  assert.match(
    html,
    /<svg role="img" aria-label="Line chart of loss by epoch, training from 0\.9 to 0\.5 in epoch 2, validation from 0\.95 to 0\.6 in epoch 2\."/,
  );
  assert.match(html, /role="progressbar"[^>]*aria-valuenow="63"/);
  assert.match(html, /fill="currentColor"/);
  assert.equal((html.match(/<circle/g) ?? []).length, 3, 'two points and the legend');
  assert.equal((html.match(/<rect/g) ?? []).length, 3);
  assert.doesNotMatch(html, /NaN|undefined|Infinity/);
  assert.doesNotMatch(html, /<script|href|url\(/);
});

test('odd numbers do not break the chart', () => {
  const empty = { title: '<b>', batches: new Trail(), training: [], validation: [] };
  const flat = {
    ...empty,
    training: [
      [1, 0],
      [2, 0],
    ] as [number, number][],
  };
  const broken = {
    ...empty,
    training: [
      [1, NaN],
      [2, Infinity],
      [3, -4],
    ] as [number, number][],
  };
  const html = liveHtml(state({ panels: [empty, flat, broken], epochs: 1, latest: { loss: NaN } }));
  assert.doesNotMatch(html.replace(/<div>loss NaN<\/div>|aria-label="[^"]*"/g, ''), /NaN|Infinity/);
  assert.doesNotMatch(html, /<b>/);
});

test('ticks are round and cover the range', () => {
  assert.deepEqual(niceTicks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(niceTicks(3, 3).length > 0, true);
  assert.ok(niceTicks(0.001234, 987).length <= 7);
});

test('axis labels of any size fit the margin', () => {
  const values = [0, 0.25, 12_000, 123_456, -0.0001, 2.5e33, -1.25e-7, 1e-12, -5e33, 3.25e38];
  const labels = values.map(axisNumber);
  assert.deepEqual(labels.slice(0, 6), ['0', '0.25', '12000', '123456', '-0.0001', '2.5e33']);
  for (const [i, label] of labels.entries()) {
    assert.ok(label.length <= 8, label);
    assert.ok(Math.abs(Number(label) - (values[i] ?? 0)) <= 0.05 * Math.abs(values[i] ?? 0), label);
  }
});

test('the chart of a loss that diverges has whole labels', () => {
  const rising: [number, number][] = [
    [1, 3],
    [2, 4.1e12],
    [3, 9.7e33],
  ];
  const panel = { title: 'loss', batches: new Trail(), training: rising, validation: [] };
  const html = liveHtml(state({ panels: [panel] }));
  const labels = [...html.matchAll(/text-anchor="end">([^<]*)</g)].map(([, label]) => label ?? '');
  assert.ok(labels.length >= 3 && labels.every((label) => label.length <= 8), labels.join(' '));
  assert.ok(labels.includes('7.5e33'), labels.join(' '));
});

/** Relative luminance of `#rrggbb`. @see WCAG 2.2 */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const value = parseInt(color.slice(i, i + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test('every line of the chart has a contrast of at least 3 on white and on #111', () => {
  const html = liveHtml(state());
  const strokes = [...html.matchAll(/<path [^>]*stroke="(#\w{6})"[^>]*>/g)];
  assert.equal(strokes.length, 3);
  for (const [path, color = ''] of strokes) {
    assert.doesNotMatch(path, /opacity/);
    for (const page of ['#ffffff', '#111111']) {
      const [a, b] = [luminance(color) + 0.05, luminance(page) + 0.05];
      assert.ok(Math.max(a / b, b / a) >= 3, `${color} on ${page}`);
    }
  }
});

test('a long run keeps few batch points, and their mean', () => {
  const trail = new Trail();
  for (let i = 0; i < 10_000; i++) trail.add(i, 5);
  assert.ok(trail.points.length <= 160 && trail.points.length >= 60);
  assert.ok(trail.points.every(([, y]) => y === 5));
});

test('in a notebook one display is updated a few times a second, and the last state stays', async () => {
  const notebook = new FakeNotebook();
  const [data, model] = [classes(), classifier()];
  const history = await notebook.during(() =>
    train(model, data, { loss: crossentropy, epochs: 40, batchSize: 8, validationSplit: 0.2 }),
  );
  assert.equal(notebook.displays, 1);
  assert.ok(notebook.shown.length >= 2);
  assert.ok(
    notebook.shown.length <= 3 + history.seconds / 0.25,
    `${notebook.shown.length} updates`,
  );
  const last = notebook.shown.at(-1) ?? {};
  assert.match(
    String(last['text/plain']),
    /^Finished after .*\nloss .* · accuracy .* · validation loss/,
  );
  assert.match(String(last['text/html']), /in epoch 40/);
  assert.ok(String(last['text/html']).length < 40_000);
  assert.equal(notebook.listeners.size, 0, 'no listener stays');
  model.dispose();
  tf.dispose([data.x, data.y]);
});

test('live: false shows nothing', async () => {
  const notebook = new FakeNotebook();
  const [data, model] = [classes(), classifier()];
  await notebook.during(() => train(model, data, { loss: crossentropy, live: false }));
  assert.equal(notebook.displays, 0);
  model.dispose();
  tf.dispose([data.x, data.y]);
});

test('an interrupt ends training after the current step and leaves the model usable', async () => {
  const notebook = new FakeNotebook();
  const [data, model] = [classes(), classifier()];
  const before = tf.memory().numTensors;
  let steps = 0;
  const history = await notebook.during(() =>
    train(model, data, {
      ...{ loss: crossentropy, epochs: 999, batchSize: 17 },
      onBatch: ({ step }) => {
        steps = step;
        if (step === 10) notebook.interrupt();
      },
    }),
  );
  assert.equal(history.stopped, 'interrupted');
  assert.deepEqual([steps, history.epoch.length, history.loss.length], [10, 1, 1]);
  assert.match(String(notebook.shown.at(-1)?.['text/plain']), /^Interrupted after/);
  assert.equal(tf.memory().numTensors, before);
  assert.ok(weightsOf(model).every(Number.isFinite));
  const more = await train(model, data, { loss: crossentropy, epochs: 1 });
  assert.equal(more.stopped, 'finished');
  model.dispose();
  tf.dispose([data.x, data.y]);
});

test('timers run while training does, so that an interrupt from outside gets through', async () => {
  const notebook = new FakeNotebook();
  const [data, model] = [classes(), classifier()];
  const timer = setTimeout(() => notebook.interrupt(), 150);
  const history = await notebook.during(() =>
    train(model, data, { loss: crossentropy, epochs: 1_000_000 }),
  );
  clearTimeout(timer);
  assert.equal(history.stopped, 'interrupted');
  model.dispose();
  tf.dispose([data.x, data.y]);
});

test('evaluate is interrupted with a clear error', async () => {
  const notebook = new FakeNotebook();
  const [data, model] = [classes(), classifier()];
  await notebook.during(async () => {
    const running = evaluate(model, data, { loss: crossentropy });
    notebook.interrupt();
    await running.catch((error: Error) =>
      assert.match(error.message, /^evaluate: .*; got an interrupt; run the cell again/),
    );
  });
  model.dispose();
  tf.dispose([data.x, data.y]);
});

test('Ctrl+C in a terminal stops the training, not the program', async () => {
  const script = `
    const { tf } = require('./src/engine');
    const { train } = require('./src/training');
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });
    const data = { x: tf.ones([31, 3]), y: tf.ones([31, 1]) };
    let told = false;
    const onBatch = () => told || (told = true, process.send('training'));
    train(model, data, { loss: 'meanSquaredError', epochs: 1e6, onBatch })
      .then((history) => process.send(history.stopped));
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], {
    ...{ cwd: join(__dirname, '../..'), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  });
  const messages: unknown[] = [];
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.on('message', (message) => {
    messages.push(message);
    if (message === 'training') child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  assert.deepEqual(messages, ['training', 'interrupted'], stderr);
  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /Epoch/, 'no bar where stderr is no terminal');
});
