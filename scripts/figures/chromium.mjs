/** Where a Chromium may be installed, and how to start it without a screen. */
import fs from 'node:fs';
import path from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const PLACES = {
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'].flatMap((folder) =>
    NAMES.map((name) => path.posix.join(folder, name)),
  ),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder
      ? [
          path.win32.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          path.win32.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [];
  }),
};

/** No screen, no graphics card (three-dimensional figures are drawn in software), no traffic of its own. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

/**
 * The Chromium to use: `CHROMIUM_PATH`, then the search path, then the usual places.
 *
 * @returns {string | undefined} nothing if there is none
 * @throws {Error} if `CHROMIUM_PATH` names a file that does not exist
 */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (fs.existsSync(named)) return named;
    throw new Error(
      `CHROMIUM_PATH: expected the path of a Chromium; got ${named}, which does not exist. Correct or unset it.`,
    );
  }
  const searched = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const usual = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? [];
  return [...searched, ...usual].find((place) => fs.existsSync(place));
}
