/** The theme's style sheets without the rules that no page can use. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.join(__dirname, '..', '..');
const python = path.join(ROOT, '.venv', 'bin', 'python');
const skip = fs.existsSync(python) ? false : 'the Python side is not installed: run npm start';

/** What the site's builder makes of a style sheet when only some classes are in use. */
function lighter(css: string, known: string[]): string {
  const program =
    'import json, sys; sys.path.insert(0, "site/_ext/course_site"); from lighter_css import lighter; ' +
    'css, known = json.load(sys.stdin); print(lighter(css, set(known)), end="")';
  const input = JSON.stringify([css, known]);
  return execFileSync(python, ['-c', program], { cwd: ROOT, input, encoding: 'utf8' });
}

test(
  'rules stay whose classes and ids are in use, whatever the rest of their selector',
  { skip },
  () => {
    const css = [
      'body{margin:0}',
      '.used .deep>a:hover{color:red}',
      '.used.gone{color:red}',
      '.gone,.used{top:0}',
      '#place .used{top:1px}',
      ':is(.gone,.used):before{top:2px}',
      '.used:not(.gone,:has(.gone .far)){top:3px}',
    ].join('');
    assert.equal(
      lighter(css, ['used', 'deep', 'place']),
      [
        'body{margin:0}',
        '.used .deep>a:hover{color:red}',
        '.used{top:0}',
        '#place .used{top:1px}',
        ':is(.gone,.used):before{top:2px}',
        '.used:not(.gone,:has(.gone .far)){top:3px}',
      ].join(''),
    );
  },
);

test('what only looks like the end of a rule is none', { skip }, () => {
  const icon = `.used{background:url("data:image/svg+xml,%3csvg fill='rgba(0,0,0,.5)'{}%3e")}`;
  const quoted = '.used:after{content:"}"}';
  const css = `/* don't } */${icon}${quoted}.gone{top:url(a{b.png)}`;
  assert.equal(lighter(css, ['used']), icon + quoted);
});

test(
  'groups keep what is used in them; fonts, statements and licenses always stay',
  { skip },
  () => {
    const css =
      '@charset "UTF-8";/*! license */:root{--a:1}@media (min-width:9px){.used{top:0}.gone{top:0}}' +
      '@media print{.gone{top:0}}@font-face{font-family:x}@keyframes turn{from{top:0}to{top:1px}}';
    assert.equal(
      lighter(css, ['used']),
      '/*! license */@charset "UTF-8";:root{--a:1}@media (min-width:9px){.used{top:0}}' +
        '@font-face{font-family:x}@keyframes turn{from{top:0}to{top:1px}}',
    );
  },
);
