/** The check of examples itself: it sees values, and it refuses wrong ones. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { ready, tf } from '../../src/index';
import { agrees, runExample } from './claims';
import { typeErrors } from './types';

before(() => ready());

describe('the check of values', () => {
  const claimsOf = (example: string) => runExample(example, { tf: tf, two: 2 });

  test('sees every kind of value, awaits, and leaves other comments alone', async () => {
    const claims = await claimsOf(
      [
        "import { tf } from 'dlts';",
        "import { sep } from 'node:path';",
        'const two = [2, 3]; // shadows a name of the library',
        'two; // [2, 3]',
        'tf.tensor2d([[1, 2], [3, 5]]); // [[1, 2], [3, 5]]',
        "await Promise.resolve({ a: 'b', sep }); // { a: 'b', sep: '/' }",
        'tf.scalar(1).div(3); // 0.333…',
        'Array.from({ length: 9 }, (_, i) => i); // [0, 1, …, 8]',
        'two.push(5);',
      ].join('\n'),
    );
    assert.equal(claims.length, 5);
    for (const claim of claims) assert.ok(agrees(claim), JSON.stringify(claim));
  });

  test('refuses a wrong digit, a longer array, and a value that is not reached', async () => {
    const [third, list] = await claimsOf('1 / 3; // 0.334…\n[1, 2, 3]; // [1, 2]');
    assert.ok(third && !agrees(third) && list && !agrees(list));
    assert.ok(!agrees({ expected: '3', actual: '31' }));
    assert.ok(agrees({ expected: '1.5…', actual: '1.52e-7' }));
    await assert.rejects(claimsOf('throw new RangeError("no");\n1; // 1'), /RangeError: no/);
  });

  test('of types finds what a cell of a notebook would refuse', () => {
    const good = [
      "import { sep } from 'node:path';",
      'const x = tf.scalar(2);',
      'await x.data();',
      'sep;',
    ];
    const bad = 'tf.layers.dense({ units: 2 }).apply(tf.ones([1, 3])).shape; // [1, 2]';
    const faults = typeErrors([
      { title: 'good', example: good.join('\n') },
      { title: 'bad', example: bad },
    ]);
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /^bad: Property 'shape' does not exist/);
  });
});
