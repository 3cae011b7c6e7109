/** The worker that runs a page's cells: the kernel's session in the surroundings of a browser. */
import '../node/process';
import { installHost } from '../../../kernel/run/host';
import { Ownership } from '../../../kernel/run/ownership';
import { showOutcome } from '../../../kernel/run/outcome';
import { Session } from '../../../kernel/run/session';
import type { Timers } from '../../../kernel/run/timers';
import type { RunState } from '../../../kernel/run/state';
import { describeError, type Failure } from '../../../kernel/show/errors';
import { Outputs } from '../../../kernel/show/outputs';
import { printErrors } from '../../../kernel/show/printing';
import { FOLDER, onWrite, place, writeFileSync } from '../node/files';
import { provided } from '../node/module';
import { process, setImmediate } from '../node/process';
import { format, inspect } from '../node/util';
import type { Report, Request, Settings } from '../protocol';
import { PageCompiler } from './compiler';
import { DataOnDemand } from './data';
import { prepareLibrary } from './library';
import { PageRunner } from './runner';
import { PageStacks } from './stacks';
import { TypeService } from './types';

/**
 * Data sets by loader, those of single files by the path that a cell reads, those of modules by a word that a cell
 * needs them for, and what this site was built without, by loader. Made by scripts/site/cells.mjs.
 */
declare const DATA_SETS: Record<'loaders' | 'files' | 'words' | 'absent', Record<string, string>>;

/** How deep a trailing value is shown. */
const DEPTH = 3;
/** Deep libraries push a cell's own frames out of a trace of ten. */
const TRACE_LENGTH = 60;
/** Longest that a cell which awaits may keep the page's messages waiting, in milliseconds. */
const PATIENCE = 40;
const PROGRESS = `${FOLDER}/progress.json`;

/** Bound to nothing: browsers refuse their timers as methods of another object. */
const TIMERS: Timers<number> = {
  setTimeout: (callback, delay) => setTimeout(callback, delay),
  setInterval: (callback, delay) => setInterval(callback, delay) as unknown as number,
  setImmediate,
  clearInterval: (interval) => clearInterval(interval),
};

const scope = globalThis as unknown as {
  postMessage(message: Report): void;
  onmessage: (event: MessageEvent<Request>) => void;
};
const report = (message: Report): void => scope.postMessage(message);
const data = new DataOnDemand(DATA_SETS.loaders, DATA_SETS.absent, report);
const nowhere = new Outputs(() => {});
let outputs = nowhere;
const session = createSession();

function createSession(): Session {
  Error.stackTraceLimit = TRACE_LENGTH;
  const state: RunState = {
    ...{ phase: 0, run: 0, listeners: 0, interruptPending: false },
    takeInterrupt: () => false,
  };
  const made: Session = new Session({
    ...{ state, compiler: new PageCompiler(), runner: new PageRunner(), stacks: new PageStacks() },
    inspect: (value) => inspect(value, { depth: DEPTH }),
    timers: TIMERS,
    owners: new Ownership<object>((then) => setImmediate(then)),
    require: prepareLibrary(data, () => made.interrupts),
    librariesLoaded: () => {},
  });
  letMessagesIn(made);
  return made;
}

/** The page's messages are taken between tasks only: from time to time an `await` of a cell lets them in. */
function letMessagesIn({ interrupts }: Session): void {
  const guard = interrupts.guard.bind(interrupts);
  let rested = performance.now();
  const rest = (): Promise<void> =>
    new Promise((resolve) =>
      setImmediate(() => {
        rested = performance.now();
        resolve();
      }),
    );
  interrupts.guard = (value) =>
    performance.now() - rested < PATIENCE ? guard(value) : rest().then(() => guard(value));
}

function connectConsole(): void {
  const streams = { log: 'stdout', info: 'stdout', debug: 'stdout', warn: 'stderr', error: 'stderr' } as const; // prettier-ignore
  for (const [method, stream] of Object.entries(streams))
    console[method as keyof typeof streams] = (...args: unknown[]) =>
      outputs.write(stream, `${format(...args)}\n`);
}

async function start({ progress, engine, wasm, webgpu }: Settings): Promise<void> {
  process.env['DLTS_QUICK'] = 'page';
  process.env['DLTS_PROGRESS'] = PROGRESS;
  if (progress !== undefined) writeFileSync(PROGRESS, progress);
  onWrite((file, content) => {
    if (file === PROGRESS) report({ type: 'progress', text: content.toString('utf8') });
  });
  const loadWebGpu = (): void => {
    Object.assign(globalThis, { dltsCore: provided('@tensorflow/tfjs-core')?.() });
    const evaluate = eval; // in the scope of globals
    evaluate(webgpu ?? '');
  };
  Object.assign(globalThis, { dltsEngine: { engine, wasm, loadWebGpu } });
  connectConsole();
  installHost(() => outputs, session.interrupts);
  printErrors(session);
  const { ready, engineInfo } = load() as { ready(): Promise<void>; engineInfo(): EngineInfo };
  await ready();
  const { name, reason } = engineInfo();
  report({
    type: 'ready',
    engine: name,
    ...(reason !== undefined && { refused: reason }),
  });
}

interface EngineInfo {
  name: string;
  reason?: string;
}

function load(): object {
  session.load('dlts');
  return (globalThis as unknown as { __tslab__: { require(id: string): object } }).__tslab__.require('dlts'); // prettier-ignore
}

async function run({
  run: number,
  source,
  label,
}: Extract<Request, { type: 'run' }>): Promise<void> {
  const started = performance.now();
  outputs = new Outputs((kind, content) => publish(number, kind, content));
  const refused = await bringFiles(source);
  const failure = refused ?? showOutcome(await session.run(source, label), session, outputs);
  if (failure) outputs.send('error', failure);
  outputs.flush();
  const missing = failure && missingName(failure);
  report({
    ...{ type: 'done', run: number, ok: failure === undefined, bytes: bytesInUse() },
    seconds: (performance.now() - started) / 1000,
    ...(missing !== undefined && { missing }),
  });
}

/** Files that a cell reads by their names, and modules, are there before it runs. Returns why not. */
async function bringFiles(source: string): Promise<Failure | undefined> {
  const { files, words } = DATA_SETS;
  const read = Object.entries(files).filter(([file]) => source.includes(`'${file}'`));
  const used = Object.entries(words).filter(([word]) => source.includes(word));
  for (const [asker, set] of [...read, ...used]) {
    try {
      await data.need(set, asker);
    } catch (error) {
      return describeError(error, session);
    }
  }
  return undefined;
}

/** The name of an earlier cell's that is not there, because that cell has not been run. */
function missingName({ evalue }: Failure): string | undefined {
  // Chromium and Firefox; Safari.
  return (/^(\w+) is not defined/.exec(evalue) ?? /^Can't find variable: (\w+)/.exec(evalue))?.[1];
}

function bytesInUse(): number {
  const engine = (globalThis as { _tfengine?: { memory(): { numBytes: number } } })._tfengine;
  return engine?.memory().numBytes ?? 0;
}

/** Messages hold plain data; what else a display has put into one goes as JSON has it. */
function publish(number: number, kind: string, content: object): void {
  try {
    report({ type: 'output', run: number, kind, content });
  } catch {
    const plain = JSON.parse(JSON.stringify(content)) as object;
    report({ type: 'output', run: number, kind, content: plain });
  }
}

let types: TypeService | undefined;

function answer({ ask, ...question }: Extract<Request, { type: 'ask' }>): void {
  let value: unknown;
  try {
    value = types?.answer(question);
  } catch (error) {
    console.error(error); // the editor goes on without an answer
  }
  report({ type: 'answer', ask, value });
}

const queue: (() => Promise<void>)[] = [];
let busy = false;

/** Cells run one after another, in the order in which they were asked for. */
async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let job = queue.shift(); job; job = queue.shift()) await job();
  busy = false;
}

scope.onmessage = ({ data: message }) => {
  if (message.type === 'interrupt') session.interrupts.request();
  else if (message.type === 'data') data.arrived(message.name, message.files);
  else if (message.type === 'refused') data.refused(message.name, message.reason);
  else if (message.type === 'types') types = new TypeService(message.files);
  else if (message.type === 'ask') answer(message);
  else {
    if (message.type === 'start') for (const { path, bytes } of message.files) place(path, bytes);
    queue.push(() => (message.type === 'start' ? start(message.settings) : run(message)));
    void work();
  }
};
