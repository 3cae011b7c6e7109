/** Drawings of architectures: well-formed, described, and with words that stand apart. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plot } from '../../src/plot';
import { HOST_SYMBOL } from '../../src/host/notebook-host';

/** (2·3 + 5)², with its gradients by hand. */
function square(): plot.GraphNode {
  const leaf = (data: number, gradient: number) => ({ data, gradient, parents: [] });
  const product = { data: 6, gradient: 22, parents: [leaf(2, 66), leaf(3, 44)], operation: '×' };
  const sum = { data: 11, gradient: 22, parents: [product, leaf(5, 22)], operation: '+' };
  return { data: 121, gradient: 1, parents: [sum, sum], operation: '×' };
}

const DRAWINGS: Record<string, () => plot.Drawing> = {
  lstmCell: () => plot.lstmCell(),
  gruCell: () => plot.gruCell(),
  attentionDiagram: () => plot.attentionDiagram(),
  'attentionDiagram without a mask': () => plot.attentionDiagram({ mask: false }),
  'transformerBlock, pre': () => plot.transformerBlock(),
  'transformerBlock, post': () => plot.transformerBlock({ norm: 'post' }),
  'transformerBlock, model': () => plot.transformerBlock({ model: true }),
  'transformerBlock, model, post': () => plot.transformerBlock({ model: true, norm: 'post' }),
  convolutionFromDense: () => plot.convolutionFromDense(),
  computationGraph: () => plot.computationGraph(square(), { names: { L: square() } }),
  'convolutionFromDense, large': () => plot.convolutionFromDense({ inputs: 11, kernelSize: 5 }),
};

/** Throws unless every tag is closed in order and every attribute is quoted. */
function checkXml(text: string): void {
  const open: string[] = [];
  for (const [, close, name = '', attributes = '', single] of text.matchAll(
    /<(\/?)([a-z]+)((?:\s[a-zA-Z:-]+="[^"<>&]*(?:&[a-z]+;[^"<>&]*)*")*)\s*(\/?)>/g,
  )) {
    if (close) assert.equal(open.pop(), name, 'closes what is open');
    else if (!single) open.push(name);
    assert.ok(!attributes.includes('NaN') && !attributes.includes('undefined'), attributes);
  }
  assert.deepEqual(open, []);
  const rest = text.replace(/<style>.*?<\/style>/g, '').replace(/<[^>]*>/g, '');
  assert.doesNotMatch(rest, /[<>]|&(?!(amp|lt|gt|quot);)/);
  const tags = text.match(/</g)?.length ?? 0;
  assert.equal(text.match(/<\/?[a-z]+(?:\s[a-zA-Z:-]+="[^"<>]*")*\s*\/?>/g)?.length, tags);
}

interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const PLACE: Record<string, number> = { start: 0, middle: 0.5, end: 1 };

/** Places of all words. A letter is about 0.56 of the size wide; a subscript is smaller. */
function wordBoxes(svg: string): Box[] {
  const found = svg.matchAll(
    /<text x="([^"]+)" y="([^"]+)" font-size="([^"]+)" text-anchor="([^"]+)"[^>]*>(.*?)<\/text>/g,
  );
  return [...found].flatMap(([, x, y, size, anchor = '', inner = '']) => {
    const text = inner.replace(/<[^>]*>/g, '');
    if (!text) return [];
    const width = text.length * Number(size) * 0.56;
    const left = Number(x) - width * (PLACE[anchor] ?? 0);
    const [top, bottom] = [Number(y) - Number(size) * 0.75, Number(y) + Number(size) * 0.2];
    return [{ text, left, right: left + width, top, bottom }];
  });
}

for (const [name, build] of Object.entries(DRAWINGS)) {
  const { svg, alt } = build();

  test(`${name} is well-formed XML with a title and a description`, () => {
    checkXml(svg);
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]* role="img"/);
    assert.match(svg, /<title>[^<]{4,}<\/title><desc>[^<]{80,}<\/desc>/);
    assert.ok(alt.length > 80);
    assert.equal(build().svg, svg);
  });

  test(`${name} keeps its words apart and inside of the card`, () => {
    const boxes = wordBoxes(svg);
    const [, top = 0, width = 0, height = 0] =
      /viewBox="([^"]+)"/.exec(svg)?.[1]?.split(' ').map(Number) ?? [];
    assert.ok(boxes.length >= 6);
    for (const [i, a] of boxes.entries()) {
      const inside =
        a.left >= 4 && a.right <= width - 4 && a.top >= top && a.bottom <= top + height;
      assert.ok(inside, `'${a.text}' is inside`);
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        assert.ok(apart, `'${a.text}' and '${b.text}'`);
      }
    }
  });

  test(`${name} takes every color from variables that are set for light and for dark`, () => {
    const style = /<style>(.*)<\/style>/.exec(svg)?.[1] ?? '';
    const [light = '', dark = ''] = style.split('@media (prefers-color-scheme:dark)');
    const used = new Set([...svg.matchAll(/var\(--([a-z-]+)\)/g)].map(([, each]) => `--${each}:`));
    assert.ok(used.size >= 4);
    for (const variable of used) {
      assert.ok(light.includes(variable) && dark.includes(variable), variable);
    }
    assert.doesNotMatch(svg.replace(style, ''), /(?:fill|stroke)="(?!var\(|none)/);
  });
}

test('heading and description can be chosen, and are escaped', () => {
  const { svg, alt } = plot.lstmCell({ title: 'a < b', alt: 'x & "y"' });
  checkXml(svg);
  assert.ok(svg.includes('<title>a &lt; b</title><desc>x &amp; &quot;y&quot;</desc>'));
  assert.equal(alt, 'a < b. x & "y"');
});

test('a convolution has fewer weights at each step: all, the near ones, one kernel', () => {
  const { svg, alt } = plot.convolutionFromDense({ inputs: 7, kernelSize: 5 });
  // 7 inputs and 3 outputs: 7 · 3, 5 · 3, and 5.
  assert.ok(alt.endsWith('In this order 21 weights, 15 weights, 5 weights.'));
  assert.equal(svg.match(/<path/g)?.length, 21 + 15 + 15);
});

test('the mask is drawn or left out, in the picture and in words', () => {
  assert.match(plot.attentionDiagram().svg, />mask</);
  const without = plot.attentionDiagram({ mask: false });
  assert.doesNotMatch(without.svg, />mask</);
  assert.doesNotMatch(without.alt, /mask/);
});

test('normalization stands before each part, or after each sum; a whole model ends in logits', () => {
  const order = (drawing: plot.Drawing): string[] =>
    [...drawing.svg.matchAll(/<text x="250" y="([^"]+)"[^>]*>([^<]+)</g)]
      .sort(([, a], [, b]) => Number(b) - Number(a))
      .map(([, , text = '']) => text);
  assert.deepEqual(order(plot.transformerBlock()), [
    'x   [T, D]',
    ...['layer norm', 'multi-head attention', '+', 'layer norm', 'feed-forward', '+'],
  ]);
  assert.deepEqual(order(plot.transformerBlock({ norm: 'post', model: true })), [
    ...['tokens   [T]', 'token embedding', '+'],
    ...['multi-head attention', '+', 'layer norm', 'feed-forward', '+', 'layer norm'],
    ...['linear', 'logits   [T, V]'],
  ]);
  assert.throws(() => plot.transformerBlock({ norm: 'mid' as never }), {
    name: 'RangeError',
    message: /expected norm 'pre' or 'post'; got 'mid'/,
  });
});

test('sizes that cannot be drawn are refused', () => {
  assert.throws(
    () => plot.convolutionFromDense({ inputs: 12 }),
    /expected inputs to be a whole number from 3 to 11; got 12/,
  );
  assert.throws(
    () => plot.convolutionFromDense({ inputs: 5, kernelSize: 6 }),
    /expected kernelSize to be a whole number from 1 to 5; got 6/,
  );
});

test('a drawing shows itself as the last value, and by plot.show with its text for those who cannot see it', (t) => {
  const drawing = plot.lstmCell();
  assert.deepEqual(drawing.toMimeBundle(), {
    'image/svg+xml': drawing.svg,
    'text/plain': drawing.alt,
  });
  assert.equal(String(drawing), drawing.alt);
  assert.equal(plot.show(drawing), drawing.alt);
  const globals = globalThis as Record<symbol, unknown>;
  const before = globals[HOST_SYMBOL];
  t.after(() => (globals[HOST_SYMBOL] = before));
  const shown: unknown[][] = [];
  globals[HOST_SYMBOL] = { display: (...sent: unknown[]) => shown.push(sent) };
  assert.equal(plot.show(drawing, { alt: 'One step.' }), undefined);
  assert.deepEqual(shown, [
    [
      { 'image/svg+xml': drawing.svg, 'text/plain': 'One step.' },
      { 'image/svg+xml': { alt: 'One step.' }, 'image/png': { alt: 'One step.' } },
    ],
  ]);
});

test('computationGraph draws a node that is used twice once, with two arrows, and tells values and gradients', () => {
  const last = square();
  const [sum] = last.parents;
  assert.ok(sum);
  const { svg, alt } = plot.computationGraph(last, { names: { L: last, s: sum } });
  assert.equal(svg.match(/<rect[^>]*rx="7"/g)?.length, 6);
  assert.equal(svg.match(/<polygon/g)?.length, 6);
  assert.match(alt, /s from ×, input: value 11, gradient 22; L from s, s: value 121, gradient 1/);
});

test('computationGraph refuses a graph that nobody could read', () => {
  const input: plot.GraphNode = { data: 1, gradient: 0, parents: [] };
  let last = input;
  for (let i = 0; i < 40; i++) last = { data: 1, gradient: 0, parents: [last, input] };
  assert.throws(() => plot.computationGraph(last), /at most 40 nodes; got 41; draw a smaller/);
});
