/** The kernel's small parts, by themselves. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cellOptions, withRuntime } from '../../kernel/compile/options';
import { withoutPaths } from '../../kernel/compile/module-paths';
import { Edits, offsetOf, positionOf } from '../../kernel/compile/edits';
import { isGreeting, LineFilter } from '../../kernel/node/quiet';
import { prepare } from '../../kernel/compile/shorthand';
import { SourceMap } from '../../kernel/node/source-map';
import { rewriteCell } from '../../kernel/compile/cell';
import { inPlainWords } from '../../kernel/run/native-errors';
import { Ownership } from '../../kernel/run/ownership';
import { encode } from '../../kernel/show/bundle';
import { Outputs } from '../../kernel/show/outputs';
import type { Mailroom, MailroomListener } from '../../kernel/wire/mailroom';
import { composeMessage, parseMessage } from '../../kernel/wire/message';
import { Server, type ServerParts } from '../../kernel/wire/server';
import { SharedState } from '../../kernel/wire/shared-state';

test('edits apply in order of place and lead back to where a character came from', () => {
  const edits = new Edits('abcdef');
  edits.replace(4, 5, 'XYZ');
  edits.insert(1, '--');
  edits.insert(1, '++');
  assert.equal(edits.apply(), 'a--++bcdXYZf');
  const places = [0, 5, 7, 8, 10, 11].map((offset) => edits.original(offset));
  assert.deepEqual(places, [0, 1, 3, 4, 4, 5]);
});

test('a replaced text keeps its line breaks', () => {
  const edits = new Edits('a\nb\nc');
  edits.replace(0, 3, 'x');
  assert.equal(edits.apply(), 'x\n\nc');
});

test('positions and offsets are inverse', () => {
  const text = 'one\n\nthree';
  for (let offset = 0; offset <= text.length; offset++)
    assert.equal(offsetOf(text, positionOf(text, offset)), offset);
});

test('a source map decodes to lines and columns', () => {
  // Segments: line 0: column 0 → 0:0, column 4 → 2:3. Line 1 is unmapped. Line 2: column 0 → 1:0.
  const map = new SourceMap(JSON.stringify({ version: 3, mappings: 'AAAA,IAEG;;AADH' }));
  assert.deepEqual(map.locate({ line: 0, column: 2 }), { line: 0, column: 0 });
  assert.deepEqual(map.locate({ line: 0, column: 9 }), { line: 2, column: 3 });
  assert.deepEqual(map.locate({ line: 2, column: 5 }), { line: 1, column: 0 });
  assert.deepEqual(map.locate({ line: 1, column: 0 }), { line: 2, column: 3 });
});

test('shorthand is spelled out in objects, and patterns are left in their meaning', () => {
  const cases = {
    'f({ a, b: { c } })': 'f({ a: a, b: { c: c } })',
    'const { a } = b;': 'const { a } = b;',
    'const { a: { b } } = c;': "const { 'a': { b } } = c;",
    '({ a, b: c } = d);': "({ 'a': a, 'b': c } = d);",
    '({ a = 1 } = d);': "({ 'a': a = 1 } = d);",
    '[{ a }] = d;': "[{ 'a': a }] = d;",
    'x = [{ a }];': 'x = [{ a: a }];',
    'x.y = { a };': 'x.y = { a: a };',
    'const f = ({ a }: T, b = { a }) => 1;': 'const f = ({ a }: T, b = { a: a }) => 1;',
    'for ({ a } of list);': "for ({ 'a': a } of list);",
    'export const z = 1;': '       const z = 1;',
  };
  for (const [source, expected] of Object.entries(cases))
    assert.equal(prepare(source).apply(), expected);
});

test('a cell hands out its variables and guards its awaits', () => {
  const emitted = [
    'Object.defineProperty(exports, "__esModule", { value: true });',
    'exports.last = exports.f = exports.x = void 0;',
    'let x = await g();',
    'exports.x = x;',
    'const f = () => exports.x = x = 2;',
    'exports.f = f;',
    'exports.last = exports.earlier + x;',
    '',
  ].join('\n');
  const { code, awaits, names } = rewriteCell(emitted, 'last', 'script');
  const lines = code.split('\n');
  assert.equal(awaits, true);
  assert.deepEqual(names.sort(), ['f', 'x']);
  assert.match(
    lines[0] ?? '',
    /^"use strict";.*x: \[\(\) => x, \(__v\) => \{ x = __v; \}\], f: \[\(\) => f\]/,
  );
  assert.deepEqual(lines.slice(1, 7), [
    '',
    'let x = await __tslab__.guard(g());',
    "__tslabCell.commit('x');",
    'const f = () => x = 2;',
    "__tslabCell.commit('f');",
    '__tslabCell.last = exports.earlier + x;',
  ]);
});

test('only TensorFlow’s greetings are dropped from standard error', () => {
  const kept: string[] = [];
  const filter = new LineFilter((text) => kept.push(text));
  const text =
    'before\nWARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n' +
    'I0000 00:00:1.2 3 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to\n' +
    'W0000 00:00:1.2 3 real.cc:1] Allocation exceeds 10% of free system memory\nunfinished é';
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += 7) filter.write(bytes.subarray(i, i + 7));
  filter.flush();
  assert.equal(
    kept.join(''),
    'before\nW0000 00:00:1.2 3 real.cc:1] Allocation exceeds 10% of free system memory\nunfinished é',
  );
  assert.equal(isGreeting('F0000 Check failed: oneDNN'), false);
});

const header = {
  ...{ msg_id: 'a1', msg_type: 'execute_request', session: 's', username: 'u' },
  ...{ date: '2026-01-01T00:00:00Z', version: '5.3' },
};
const compose = (content: object, key: string, type = 'execute_request'): Buffer[] =>
  composeMessage(type, content, { parent: header, identities: ['who', 'else'], key }).map((frame) =>
    Buffer.from(frame),
  );

test('a message arrives as it was sent, with its identities, if its signature is right', () => {
  const frames = compose({ code: '1 + 1', n: [2, null] }, 'secret');
  const message = parseMessage(frames, 'secret');
  assert.deepEqual(message?.content, { code: '1 + 1', n: [2, null] });
  assert.equal(message?.header.msg_type, 'execute_request');
  assert.deepEqual(message?.identities.map(String), ['who', 'else']);
  // Computed with Python's hmac.new(b'key', header + b'{}{}' + content, hashlib.sha256).hexdigest().
  const signature = 'b452af1e9e7bec7d40d87cc8cd0d9a48ad2293316c470584d77eaa44cd6e95d2';
  const parts = ['<IDS|MSG>', signature, '{"msg_id":"1","msg_type":"x"}', '{}', '{}', '{"a":13}'];
  const foreign = parts.map((part) => Buffer.from(part));
  assert.deepEqual(parseMessage(foreign, 'key')?.content, { a: 13 });
});

test('a message that is not signed, forged, cut off or garbled is ignored', () => {
  const frames = compose({ code: '1' }, 'secret');
  assert.equal(parseMessage(frames, 'other'), undefined);
  assert.equal(parseMessage(frames.slice(0, -1), 'secret'), undefined);
  assert.equal(parseMessage(frames.slice(3), 'secret'), undefined);
  const forged = frames.map((frame, i) => (i < 7 ? frame : Buffer.from('{"code":"2"}')));
  assert.equal(parseMessage(forged, 'secret'), undefined);
  assert.equal(
    parseMessage([...frames.slice(0, 4), ...Array<Buffer>(4).fill(Buffer.from('{'))], ''),
    undefined,
  );
  assert.ok(parseMessage(compose({}, ''), ''), 'without a key nothing is signed');
});

test('an interrupt that comes before its cell could begin stops that cell, and no other', async () => {
  const interrupted: boolean[] = [];
  const shared = new SharedState();
  let listener: MailroomListener | undefined;
  const mailroom: Pick<Mailroom, 'deliverTo' | 'send' | 'settle'> = {
    deliverTo: (to) => {
      listener = to;
    },
    send: () => {},
    settle: () => Promise.resolve(),
  };
  const parts = {
    mailroom,
    key: 'k',
    shared,
    session: { interrupts: { request: () => {} } },
    executions: {
      run: (_request: object, _outputs: object, early: boolean) => {
        interrupted.push(early);
        return Promise.resolve({
          status: 'ok',
          execution_count: 1,
          payload: [],
          user_expressions: {},
        });
      },
    },
  };
  new Server(parts as unknown as ServerParts).start();
  const interrupt = (): void => {
    shared.requestInterrupt();
    listener?.received('control', compose({}, 'k', 'interrupt_request'));
  };
  interrupt();
  listener?.received('shell', compose({ code: '1' }, 'k'));
  await new Promise(setImmediate);
  listener?.received('shell', compose({ code: '2' }, 'k'));
  listener?.received('shell', compose({ code: '3' }, 'k'));
  interrupt();
  await new Promise(setImmediate);
  assert.deepEqual(interrupted, [false, true, false]);
  // The other thread has heard of it, this one was busy when it came.
  listener?.received('shell', compose({ code: '4' }, 'k'));
  shared.requestInterrupt();
  await new Promise(setImmediate);
  listener?.received('control', compose({}, 'k', 'interrupt_request'));
  listener?.received('shell', compose({ code: '5' }, 'k'));
  await new Promise(setImmediate);
  assert.deepEqual(interrupted, [false, true, false, true, false]);
});

test('code runs for the cell that it comes from, to the end of the reactions that follow', async () => {
  const owners = new Ownership<{ name: string }>((then) =>
    process.nextTick(() => queueMicrotask(() => process.nextTick(then))),
  );
  const seen: string[] = [];
  const note = (place: string): number => seen.push(`${place} ${owners.current?.name ?? '-'}`);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const run = async (name: string): Promise<void> => {
    const owner = { name };
    owners.callback(owner, () => note('starts'));
    await null;
    note('goes on');
    await turn();
    note('after a turn');
    owners.enterNext(owner);
    await null;
    note('again');
  };
  await run('a');
  await turn();
  await Promise.all([run('b')]);
  assert.deepEqual(seen, [
    ...['starts a', 'goes on a', 'after a turn -', 'again a'],
    ...['starts b', 'goes on b', 'after a turn -', 'again b'],
  ]);
  const error = new Error('mine');
  assert.throws(
    () =>
      owners.callback({ name: 'c' }, () => {
        throw error;
      }),
    error,
  );
  assert.equal(owners.ownerOf(error)?.name, 'c');
  assert.equal(owners.ownerOf('text'), undefined);
});

test('native refusals are reworded only where they are native, also without shapes', () => {
  assert.equal(inPlainWords('matMul: fine as it is', 'Add', ['[2]']), 'matMul: fine as it is');
  assert.equal(
    inPlainWords('Invalid TF_Status: 3\nMessage: Incompatible shapes: [2,3] vs. [5,7]'),
    'TensorFlow: expected shapes whose axes, counted from the last, are equal or 1; got Incompatible shapes: ' +
      '[2,3] vs. [5,7]; reshape one of the operands, or add an axis with expandDims.',
  );
  assert.match(
    inPlainWords('Invalid TF_Status: 3\nMessage: something new', 'Conv2DBackpropInput', [
      '[3]',
      '[2, 5]',
      '[7]',
    ]),
    /^conv2DBackpropInput: .*; got "something new" for \[3\], \[2, 5\] and \[7\]; /,
  );
  const multiple =
    'Invalid TF_Status: 3\nMessage: Input to reshape is a tensor with 6 values, but the requested shape requires a multiple of 5';
  assert.match(
    inPlainWords(multiple, 'Reshape', ['[2, 3]']),
    /^reshape: expected a shape of 6 values, which is no multiple of 5; got \[2, 3\]; choose sizes whose product divides 6\./,
  );
});

test('modules and files in a message lose the path to them', () => {
  const texts: Record<string, string> = {
    '/course/src/package.json': '{ "name": "lib", "types": "./dist/index.d.ts" }',
    '/course/src/dist/index.d.ts': '',
    '/course/src/dist/host/html.d.ts': '',
    '/course/node_modules/@a/b/package.json': '{ "name": "@a/b", "main": "main.js" }',
    '/course/node_modules/@types/c/package.json': '{ "name": "@types/c", "types": "index.d.ts" }',
  };
  const files = {
    folder: '/course/notebooks',
    read: (file: string) => texts[file],
    exists: (file: string) => file in texts,
  };
  const cases: [said: string, expected: string][] = [
    ['typeof import("/course/src/dist/index")', 'typeof import("lib")'],
    ['import("/course/src/dist/host/html").Html', 'import("lib/dist/host/html").Html'],
    ['import("/course/node_modules/@a/b/main").B', 'import("@a/b").B'],
    ['import("/course/node_modules/@types/c/index").C', 'import("c").C'],
    ['import("/course/notebooks/helper").H', 'import("./helper").H'],
    ['import("/course/other/deep/helper").H', 'import("../other/deep/helper").H'],
    ['import("node:fs")', 'import("node:fs")'],
    [
      "'/course/node_modules/@a/b/main.js' has no types",
      "'node_modules/@a/b/main.js' has no types",
    ],
    ["'/course/notebooks/helper.js' has no types", "'helper.js' has no types"],
    ["'/elsewhere/file' stays", "'/elsewhere/file' stays"],
  ];
  for (const [said, expected] of cases) assert.equal(withoutPaths(said, files), expected);
});

test('bytes of a bundle become base 64, whatever their number', () => {
  const bytes = new Uint8Array(20_011).map((_, i) => i % 251);
  assert.equal(encode({ 'image/png': bytes })['image/png'], Buffer.from(bytes).toString('base64'));
});

test('text and displays leave in the order of the calls, and text of both streams apart', () => {
  const sent: string[] = [];
  const outputs = new Outputs((type, content) => sent.push(`${type} ${JSON.stringify(content)}`));
  outputs.write('stdout', 'a');
  outputs.write('stdout', 'b');
  outputs.write('stderr', 'c');
  outputs.send('error', { n: 1 });
  assert.deepEqual(sent, [
    'stream {"name":"stdout","text":"ab"}',
    'stream {"name":"stderr","text":"c"}',
    'error {"n":1}',
  ]);
});

test('libraries of the compiler are those of which this Node has a member', () => {
  const { lib = [], strict } = cellOptions();
  assert.equal(strict, true);
  assert.equal(lib.includes('lib.es2023.array.d.ts'), 'toSorted' in Array.prototype);
  assert.equal(lib.includes('lib.es2024.object.d.ts'), 'groupBy' in Object);
  assert.equal(lib.includes('lib.esnext.collection.d.ts'), 'union' in Set.prototype);
  assert.equal(withRuntime("Cannot find name 'x'.", 'Node 1'), "Cannot find name 'x'.");
});

test('the rooms compile, run and show import nothing of Node, and nothing of what stands above them', () => {
  const allowed: Record<string, string[]> = {
    compile: ['typescript'],
    show: ['compile', 'dlts'],
    run: ['compile', 'show', 'dlts'],
  };
  const kernel = path.resolve(__dirname, '..', '..', 'kernel');
  for (const [room, others] of Object.entries(allowed))
    for (const file of fs.readdirSync(path.join(kernel, room))) {
      const text = fs.readFileSync(path.join(kernel, room, file), 'utf8');
      const sources = [...text.matchAll(/from '([^']+)'|require\('([^']+)'\)/g)];
      for (const [, from = '', required = ''] of sources) {
        const source = from || required;
        const [first = ''] = source.replace(/^\.\.\//, '').split('/');
        assert.ok(first === '.' || others.includes(first), `${room}/${file} imports ${source}`);
      }
      assert.doesNotMatch(text, /\b(process|Buffer|__dirname)\b\./, `${room}/${file}`);
    }
});
