import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kernel } from '../client';

export function protocol(kernel: () => Kernel): void {
  test('kernel_info describes TypeScript, so that front ends highlight it', async () => {
    const { reply } = await kernel().request('kernel_info_request', {});
    assert.equal(reply['status'], 'ok');
    const info = reply['language_info'] as Record<string, unknown>;
    assert.equal(info['name'], 'typescript');
    assert.equal(info['file_extension'], '.ts');
    assert.equal(info['mimetype'], 'text/typescript');
    assert.equal(info['pygments_lexer'], 'typescript');
    assert.match(JSON.stringify(info['codemirror_mode']), /typescript/);
  });

  test('the first tensor result arrives without any word from native TensorFlow', async () => {
    const cell = await kernel().execute("import { tf } from 'dlts';\ntf.tensor([1, 2, 3])");
    assert.equal(cell.trace, '');
    assert.equal(cell.text, 'Tensor [3] float32\n[1, 2, 3]');
    assert.equal(cell.stream('stderr'), '');
    assert.equal(kernel().stderr.join(''), '');
  });

  test('execution counts run upward by one, in execute_input, result and reply alike', async () => {
    const first = await kernel().execute('1');
    const second = await kernel().execute('2');
    const count = first.reply['execution_count'] as number;
    assert.equal(second.reply['execution_count'], count + 1);
    assert.deepEqual(second.types, ['execute_input', 'execute_result']);
    assert.deepEqual(second.all('execute_input'), [{ code: '2', execution_count: count + 1 }]);
    assert.equal(second.all('execute_result')[0]?.['execution_count'], count + 1);
  });

  test('a failed cell counts too, and its reply repeats the error', async () => {
    const ok = await kernel().execute('1');
    const failed = await kernel().execute("throw new RangeError('too far')");
    assert.equal(failed.reply['status'], 'error');
    assert.equal(failed.reply['execution_count'], (ok.reply['execution_count'] as number) + 1);
    assert.equal(failed.reply['ename'], 'RangeError');
    assert.equal(failed.reply['evalue'], 'too far');
    assert.deepEqual(failed.reply['traceback'], failed.error?.traceback);
  });

  test('without store_history a cell runs and is not counted', async () => {
    const before = await kernel().execute('1');
    const cell = await kernel().execute('let uncounted = 6; uncounted', { store_history: false });
    assert.equal(cell.text, '6');
    assert.equal(cell.reply['execution_count'], before.reply['execution_count']);
    const after = await kernel().execute('uncounted');
    assert.equal(after.text, '6');
    assert.equal(after.reply['execution_count'], (before.reply['execution_count'] as number) + 1);
  });

  test('a silent cell publishes nothing and has its effect', async () => {
    const cell = await kernel().execute("console.log('psst'); let quiet = 5; quiet", {
      silent: true,
    });
    assert.deepEqual(cell.types, []);
    assert.equal(cell.reply['status'], 'ok');
    assert.equal((await kernel().execute('quiet')).text, '5');
  });

  test('streams and displays keep their order, and many prints become few messages', async () => {
    const cell = await kernel().execute(`
      import { display } from 'tslab';
      for (let i = 0; i < 5000; i++) console.log(i);
      console.error('to stderr');
      display.html('<b>shown</b>');
      console.log('after');
      'value'`);
    const lines = cell.stream('stdout').trim().split('\n');
    assert.equal(lines.length, 5001);
    assert.equal(lines[4999], '4999');
    assert.ok(cell.all('stream').length < 100, `${cell.all('stream').length} messages`);
    const tail = cell.types.slice(-4);
    assert.deepEqual(tail, ['stream', 'display_data', 'stream', 'execute_result']);
    assert.equal(cell.stream('stderr'), 'to stderr\n');
  });

  test('text printed by a cell that never yields arrives while it runs', async () => {
    const code = `console.log('started');
      const until = Date.now() + 400;
      while (Date.now() < until) console.log('x');
      Date.now()`;
    const cell = await kernel().execute(code);
    assert.ok(cell.all('stream').length >= 5, `${cell.all('stream').length} messages`);
  });

  test('a write to process.stdout calls back, and bytes of one letter may come apart', async () => {
    const cell = await kernel().execute(`
      const letter = Buffer.from('é');
      process.stdout.write(letter.subarray(0, 1));
      await new Promise<void>((done) => process.stdout.write(letter.subarray(1), () => done()));`);
    assert.equal(cell.stream('stdout'), 'é');
  });

  test('cells asked for before a failure are aborted, a cell asked for after it runs', async () => {
    const failing = kernel().execute("await null; throw new Error('stop')");
    const waiting = kernel().execute("console.log('must not run')");
    assert.equal((await failing).reply['status'], 'error');
    const aborted = await waiting;
    assert.equal(aborted.reply['status'], 'aborted');
    assert.deepEqual(aborted.types, []);
    assert.equal((await kernel().execute('7')).text, '7');
  });

  test('with stop_on_error off, waiting cells run after a failure', async () => {
    const failing = kernel().execute("throw new Error('go on')", { stop_on_error: false });
    const waiting = kernel().execute('8', { stop_on_error: false });
    assert.equal((await failing).reply['status'], 'error');
    assert.equal((await waiting).text, '8');
  });

  test('requests for history and for widgets are answered, without noise', async () => {
    const history = await kernel().request('history_request', { hist_access_type: 'tail', n: 5 });
    assert.deepEqual(history.reply['history'], []);
    const comms = await kernel().request('comm_info_request', {});
    assert.deepEqual(comms.reply['comms'], {});
    assert.deepEqual(
      kernel().strays.filter((message) => message.header.msg_type === 'stream'),
      [],
    );
  });

  test('while a cell waits, questions are answered and the kernel still reads as busy', async () => {
    const cell = kernel().execute('await new Promise((done) => setTimeout(done, 600)); 9');
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { reply } = await kernel().request('complete_request', { code: 'Mat', cursor_pos: 3 });
    assert.ok((reply['matches'] as string[]).includes('Math'));
    const states = (await cell).all('status').map((content) => content['execution_state']);
    assert.deepEqual(states, ['busy', 'busy', 'idle']);
  });

  test('the heartbeat answers while a cell computes without pause', async () => {
    const cell = kernel().execute('const end = Date.now() + 700; while (Date.now() < end); 1');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok((await kernel().beat()) < 400);
    assert.equal((await cell).text, '1');
  });
}
