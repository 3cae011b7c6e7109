import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell, Kernel } from '../client';

export function interrupts(kernel: () => Kernel): void {
  const stopped = async (code: string, after?: number): Promise<Cell> => {
    const cell = await kernel().executeAndInterrupt(code, after);
    assert.equal(cell.error?.ename, 'KeyboardInterrupt', code);
    assert.equal(cell.reply['status'], 'error');
    assert.equal((await kernel().execute('keep')).text, '43', 'earlier cells are kept');
    return cell;
  };

  test('set-up', async () => {
    const cell = await kernel().execute(
      "import { tf } from 'dlts';\nlet keep = 43; let turns = 0;\nconst sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));",
    );
    assert.equal(cell.trace, '');
  });

  test('an endless synchronous loop stops', async () => {
    await stopped('while (true) {}');
  });

  test('an endless synchronous loop after an await stops', async () => {
    await stopped('await sleep(5);\nwhile (true) turns++;');
  });

  test('an endless loop in the callback of a timer stops', async () => {
    await stopped(
      "setTimeout(() => { while (true) turns++; }, 60);\nconsole.log('armed');\nawait sleep(1e6);",
    );
  });

  test('an endless loop that a finished cell has left behind stops', async () => {
    await kernel().execute('setTimeout(() => { while (true) turns++; }, 60);');
    await sleepHere(200);
    const { reply } = await kernel().interrupt();
    assert.equal(reply['status'], 'ok');
    assert.equal((await kernel().execute('keep')).text, '43');
  });

  test('a promise that never settles stops being awaited', async () => {
    await stopped('await new Promise(() => {});');
  });

  test('a loop of awaits stops, does not go on behind the scenes, and runs its finally blocks', async () => {
    await stopped(
      'let cleaned = false;\ntry { for (;;) { turns++; await sleep(5); } } finally { cleaned = true; }',
    );
    const cell = await kernel().execute(
      'const then = turns; await sleep(60); [turns === then, cleaned]',
    );
    assert.equal(cell.text, '[ true, true ]');
  });

  test('a loop inside a function of an earlier cell stops too', async () => {
    await kernel().execute('async function spin() { for (;;) { turns++; await sleep(5); } }');
    await stopped('await spin();');
    assert.equal(
      (await kernel().execute('const since = turns; await sleep(60); turns === since')).text,
      'true',
    );
  });

  test('a loop of awaits that never reaches the event loop stops', async () => {
    await stopped('for (;;) await null;');
  });

  test('a for await over an endless source stops', async () => {
    await stopped(
      'async function* ticks() { for (;;) { await sleep(5); yield 1; } }\nfor await (const tick of ticks()) turns += tick;',
    );
  });

  test('model.fit stops training, and the model stays usable', async () => {
    await kernel().execute(
      "const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] });\nmodel.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });\nlet epochs = 0;",
    );
    await stopped(
      'await model.fit(tf.ones([5, 3]), tf.ones([5, 1]), { epochs: 1e9, verbose: 0, callbacks: { onEpochEnd: () => { epochs++; } } });',
      600,
    );
    const cell = await kernel().execute(
      'const ended = epochs; await sleep(80);\nconst again = await model.fit(tf.ones([5, 3]), tf.ones([5, 1]), { epochs: 2, verbose: 0 });\n[ended > 0, ended === epochs, again.epoch.length]',
    );
    assert.equal(cell.trace, '');
    assert.equal(cell.text, '[ true, true, 2 ]');
  });

  test('listeners of the host are told, and may end the work themselves', async () => {
    await stopped(`
      import { notebookHost } from 'dlts/dist/host/notebook-host';
      let told = 0;
      const work = new Promise<void>((done) => {
        const unsubscribe = notebookHost()?.onInterrupt(() => { told++; unsubscribe?.(); setTimeout(done, 50); });
      });
      await work;`);
    assert.equal((await kernel().execute('told')).text, '1');
  });

  test('tensors of an interrupted tf.tidy are freed', async () => {
    const before = Number((await kernel().execute('tf.memory().numTensors')).text);
    await stopped('tf.tidy(() => { for (;;) tf.ones([2]).add(1); });');
    await stopped('await sleep(5);\ntf.tidy(() => { for (;;) tf.ones([2]).add(1); });');
    // A stop by force may fall between the making of a tensor and its entry in the scope: one at most, each.
    const leaked = Number((await kernel().execute('tf.memory().numTensors')).text) - before;
    assert.ok(leaked <= 2, `${leaked} tensors are left`);
    assert.equal(
      (await kernel().execute('tf.tidy(() => tf.ones([2]).sum().dataSync()[0])')).text,
      '2',
    );
  });

  test('what the cell defined before the interrupt is kept', async () => {
    await stopped('const early = 47;\nawait sleep(1e6);\nconst late = 1;');
    assert.equal((await kernel().execute('early')).text, '47');
  });

  test('cells that wait behind an interrupted one are aborted', async () => {
    const endless = kernel().execute('await new Promise(() => {});');
    const waiting = kernel().execute('1');
    await sleepHere(150);
    await kernel().interrupt();
    assert.equal((await endless).error?.ename, 'KeyboardInterrupt');
    assert.equal((await waiting).reply['status'], 'aborted');
  });

  test('an interrupt of an idle kernel does nothing to the next cell', async () => {
    const { reply } = await kernel().interrupt();
    assert.equal(reply['status'], 'ok');
    assert.equal((await kernel().execute('await sleep(50); 1')).text, '1');
  });
}

function sleepHere(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
