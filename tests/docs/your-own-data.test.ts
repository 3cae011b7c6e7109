/** The program on the page "Your own data" runs as it stands there. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import * as dlts from '../../src';
import { withFolder } from '../data/helpers';

const PAGE = path.join(__dirname, '../../site/pages/your-own-data.md');
const program = [...fs.readFileSync(PAGE, 'utf8').matchAll(/```typescript\n([\s\S]*?)```/g)]
  .map(([, code = '']) => code)
  .join('\n');

/** What the page assumes: a file of houses and a folder of photographs. */
async function prepare(folder: string): Promise<void> {
  const houses = Array.from(
    { length: 31 },
    (_, i) =>
    [50 + ((i * 7) % 40), 1 + (i % 5), ['north', 'south'][i % 2], i === 3 ? 'NA' : 90 + (i % 11)].join(','), // prettier-ignore
  );
  fs.writeFileSync(
    path.join(folder, 'houses.csv'),
    ['area,rooms,district,price', ...houses].join('\n'),
  );
  for (const name of ['cat', 'dog']) {
    const pixels = dlts.tf.ones([3, 5, 3]) as dlts.tf.Tensor3D;
    fs.mkdirSync(path.join(folder, 'photos', name), { recursive: true });
    fs.writeFileSync(path.join(folder, 'photos', name, '1.png'), await dlts.encodeImage(pixels, 'png')); // prettier-ignore
    pixels.dispose();
  }
}

test('the page’s cells train on a file, and read a folder of pictures', () =>
  withFolder(async (folder) => {
    await prepare(folder);
    const cells = program
      .replace(/^import (\w+|\{[^}]*\}) from '([^']+)';/gm, "const $1 = use('$2');")
      .replace(/^await evaluate/m, 'const scores = await evaluate')
      .replace("'photos'", JSON.stringify(path.join(folder, 'photos')))
      .replace("'houses.csv'", JSON.stringify(path.join(folder, 'houses.csv')))
      .replace('epochs: 100', 'epochs: 2, live: false');
    const body = `return (async () => {\n${cells}\nreturn { scores, x, y, classNames, refused, rows }; })();`;
    const { outputText } = ts.transpileModule(body, {
      compilerOptions: { target: ts.ScriptTarget.ES2022 },
    });
    const use = (name: string): unknown => (name === 'dlts' ? dlts : fs);
    const found = (await new Function('use', outputText)(use)) as {
      scores: { loss: number; mae: number };
      x: dlts.tf.Tensor;
      classNames: string[];
      refused: unknown[];
      rows: unknown[];
    };
    assert.equal(found.rows.length, 30);
    assert.ok(Number.isFinite(found.scores.mae));
    assert.deepEqual(found.x.shape, [2, 64, 64, 3]);
    assert.deepEqual([found.classNames, found.refused], [['cat', 'dog'], []]);
  }));
