/** One JupyterLab and one browser for all tests of a file. */
import fs from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { findChromium, launchBrowser, ROOT, startLab, type Lab } from './browser';
import { openNotebook, type OpenNotebook } from './lab-page';

export interface SharedLab {
  /** Whether there is no browser to try it in. */
  skip: boolean;
  /** Opens a notebook of the folder in a page of its own. */
  open(notebook: string, screen?: BrowserContextOptions): Promise<OpenNotebook>;
}

/**
 * Starts JupyterLab before the tests of this file, and ends it after them.
 *
 * @param untried what is said not to have been tried, where no Chromium is
 * @param fill writes the notebooks. The folder is below the project, so that cells find `dlts`, and goes with the tests.
 */
export function shareLab(untried: string, fill: (folder: string) => void): SharedLab {
  const executable = findChromium();
  if (!executable)
    console.log(`\n!!! SKIPPED: no Chromium on this machine; ${untried} not tried.\n`);
  let started: { lab: Lab; browser: Browser } | undefined;
  let folder: string | undefined;

  before(async () => {
    if (!executable) return;
    fs.mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
    folder = fs.mkdtempSync(path.join(ROOT, '.cache', 'e2e-'));
    fill(folder);
    started = { lab: await startLab(folder), browser: await launchBrowser(executable) };
  });
  after(async () => {
    await started?.browser.close();
    await started?.lab.stop();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });
  return {
    skip: executable === undefined,
    open(notebook, screen) {
      if (!started) throw new Error('shareLab: expected a started JupyterLab; open it in a test.');
      return openNotebook(started.browser, started.lab, notebook, screen);
    },
  };
}

/** A copy of a chapter, so that the stored notebook stays as it is. */
export function copyChapter(name: string, folder: string): void {
  fs.copyFileSync(path.join(ROOT, 'notebooks', name), path.join(folder, name));
}
