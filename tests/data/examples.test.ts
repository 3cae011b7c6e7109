import assert from 'node:assert/strict';
import fs, { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import ts from 'typescript';
import * as data from '../../src/data';
import { tf } from '../../src/engine';

const FOLDER = path.join(__dirname, '../../src/data');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

interface Example {
  place: string;
  lines: string[];
}

/** The `@example`s of a source file, with the name that each belongs to. */
function examplesOf(file: string): Example[] {
  const source = readFileSync(path.join(FOLDER, file), 'utf8');
  const blocks = source.matchAll(
    /\/\*\*(?:(?!\*\/)[\s\S])*?\n \* @example\n([\s\S]*?)\n \*\/\n(.*)/g,
  );
  return [...blocks].map(([, body = '', head = '']) => ({
    place: `${file}: ${head.replace(/^export (?:async )?function\*? (\w+).*$/, '$1')}`,
    lines: body.split('\n').map((line) => line.replace(/^ \* ?/, '')),
  }));
}

const shown = (value: unknown): string =>
  value instanceof tf.Tensor
    ? JSON.stringify(value.arraySync()).replaceAll(',', ', ')
    : inspect(value);

function compare(value: unknown, claim: string): void {
  const text = shown(value);
  if (!claim.endsWith('…')) assert.equal(text, claim);
  else assert.ok(text.startsWith(claim.slice(0, -1)), `${text} instead of ${claim}`);
}

/** Runs an example: a line `expression; // value` compares, any other only runs. */
async function run({ lines }: Example): Promise<void> {
  const code = lines.map((line) => {
    if (line === "import fs from 'node:fs';") return ''; // handed over below
    const [, expression, claim] = /^((?!const |let |for |\/\/).*?); \/\/ (.*)$/.exec(line) ?? [];
    return expression ? `compare(${expression}, ${JSON.stringify(claim)});` : line;
  });
  const { outputText } = ts.transpileModule(`async function example() {\n${code.join('\n')}\n}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const names = { fs, tf, ...data, compare };
  const body = `${outputText}\nreturn example();`;
  await (new Function(...Object.keys(names), body)(...Object.values(names)) as Promise<void>);
}

for (const file of FILES)
  for (const example of examplesOf(file))
    test(`the example of ${example.place} gives what it says`, () => run(example));

test('every public function of data has an example', () => {
  const named = FILES.flatMap(examplesOf).map(({ place }) => place.split(': ')[1]);
  const missing = Object.entries(data).filter(
    ([name, value]) => typeof value === 'function' && !named.includes(name),
  );
  assert.deepEqual(
    missing.map(([name]) => name),
    [],
  );
});
