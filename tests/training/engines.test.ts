import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const FILES = ['loss-guards', 'streaming-guards', 'metric-guards', 'weights'];

for (const engine of ['wasm', 'js']) {
  test(`losses, metrics and weights refuse and compute the same on the engine ${engine}`, () => {
    const files = FILES.map((name) => join(__dirname, `${name}.test.ts`));
    const env: NodeJS.ProcessEnv = { ...process.env, DLTS_ENGINE: engine };
    // Set by the runner of this very test, in whose report the inner one would mix.
    delete env['NODE_TEST_CONTEXT'];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--test', '--test-reporter=tap', ...files],
      { cwd: join(__dirname, '../..'), env, encoding: 'utf8' },
    );
    assert.equal(status, 0, `${stdout.slice(-4000)}\n${stderr.slice(-2000)}`);
    assert.match(stdout, /# tests [5-9]\d/);
  });
}
