import { afterEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { HOST_SYMBOL } from '../../src/host/notebook-host';
import { plot } from '../../src/plot';
import { mimeBundle } from '../../src/plot/show';

const MIME = 'application/vnd.plotly.v1+json';
const globals = globalThis as Record<symbol, unknown>;
const originalHost = globals[HOST_SYMBOL];

afterEach(() => {
  globals[HOST_SYMBOL] = originalHost;
});

function withHost(): { data: Record<string, unknown>; metadata: Record<string, unknown> }[] {
  const shown: { data: Record<string, unknown>; metadata: Record<string, unknown> }[] = [];
  globals[HOST_SYMBOL] = {
    display: (data: Record<string, unknown>, metadata: Record<string, unknown>) => {
      shown.push({ data, metadata });
      return { update: () => undefined };
    },
    onInterrupt: () => () => undefined,
  };
  return shown;
}

test('show sends one bundle: the figure as an object, its text, and the alternative text as metadata', () => {
  const shown = withHost();
  const figure = plot.line([1, 2, 4], { title: 'Doubling' });
  assert.equal(plot.show(figure), undefined);
  assert.equal(shown.length, 1);
  const { data, metadata } = shown[0] as (typeof shown)[0];
  const alt = figure.layout.meta?.alt;
  assert.deepEqual(Object.keys(data).sort(), [MIME, 'text/plain'].sort());
  assert.deepEqual(data[MIME], JSON.parse(JSON.stringify(figure)));
  assert.equal(data['text/plain'], alt);
  assert.deepEqual(metadata['image/png'], { alt });
  assert.deepEqual(metadata[MIME], { alt });
});

test('show lets the caller say the alternative text, and leaves the figure as it was', () => {
  const shown = withHost();
  const figure = plot.line([1, 2, 4], { title: 'Doubling' });
  const before = JSON.stringify(figure);
  plot.show(figure, { alt: 'Each value is twice the one before.' });
  const { data, metadata } = shown[0] as (typeof shown)[0];
  assert.equal(data['text/plain'], 'Doubling. Each value is twice the one before.');
  assert.deepEqual(metadata['image/png'], { alt: 'Each value is twice the one before.' });
  assert.equal(
    (data[MIME] as { layout: { meta: { alt: string } } }).layout.meta.alt,
    'Each value is twice the one before.',
  );
  assert.equal(JSON.stringify(figure), before);
});

test('in a terminal, show prints nothing and returns the summary', (t) => {
  globals[HOST_SYMBOL] = undefined;
  const write = t.mock.method(process.stdout, 'write', () => true);
  const text = plot.show(plot.line([1, 2, 4], { title: 'Doubling' }));
  const calls = write.mock.callCount();
  write.mock.restore();
  assert.equal(calls, 0);
  assert.match(text ?? '', /^Doubling\./);
});

test('a figure written by hand gains a height, a title that Plotly 4 reads, the shared look and a text', () => {
  const { data } = mimeBundle({
    data: [{ y: [1, 3, 2] }],
    layout: { title: 'By hand', xaxis: { title: { text: 'x' } } },
  });
  const figure = data[MIME] as { layout: Record<string, unknown>; config: Record<string, unknown> };
  assert.equal(figure.layout['height'], 400);
  assert.deepEqual(figure.layout['title'], { text: 'By hand' });
  assert.deepEqual(figure.layout['xaxis'], { title: { text: 'x' } });
  assert.ok(figure.layout['font']);
  assert.equal(figure.config['showSendToCloud'], false);
  assert.equal(data['text/plain'], 'By hand (scatter)');
});

test('a height given by hand is kept', () => {
  const { data } = mimeBundle({ data: [], layout: { height: 257 } });
  assert.equal((data[MIME] as { layout: { height: number } }).layout.height, 257);
});

test('show says how to fix something that is not a figure', () => {
  assert.throws(
    () => plot.show({} as never),
    (error: Error) =>
      error instanceof TypeError &&
      /plot\.show: expected a figure .*; got .*pass what a builder/.test(error.message),
  );
});
