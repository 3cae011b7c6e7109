/** Drives Firefox over WebDriver BiDi: no more of the protocol than the tests of cells need. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';

/** How long Firefox may take to start, in milliseconds. */
const PATIENCE = 60_000;

const NAMES = ['firefox-esr', 'firefox'];

/** The command of Firefox on this machine, if it has one. */
export function findFirefox(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ['--version']).status === 0);
}

interface Answer {
  id?: number;
  type: 'success' | 'error' | 'event';
  result?: unknown;
  message?: string;
}

/** One tab. */
export class Firefox {
  private asked = 0;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private context = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly socket: WebSocket,
    private readonly profile: string,
  ) {
    socket.on('message', (data: Buffer) => {
      const answer = JSON.parse(data.toString()) as Answer;
      if (answer.id !== undefined) this.waiting.get(answer.id)?.(answer);
    });
  }

  static async start(command: string): Promise<Firefox> {
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'firefox-'));
    const args = [
      '--headless',
      '--remote-debugging-port',
      '0',
      '--no-remote',
      '--profile',
      profile,
    ];
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const socket = new WebSocket(`${await address(child)}/session`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const firefox = new Firefox(child, socket, profile);
    await firefox.send('session.new', { capabilities: {} });
    const { contexts } = (await firefox.send('browsingContext.getTree', {})) as {
      contexts: { context: string }[];
    };
    firefox.context = contexts[0]?.context ?? '';
    return firefox;
  }

  private send(method: string, params: object): Promise<unknown> {
    const id = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ type, result, message }) => {
        this.waiting.delete(id);
        if (type === 'success') resolve(result);
        else reject(new Error(`${method}: ${message}`));
      });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  async open(url: string): Promise<void> {
    await this.send('browsingContext.navigate', { context: this.context, url, wait: 'complete' });
  }

  /** The value of an expression in the page, as JSON holds it; promises are awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = (await this.send('script.evaluate', {
      expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
      target: { context: this.context },
      awaitPromise: true,
    })) as { result?: { value: string }; exceptionDetails?: { text: string } };
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return JSON.parse(answer.result?.value ?? 'null') as T;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    await this.send('browser.close', {}).catch(() => this.child.kill());
    this.socket.terminate();
    await ended;
    fs.rmSync(this.profile, { recursive: true, force: true });
  }
}

/** Where a starting Firefox says that it listens. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`Firefox did not start: ${said}`)), PATIENCE);
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
      const [, url] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}
