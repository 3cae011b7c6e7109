/** Headless Chromium for whoever looks at built pages. */
import { CHROMIUM_ARGUMENTS, findChromium } from '../figures/chromium.mjs';
import { SetupError } from '../setup/process.mjs';

/**
 * @returns {Promise<import('playwright-core').Browser>} the caller closes it
 * @throws {SetupError} where there is no Chromium
 */
export async function launch() {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new SetupError(
      'Looking at the built pages needs Chromium. On Debian and Ubuntu: sudo apt-get install chromium; ' +
        'or name one: CHROMIUM_PATH=/path/to/chromium.',
    );
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
}
