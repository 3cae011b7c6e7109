/**
 * `npm run notebooks [-- 03 05]`: executes chapters from their text twins and stores them.
 *
 * | option | what it does |
 * |---|---|
 * | (none) | execute in full, check, store notebooks, results.json and the README's tables |
 * | `--check` | execute in full, check outputs and bands, store nothing |
 * | `--quick` | execute with small data (`DLTS_QUICK=1`), check outputs, store nothing |
 * | `--changed` | only those whose cells, library, data or versions changed since they were stored, and one more in turn |
 * | `--check-only` | execute nothing: twins, types, format, lint, stored outputs |
 * | `--sync` | take over into the twins what was edited in JupyterLab |
 * | `--format` | format the twins' code cells |
 * | `--readme` | what needs no execution: README tables, times on first screens, prose edited beside unchanged code |
 * | `--force` | overwrite the side that was edited as well |
 * | `--parallel N` | N notebooks at once |
 * | `--timeout S` | seconds for one cell, default 900 |
 */
import { parseArgs } from 'node:util';
import { runMain, setup } from './setup.mjs';
import { SetupError } from './setup/process.mjs';

runMain(import.meta.url, async () => {
  const { values, positionals } = options();
  const wishes = {
    ...values,
    checkOnly: values['check-only'],
    parallel: wholeNumber(values.parallel, 'parallel'),
    timeout: wholeNumber(values.timeout, 'timeout'),
  };
  await setup();
  const { runNotebooks } = await import('./notebooks/run.mjs'); // needs packages and library
  return runNotebooks(positionals, wishes);
});

function options() {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        ...{ check: flag, quick: flag, changed: flag, 'check-only': flag },
        ...{ sync: flag, format: flag, readme: flag, force: flag },
        parallel: { type: 'string', default: '1' },
        timeout: { type: 'string', default: '900' },
      },
    });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new SetupError(
      `notebooks: ${message}\n  Options are listed at the top of scripts/notebooks.mjs.`,
    );
  }
}

/** @param {string} text @param {string} name */
function wholeNumber(text, name) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new SetupError(`notebooks: expected --${name} to be a whole number from 1; got '${text}'.`);
}
