/**
 * Step: native TensorFlow for @tensorflow/tfjs-node.
 *
 * Its own install script needs a download host that many networks do not reach, and a TensorFlow of 2022.
 * On 64-bit Linux with a C++ compiler the binding (its two C++ files and those in `native`) is compiled
 * against the C library inside TensorFlow's current Python wheel, which pip checks by hash. Elsewhere the
 * package's own prebuilt download is tried. Where neither works the course still runs, on WebAssembly, and
 * says so.
 *
 * The library (850 MB) lives in `.cache`, outside node_modules, so that `npm ci` keeps it.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at, cache, venvPython } from './paths.mjs';
import { run, SetupError } from './process.mjs';
import { pip } from './python.mjs';
import { digest, readStamp, writeStamp } from './stamp.mjs';

const REQUIREMENT = at('requirements-tensorflow.txt');
const VERSION = /==([\d.]+)/.exec(fs.readFileSync(REQUIREMENT, 'utf8'))?.[1] ?? 'unknown';
const home = path.join(cache, `tensorflow-${VERSION}`);
const library = path.join(home, 'tensorflow');
const tfjsNode = at('node_modules', '@tensorflow', 'tfjs-node');
const binding = path.join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');
/** Our files beside the package's two; their digest in the name has an edit compiled anew. */
const ownFolder = at('scripts', 'setup', 'native');
const ownFiles = fs.readdirSync(ownFolder).toSorted();
const ownDigest = digest(...ownFiles.map((name) => fs.readFileSync(path.join(ownFolder, name))));
const cachedBinding = path.join(home, `tfjs_binding-${ownDigest}.node`);
const libraryStamp = path.join(home, '.complete');
const fallbackStamp = path.join(cache, 'tensorflow-fallback');

/** From the binding's folder up to the project's top, then down to the library: survives moving the project. */
const RPATH = `$ORIGIN/../../../../../.cache/tensorflow-${VERSION}/tensorflow`;
const NEEDED = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

export const tensorflow = {
  name: 'native TensorFlow',
  needs: ['npm packages', 'Python environment (.venv)'],
  check() {
    const compiled = libraryComplete() && fs.existsSync(cachedBinding);
    const downloaded = fs.existsSync(path.join(tfjsNode, 'deps', 'lib'));
    if (fs.existsSync(binding) && (compiled || downloaded)) {
      const detail = compiled ? `TensorFlow ${VERSION}, compiled here` : 'prebuilt download';
      return { ok: true, detail };
    }
    const reason = readStamp(fallbackStamp);
    if (reason?.startsWith(attemptKey()))
      return {
        ok: true,
        detail: `not available, WebAssembly is used: ${reason.slice(attemptKey().length + 1)}`,
      };
    return { ok: false, detail: 'missing', remedy: 'npm start' };
  },
  /** @param {(text: string) => void} notice */
  async run(notice) {
    /** @type {string[]} */
    const reasons = [];
    for (const way of [compileAgainstWheel, downloadPrebuilt]) {
      try {
        await way();
        await tryBinding();
        fs.rmSync(fallbackStamp, { force: true });
        return;
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        fs.rmSync(binding, { force: true });
        reasons.push(error.message);
      }
    }
    writeStamp(fallbackStamp, `${attemptKey()} ${reasons[0]?.split('\n')[0]}`);
    notice(
      'Native TensorFlow is not available here; the course will run on WebAssembly.\n' +
        '  Everything works, training takes 3 to 10 times longer. What was tried:\n' +
        reasons.map((reason) => `  - ${reason.replaceAll('\n', '\n    ')}`).join('\n') +
        '\n  After mending the cause: rm .cache/tensorflow-fallback, then npm start',
    );
  },
};

/** A failed attempt is repeated when the machine has changed: another Node, or a compiler that was not there. */
const attemptKey = () => digest(process.version, String(compiler()), VERSION);

function libraryComplete() {
  const sizes = readStamp(libraryStamp);
  return sizes !== undefined && sizes === librarySizes();
}

/**
 * Sizes of the two shared objects: a truncated one is noticed without reading 850 MB at each start. And what is taken
 * out of the wheel: where that changes, the wheel is unpacked again.
 */
function librarySizes() {
  const sizes = NEEDED.map(
    (name) => fs.statSync(path.join(library, name), { throwIfNoEntry: false })?.size,
  );
  return [...sizes, digest(UNPACK)].join(' ');
}

/** @returns {string | undefined} a C++ compiler on the path */
function compiler() {
  const names = [process.env['CXX'], 'g++', 'clang++', 'c++'].filter((name) => name !== undefined);
  return names.find((name) => spawnSync(name, ['--version']).status === 0);
}

async function compileAgainstWheel() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupError(
      `Compiling needs 64-bit Linux on x86; this is ${process.platform} ${process.arch}.`,
    );
  const cxx = compiler();
  if (!cxx)
    throw new SetupError('No C++ compiler was found. Debian, Ubuntu: sudo apt-get install g++');
  if (!libraryComplete()) await unpackWheel();
  if (!fs.existsSync(cachedBinding)) await compile(cxx);
  fs.mkdirSync(path.dirname(binding), { recursive: true });
  fs.copyFileSync(cachedBinding, binding);
}

/** Downloads the wheel (274 MB) and takes out the two libraries and the C headers, nothing else. */
async function unpackWheel() {
  const download = path.join(cache, 'download');
  fs.rmSync(home, { recursive: true, force: true });
  fs.rmSync(download, { recursive: true, force: true });
  // The library inside is the same for every Python version, so one file with one hash serves all.
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  await pip(
    ['download', '--no-deps', '--only-binary=:all:', '--platform', 'manylinux_2_27_x86_64'].concat(
      target,
      ['--require-hashes', '-r', REQUIREMENT, '-d', download],
    ),
    'Downloading the TensorFlow library',
  );
  await run(venvPython, ['-c', UNPACK, download, home], {
    log: 'unpack',
    what: 'Unpacking the TensorFlow library',
  });
  fs.rmSync(download, { recursive: true, force: true });
  writeStamp(libraryStamp, librarySizes());
}

const UNPACK = `
import glob, sys, zipfile
folders = ('tensorflow/c/', 'tensorflow/core/common_runtime/next_pluggable_device/c/', 'tensorflow/core/platform/',
           'tsl/platform/', 'xla/tsl/c/')
headers = tuple('tensorflow/include/' + name for name in folders)
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
with zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0]) as wheel:
    for name in wheel.namelist():
        if name in libraries or (name.startswith(headers) and name.endswith('.h')) or '/licenses/' in name:
            wheel.extract(name, sys.argv[2])
`;

const COMPILER_FLAGS = [
  ...['-shared', '-fPIC', '-std=c++17', '-O2', '-w', '-Wno-psabi', '-DNAPI_VERSION=8'],
  ...['-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DTF_NewSessionOptions=CourseSessionOptions'],
  ...['-DTF_SessionRun=CourseSessionRun', '-Dnapi_define_properties=CourseDefineProperties'],
];

/** @param {string} cxx compiler */
async function compile(cxx) {
  const source = (/** @type {string} */ name) => path.join(tfjsNode, 'binding', name);
  const include = [
    tfjsNode,
    path.join(library, 'include'),
    at('node_modules', 'node-api-headers', 'include'),
  ];
  const partial = `${cachedBinding}.partial`;
  const args = [
    ...COMPILER_FLAGS,
    ...include.flatMap((folder) => ['-I', folder]),
    ...[source('tfjs_backend.cc'), source('tfjs_binding.cc')],
    ...ownFiles.filter((name) => name.endsWith('.cc')).map((name) => path.join(ownFolder, name)),
    ...['-L', library],
    ...NEEDED.map((name) => `-l:${name}`),
    ...[`-Wl,-rpath,${RPATH}`, '-o', partial],
  ];
  await run(cxx, args, { log: 'compile', what: 'Compiling the TensorFlow binding' });
  fs.renameSync(partial, cachedBinding);
}

/** The package's own way: a prebuilt library and binding, from hosts that must answer quickly. */
async function downloadPrebuilt() {
  const script = path.join(tfjsNode, 'scripts', 'install.js');
  const [, host] = /BASE_HOST = .*?'(https:[^']+)'/.exec(fs.readFileSync(script, 'utf8')) ?? [];
  if (host === undefined || !(await answers(host)))
    throw new SetupError(
      'The host of the prebuilt TensorFlow library did not answer within 5 seconds.',
    );
  const PATH = `${at('node_modules', '.bin')}${path.delimiter}${process.env['PATH']}`;
  await run(process.execPath, [script], {
    log: 'prebuilt',
    cwd: tfjsNode,
    env: { ...process.env, PATH },
    what: "Running the package's own TensorFlow download",
    timeout: 300_000,
  });
  if (!fs.existsSync(binding))
    throw new SetupError('The prebuilt download ended without a binding for this Node version.');
}

/** @param {string} address */
function answers(address) {
  return fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(5000) }).then(
    () => true,
    () => false,
  );
}

/** Loads the binding in a process of its own: an old C library or a wrong architecture fails here, not in a notebook. */
async function tryBinding() {
  const code = `require('node:util').isNullOrUndefined ??= (v) => v == null; require('@tensorflow/tfjs-node').scalar(1).dataSync()`;
  await run(process.execPath, ['-e', code], {
    log: 'try-tensorflow',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    what: 'Loading the native TensorFlow library',
  });
}
