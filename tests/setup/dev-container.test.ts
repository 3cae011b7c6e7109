/** The dev container has what the set-up asks for, and runs commands that are there. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.join(__dirname, '..', '..');
const read = (...names: string[]): string => fs.readFileSync(path.join(ROOT, ...names), 'utf8');

test('its Node is new enough, and it installs Python, git and a compiler', () => {
  const dockerfile = read('.devcontainer', 'Dockerfile');
  const major = Number(/^FROM node:(\d+)/m.exec(dockerfile)?.[1]);
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  assert.ok(major >= Number(/\d+/.exec(engines.node)?.[0]), `${major}, ${engines.node}`);
  for (const name of ['python3-venv', 'git', 'g++'])
    assert.ok(dockerfile.split(/\s+/).includes(name), name);
});

test('its commands are those of package.json, on a port that it forwards', () => {
  const container = JSON.parse(read('.devcontainer', 'devcontainer.json')) as {
    postCreateCommand: string;
    postAttachCommand: string;
    forwardPorts: number[];
  };
  const [, script = ''] = container.postCreateCommand.split(' ');
  assert.ok(fs.existsSync(path.join(ROOT, script)), script);
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  assert.ok('start' in scripts && container.postAttachCommand.startsWith('npm start '));
  assert.ok(container.postAttachCommand.endsWith(` --port ${container.forwardPorts[0]}`));
});
