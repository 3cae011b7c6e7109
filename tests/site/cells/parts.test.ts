/** Parts of the page's kernel that need no browser: stacks of three engines, files in memory, modules, digests. */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { describe, test } from 'node:test';
import zlib from 'node:zlib';
import * as pageCrypto from '../../../site/cells/node/crypto';
import * as files from '../../../site/cells/node/files';
import { createRequire, provide } from '../../../site/cells/node/module';
import * as pageZlib from '../../../site/cells/node/zlib';
import { PageStacks } from '../../../site/cells/worker/stacks';

describe('the place of an error in a cell is found in the stack of', () => {
  const STACKS = {
    Chromium: `Error: no\n    at exports.half (tslab-cell-3:5:9)\n    at async eval (tslab-cell-4:2:1)\n    at run (blob:null/1:9:1)`,
    Firefox: `half@tslab-cell-3:5:9\nasync*@tslab-cell-4:2:1\nrun@blob:null/1:9:1`,
    'Firefox, evaluated': `half@blob:null/1 line 9 > eval, tslab-cell-3:5:9\n@tslab-cell-4:2:1`,
    Safari: `half@tslab-cell-3:5:9\n@tslab-cell-4:2:1\nrun@blob:null/1:9:1`,
  };
  for (const [browser, stack] of Object.entries(STACKS))
    test(browser, () => {
      const error = Object.assign(new Error('no'), { stack });
      const [first, second] = new PageStacks().framesOf(error);
      assert.deepEqual(first, {
        name: 'half',
        script: 'tslab-cell-3',
        place: { line: 4, column: 8 },
      });
      assert.equal(second?.script, 'tslab-cell-4');
      assert.deepEqual(second?.place, { line: 1, column: 0 });
    });
});

describe('files in memory', () => {
  test('are found by paths from the notebook’s folder and from the course’s', () => {
    files.place('data/a.txt', new TextEncoder().encode('hello'));
    assert.equal(files.readFileSync('../data/a.txt', 'utf8'), 'hello');
    assert.equal(files.readFileSync('/course/data/a.txt', { encoding: 'utf8' }), 'hello');
    assert.deepEqual(files.readdirSync('../data'), ['a.txt']);
    assert.ok(files.existsSync('../data') && files.statSync('../data')?.isDirectory());
  });
  test('that are missing are said to be, as Node says it', () => {
    assert.throws(() => files.readFileSync('none.txt'), { code: 'ENOENT' });
    assert.throws(() => files.rmSync('none.txt'), { code: 'ENOENT' });
    files.rmSync('none.txt', { force: true });
  });
  test('can be written, renamed and removed, and tell of it', () => {
    const heard: string[] = [];
    files.onWrite((file) => heard.push(file));
    files.writeFileSync('new.txt', 'x');
    files.renameSync('new.txt', 'newer.txt');
    assert.equal(files.existsSync('new.txt'), false);
    files.rmSync('newer.txt');
    assert.deepEqual(heard, ['/course/notebooks/new.txt', '/course/notebooks/newer.txt']);
  });
});

test('modules load each other by relative paths, once', () => {
  const put = (name: string, code: string): void =>
    files.place(name, new TextEncoder().encode(code));
  put('notebooks/m/count.js', 'exports.n = (globalThis.counted = (globalThis.counted ?? 0) + 1);');
  put(
    'notebooks/m/main.js',
    "exports.sum = require('./count').n + require('./count').n + require('given').one;",
  );
  provide('given', () => ({ one: 1 }));
  const main = createRequire('/course/notebooks/cell.js')('./m/main.js') as { sum: number };
  assert.equal(main.sum, 3);
  assert.throws(() => createRequire('/course/notebooks/cell.js')('./m/none'), {
    code: 'MODULE_NOT_FOUND',
  });
});

test('digests, packing and checksums are Node’s', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 37) % 251);
  for (const name of ['md5', 'sha256'])
    assert.equal(
      pageCrypto.createHash(name).update('a').update(bytes).digest('hex'),
      crypto.createHash(name).update('a').update(bytes).digest('hex'),
    );
  assert.deepEqual(new Uint8Array(pageZlib.gunzipSync(zlib.gzipSync(bytes))), bytes);
  assert.deepEqual(new Uint8Array(zlib.inflateSync(pageZlib.deflateSync(bytes))), bytes);
  assert.deepEqual(new Uint8Array(pageZlib.inflateRawSync(zlib.deflateRawSync(bytes))), bytes);
  assert.equal(pageZlib.crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
  assert.throws(() => pageCrypto.createHash('sha1'), /expected one of md5,sha256; got sha1/);
});
