import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kernel } from '../client';

const plotly = 'application/vnd.plotly.v1+json';

export function display(kernel: () => Kernel): void {
  test('a trailing value is inspected, undefined is not shown, and a statement ends without value', async () => {
    assert.equal((await kernel().execute("({ a: 1, b: ['x'] })")).text, "{ a: 1, b: [ 'x' ] }");
    assert.deepEqual((await kernel().execute('undefined')).types, ['execute_input']);
    assert.deepEqual((await kernel().execute('const silent = 1;')).types, ['execute_input']);
    assert.equal((await kernel().execute('null')).text, 'null');
  });

  test('a tensor shows shape, type and values', async () => {
    const cell = await kernel().execute('tf.tensor2d([[1.5, -2, 3], [4, 5, 60]])');
    assert.equal(cell.text, 'Tensor [2, 3] float32\n[[1.5,  -2,   3],\n [  4,   5,  60]]');
    assert.equal((await kernel().execute('tf.scalar(7, "int32")')).text, 'Tensor [] int32\n7');
    assert.equal(
      (await kernel().execute("tf.tensor(['a', 'b'])")).text,
      "Tensor [2] string\n['a', 'b']",
    );
    assert.match(
      (await kernel().execute('tf.variable(tf.ones([2]))')).text ?? '',
      /^Variable '.*' \[2\]/,
    );
  });

  test('a large tensor is abbreviated, and showing it leaves no tensor behind', async () => {
    const cell = await kernel().execute(
      'const big = tf.range(0, 34 * 23).reshape([34, 23]);\nconst held = tf.memory().numTensors;\nbig',
    );
    assert.match(
      cell.text ?? '',
      /^Tensor \[34, 23\] float32\n\[\[\s*0,\s+1,\s+2, …,\s+20,\s+21,\s+22\],/,
    );
    assert.match(cell.text ?? '', /781\]\]$/);
    assert.ok((cell.text ?? '').length < 600);
    assert.equal((await kernel().execute('tf.memory().numTensors - held')).text, '0');
  });

  test('a disposed tensor says so', async () => {
    const cell = await kernel().execute('const gone = tf.ones([2]); gone.dispose(); gone');
    assert.equal(cell.text, 'Tensor [2] float32 (disposed)');
  });

  test('console.log prints tensors and models as readably', async () => {
    const cell = await kernel().execute('console.log({ weights: tf.ones([2]) }, [tf.scalar(1)]);');
    assert.match(cell.stream('stdout'), /weights: Tensor \[2\] float32\n\s*\[1, 1\]/);
    assert.doesNotMatch(cell.stream('stdout'), /dataId|kept/);
  });

  test('a model shows its layers', async () => {
    const cell = await kernel().execute(
      'const net = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] });\nconsole.log(net);\nnet',
    );
    assert.match(cell.text ?? '', /dense[^]*Total params: 9/);
    assert.match(cell.stream('stdout'), /^Sequential '.*' with 1 layers\n$/);
  });

  test('a figure becomes a Plotly output with a height, and a line of text', async () => {
    const cell = await kernel().execute(`
      const figure = {
        data: [{ type: 'scatter', name: 'loss', x: new Float32Array([1, 2]), y: [3, NaN] }],
        layout: { title: { text: 'A <b>title</b>' }, xaxis: { title: { text: 'epoch' } } },
      };
      figure`);
    const figure = cell.data[plotly] as {
      data: { x: number[]; y: unknown[] }[];
      layout: { height: number };
    };
    assert.deepEqual(figure.data[0]?.x, [1, 2]);
    assert.deepEqual(figure.data[0]?.y, [3, null]);
    assert.equal(figure.layout.height, 450);
    assert.match(cell.text ?? '', /^Figure: A\s+title\s+· scatter 'loss' · x: epoch$/);
    const kept = await kernel().execute('({ ...figure, layout: { height: 300 } })');
    assert.equal((kept.data[plotly] as { layout: { height: number } }).layout.height, 300);
    const other = await kernel().execute('({ data: [1, 2], layout: {} })');
    assert.equal(other.data[plotly], undefined);
  });

  test('a danfo.js table is an HTML table, escaped and abbreviated, with text beside it', async () => {
    const cell = await kernel().execute(`
      import * as dfd from 'danfojs-node';
      const frame = new dfd.DataFrame({ name: ['<a>', 'b', 'c'], value: [1, 2.123456789, null] });
      frame`);
    assert.match(
      String(cell.data['text/html']),
      /<th scope="col" style="text-align:right">value<\/th>/,
    );
    assert.match(String(cell.data['text/html']), /&lt;a&gt;/);
    assert.match(cell.text ?? '', /2\.12346/);
    assert.match(cell.text ?? '', /3 rows × 2 columns/);
    const long = await kernel().execute(
      'new dfd.DataFrame({ n: Array.from({ length: 101 }, (_, i) => i) })',
    );
    assert.match(long.text ?? '', /…[^]*\n100\s+100\n\n101 rows × 1 columns/);
    assert.ok(String(long.data['text/html']).split('<tr>').length < 25);
    const series = await kernel().execute("new dfd.Series([5, 6], { index: ['p', 'q'] })");
    assert.match(series.text ?? '', /p +5\nq +6\n\n2 values/);
  });

  test('what a danfo.js table does not know is a dash, whatever stands for it, and only numbers stand to the right', async () => {
    const cell = await kernel().execute(`
      import * as dfd from 'danfojs-node';
      new dfd.DataFrame({
        text: ['a', null, 'bcd'], n: [1, NaN, 23], none: [null, null, null], mixed: [2, 'x', 3], u: ['a', undefined, ''],
      });`);
    assert.equal(cell.trace, '');
    assert.equal(
      cell.text,
      '   text   n  none  mixed  u\n0  a      1     –  2      a\n1  –      –     –  x      –\n2  bcd   23     –  3\n\n3 rows × 5 columns',
    );
    const html = String(cell.data['text/html']);
    assert.match(html, /text-align:left">bcd<\/td><td style="text-align:right">23<\/td>/);
    assert.doesNotMatch(html, /NaN|null|undefined/);
    const described = await kernel().execute(
      'new dfd.DataFrame({ n: [1, NaN, 3], text: [NaN, NaN, 5] }).describe()',
    );
    assert.match(described.text ?? '', /^ +n +text\ncount +2 +1\nmean +– +–\n/);
  });

  test('what train returns is a table with a row for each epoch, and stays a plain object', async () => {
    const cell = await kernel().execute(`
      import { optimizers, tf, train, trainLoop } from 'dlts';
      const x = tf.tensor2d([[1], [2], [3]]);
      const line = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })] });
      const optimizer = optimizers.sgd({ learningRate: 0.01 });
      const history = await train(line(), { x, y: x.mul(7) }, { loss: 'meanSquaredError', optimizer, epochs: 3, seed: 2, live: false });
      history`);
    assert.equal(cell.trace, '');
    assert.match(
      cell.text ?? '',
      /^epoch {3}loss {2}learningRate\n {4}1 {2}228\.7 {10}0\.01\n {4}2 {2}180\.9 {10}0\.01\n {4}3 {2}143\.2 {10}0\.01\n\n3 epochs in \d+\.\d s; stopped: finished$/,
    );
    const html = String(cell.data['text/html']);
    assert.match(html, /<th scope="col" style="text-align:right">loss<\/th>/);
    assert.match(html, /<p>3 epochs in .* s; stopped: finished<\/p>/);
    const plain = await kernel().execute(
      "import assert from 'node:assert/strict';\nconst copy = { ...history };\n" +
        'assert.deepStrictEqual(JSON.parse(JSON.stringify(history)), copy);\nassert.deepStrictEqual(copy, history);\n' +
        'JSON.stringify([Object.keys(history), Object.getOwnPropertySymbols(history), Object.getPrototypeOf(history) === Object.prototype])',
    );
    assert.equal(plain.text, `'[["epoch","loss","learningRate","seconds","stopped"],[],true]'`);
    const loop = await kernel().execute(
      'await trainLoop({ x }, ({ x }) => ({ examples: x.shape[0] ?? 0 }), { epochs: 2, live: false })',
    );
    assert.match(loop.text ?? '', /^epoch +examples\n +1 +3\n +2 +3\n\n2 epochs in /);
  });

  test('a long history is cut in the middle, and says of how many epochs', async () => {
    const cell = await kernel().execute(
      "const epoch = Array.from({ length: 101 }, (_, i) => i + 1);\n({ epoch, loss: epoch.map((n) => 13 / n), valLoss: epoch.map((n) => (n === 1 ? NaN : 2e-9 * n)), seconds: 127, stopped: 'earlyStopping', bestEpoch: 97 })",
    );
    const lines = (cell.text ?? '').split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'epoch    loss  valLoss',
      '    1  13.000        –',
      '    2   6.500  4.00e-9',
    ]);
    assert.equal(
      lines.at(-1),
      '101 epochs (81 not shown) in 2 min 07 s; stopped: earlyStopping; best epoch: 97',
    );
    assert.equal(lines.length, 1 + 21 + 2);
    const other = await kernel().execute(
      "({ epoch: [1, 2], loss: [3], seconds: 1, stopped: 'finished' })",
    );
    assert.match(other.text ?? '', /^\{ epoch/, 'lists of unequal length are no history');
  });

  test('an object chooses its own bundle of several types', async () => {
    const cell = await kernel().execute(
      "({ toMimeBundle: () => ({ 'text/html': '<i>x</i>', 'application/json': { a: 1 }, 'image/png': new Uint8Array([1, 2, 3]) }) })",
    );
    assert.equal(cell.data['text/html'], '<i>x</i>');
    assert.deepEqual(cell.data['application/json'], { a: 1 });
    assert.equal(cell.data['image/png'], 'AQID');
    assert.equal(cell.text, '[Object]');
  });

  test('the host shows several types in one output, and updates it in place', async () => {
    const cell = await kernel().execute(`
      import { notebookHost } from 'dlts/dist/host/notebook-host';
      const host = notebookHost();
      const shown = host?.display({ 'text/plain': 'one', 'image/svg+xml': '<svg/>' }, { alt: 'x' });
      console.log('between');
      shown?.update({ 'text/plain': 'two' });`);
    assert.equal(cell.trace, '');
    assert.deepEqual(cell.types, [
      'execute_input',
      'display_data',
      'stream',
      'update_display_data',
    ]);
    const [first] = cell.all('display_data');
    const [second] = cell.all('update_display_data');
    assert.deepEqual(first?.['data'], { 'text/plain': 'one', 'image/svg+xml': '<svg/>' });
    assert.deepEqual(first?.['metadata'], { alt: 'x' });
    assert.deepEqual(second?.['data'], { 'text/plain': 'two' });
    assert.deepEqual(second?.['transient'], first?.['transient']);
  });

  test("tslab's own display works, and updates", async () => {
    const cell = await kernel().execute(
      "import { newDisplay } from 'tslab';\nconst place = newDisplay();\nplace.markdown('# a');\nplace.markdown('# b');",
    );
    assert.deepEqual(cell.types, ['execute_input', 'display_data', 'update_display_data']);
  });
}
