/** A notebook open in JupyterLab, and what tests ask of it. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Lab } from './browser';

interface StoredNotebook {
  cells: { outputs?: { data?: Record<string, { layout: Record<string, unknown> }> }[] }[];
}

/** JupyterLab's application, as `expose_app_in_browser` puts it on the page. */
interface LabApp {
  commands: { execute(command: string, settings?: object): Promise<unknown> };
  shell: {
    currentWidget: {
      context: {
        isReady: boolean;
        model: { dirty: boolean; toJSON(): StoredNotebook };
        sessionContext: {
          session: { kernel: { connectionStatus: string; status: string } | null } | null;
          restartKernel(): Promise<void>;
        };
      };
      content: {
        activeCellIndex: number;
        widgets: unknown[];
        scrollToItem(index: number, where: string): Promise<void>;
      };
    };
  };
}

/** What happens in the page of JupyterLab. */
export interface PageGlobals {
  jupyterapp: LabApp;
}

export interface OpenNotebook {
  page: Page;
  /** Errors of the page and its console since it was opened. */
  problems: string[];
}

/** Figures below cells, drawn or not. */
export const FIGURE = '.dlts-Figure';
export const LIVE = `${FIGURE}.is-live`;

/** Opens a notebook in a page of its own, and waits for its cells and its kernel. */
export async function openNotebook(
  browser: Browser,
  lab: Lab,
  notebook: string,
  screen: BrowserContextOptions = { viewport: { width: 1280, height: 900 } },
): Promise<OpenNotebook> {
  const page = await browser.newPage(screen);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(`${lab.url}/lab/tree/${notebook}?reset`);
  await page.waitForSelector('.jp-Notebook .jp-CodeCell', { timeout: 60_000 });
  // JupyterLab puts the cells of a long notebook on the page bit by bit.
  await page.waitForFunction(
    () => {
      const { context, content } = (globalThis as unknown as PageGlobals).jupyterapp.shell
        .currentWidget;
      const shown = document.querySelectorAll('.jp-Notebook .jp-Cell').length;
      const kernel = context.sessionContext.session?.kernel;
      const isConnected = kernel?.connectionStatus === 'connected';
      return context.isReady && isConnected && shown === content.widgets.length;
    },
    undefined,
    { timeout: 60_000 },
  );
  return { page, problems };
}

/** Whether JupyterLab would ask to save the notebook. */
export function isDirty(page: Page): Promise<boolean> {
  return page.evaluate(
    () => (globalThis as unknown as PageGlobals).jupyterapp.shell.currentWidget.context.model.dirty,
  );
}

export function command(page: Page, name: string, settings: object = {}): Promise<void> {
  return page.evaluate(
    async ([name, settings]) => {
      const { commands } = (globalThis as unknown as PageGlobals).jupyterapp;
      await commands.execute(name as string, settings as object);
    },
    [name, settings] as const,
  );
}

/** Gives a command and does not wait for its end. */
export function start(page: Page, name: string, settings: object = {}): Promise<void> {
  return page.evaluate(
    ([name, settings]) => {
      const { commands } = (globalThis as unknown as PageGlobals).jupyterapp;
      void commands.execute(name as string, settings as object);
    },
    [name, settings] as const,
  );
}

/** Indices of the cells below which there is a figure; with `part`, one whose layout has that part. */
export function cellsWithFigures(page: Page, part?: string): Promise<number[]> {
  return page.evaluate((part) => {
    const app = (globalThis as unknown as PageGlobals).jupyterapp;
    const { cells } = app.shell.currentWidget.context.model.toJSON();
    return cells.flatMap(({ outputs = [] }, index) => {
      const figures = outputs.flatMap(({ data }) => data?.['application/vnd.plotly.v1+json'] ?? []);
      const isWanted = figures.some(({ layout }) => part === undefined || layout[part]);
      return isWanted ? [index] : [];
    });
  }, part);
}

/** Brings a cell into view without a mouse. @returns its first figure */
export async function goToCell(page: Page, index: number): Promise<Locator> {
  await page.evaluate(async (index) => {
    const { content } = (globalThis as unknown as PageGlobals).jupyterapp.shell.currentWidget;
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'end');
  }, index);
  const figure = page.locator(`.jp-Cell.jp-mod-active ${FIGURE}`).first();
  await figure.waitFor({ state: 'attached', timeout: 20_000 });
  return figure;
}

/** Brings a figure into view without a mouse, and waits until it is drawn. */
export async function showFigure(figure: Locator): Promise<void> {
  await figure.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await figure.and(figure.page().locator('.is-live')).waitFor({ timeout: 20_000 });
}
