/**
 * What a stored execution ran on: its cells, the parts of the library that they reach, the data, and the versions of
 * everything else. A notebook whose digests are those of today need not be executed again to be trusted.
 */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { sha } from './project.mjs';
import { codeCells } from './twin.mjs';

/**
 * @typedef {object} RanOn digests, 16 hexadecimal digits each
 * @property {string} cells the notebook's code
 * @property {string} library the files of `src` that the notebook's imports reach on the native engine, the kernel, and operations added to TensorFlow
 * @property {string} content the chapter's exercises
 * @property {string} data the bundled data that the notebook or those files name
 * @property {string} versions the packages that run, by the lock file and the Python requirements
 */

const REQUIREMENTS = ['requirements.txt', 'requirements-tensorflow.txt'];

/** Files of the library that only other engines than the native one load, with which chapters are stored. */
const OTHER_ENGINES = /[\\/]engine[\\/](browser[\\/]|wasm)/;

/** The thread that carries messages and stops cells that do not end: what a cell computes and shows never depends on it. */
const SOCKETS = /[\\/]wire[\\/]mailroom-thread\.ts$/;

/** Operations that the set-up adds to TensorFlow. */
const NATIVE = path.join('scripts', 'setup', 'native');

/** Digests for any number of chapters; the library is parsed once. */
export class Digests {
  /** @param {import('./project.mjs').Project} project */
  constructor(project) {
    this.project = project;
    /** @type {Map<string, string>} */
    this.shared = new Map();
    this.reach = new Reach(path.join(project.top, 'src'));
  }

  /**
   * @param {import('./project.mjs').Chapter} chapter
   * @returns {RanOn}
   */
  of(chapter) {
    const { top } = this.project;
    const code = codeCells(fs.readFileSync(this.project.twin(chapter), 'utf8'))
      .map(({ source }) => source)
      .join('\n');
    const library = this.reach.from(importedNames(code));
    const exercises = path.join(this.project.notebooks, 'exercises', chapter.id);
    return {
      cells: short(code),
      library: digestOf([...library, ...this.kernel()], top),
      content: digestOf(filesBelow(exercises, /\.ts$/), top),
      data: digestOf(this.data(code, library), top),
      versions: this.once('versions', () => {
        const files = REQUIREMENTS.map((file) => path.join(top, file));
        return short(
          `${digestOf(files, top)}\n${runtimePackages(path.join(top, 'package-lock.json'))}`,
        );
      }),
    };
  }

  /**
   * Data that the cells or the reached files name; a file that nothing names (its name is put together) counts always.
   *
   * @param {string} code @param {string[]} library
   */
  data(code, library) {
    const { top } = this.project;
    const read = (/** @type {string} */ file) => fs.readFileSync(file, 'utf8');
    const reached = [code, ...library.map(read)];
    const all = filesBelow(path.join(top, 'src'), /\.ts$/).map(read);
    const names = (/** @type {string[]} */ texts, /** @type {string} */ file) =>
      texts.some((text) => text.includes(path.basename(file)));
    return filesBelow(path.join(top, 'data'), /\.(csv|gz|json|txt)$/).filter(
      (file) =>
        path.basename(file) !== 'checksums.json' && (names(reached, file) || !names(all, file)),
    );
  }

  kernel() {
    const { top } = this.project;
    const files = filesBelow(path.join(top, 'kernel'), /\.ts$/);
    return [
      ...files.filter((file) => !SOCKETS.test(file)),
      ...filesBelow(path.join(top, NATIVE), /\.(cc|h)$/),
    ];
  }

  /** @param {string} name @param {() => string} compute */
  once(name, compute) {
    const known = this.shared.get(name) ?? compute();
    this.shared.set(name, known);
    return known;
  }
}

/** The part of a lock file that an execution can see: tools for tests, the site and the benchmark are left out. */
function runtimePackages(/** @type {string} */ lockFile) {
  if (!fs.existsSync(lockFile)) return '';
  const { packages = {} } = JSON.parse(fs.readFileSync(lockFile, 'utf8'));
  return JSON.stringify(
    Object.entries(packages)
      .filter(([place, { dev }]) => place !== '' && dev !== true)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * What differs between two executions, in words.
 *
 * @param {RanOn | undefined} then
 * @param {RanOn} now
 * @returns {string[]} empty when nothing differs
 */
export function changedSince(then, now) {
  if (then === undefined) return ['never recorded'];
  return Object.keys(now).filter(
    (part) => then[/** @type {keyof RanOn} */ (part)] !== now[/** @type {keyof RanOn} */ (part)],
  );
}

/** What the library exports as `export * as`: each file of these stands for itself. */
const NAMESPACES = ['losses', 'metrics', 'optimizers', 'plot', 'schedules'];

/** Names that a notebook imports from `dlts`; a namespace as the members that it uses, when it uses nothing else of it. */
export function importedNames(/** @type {string} */ code) {
  const names = listedNames(code);
  const rest = code.replace(/import[^;]*;/g, '').replace(/\/\/.*/g, '');
  for (const namespace of NAMESPACES) {
    // `metrics:` names a field, and is no use of the namespace.
    const otherUse = new RegExp(`(?<![.\\w])${namespace}\\b(?!\\s*\\.\\s*\\w|\\s*:)`);
    if (!names.has(namespace) || otherUse.test(rest)) continue;
    names.delete(namespace);
    const member = new RegExp(`(?<![.\\w])${namespace}\\s*\\.\\s*(\\w+)`, 'g');
    for (const [, name] of rest.matchAll(member)) names.add(`${namespace}.${name}`);
  }
  return names;
}

/** @param {string} code @returns {Set<string>} */
function listedNames(code) {
  const names = [...code.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'dlts'/g)];
  return new Set(
    names.flatMap(([, list]) =>
      (list ?? '')
        .split(',')
        .map(
          (name) =>
            name
              .trim()
              .replace(/^type\s+/, '')
              .split(/\s+as\s+/)[0] ?? '',
        )
        .filter((name) => name !== ''),
    ),
  );
}

/** Follows names through `export … from` and files through their imports. */
class Reach {
  /** @param {string} source folder of the library */
  constructor(source) {
    this.source = source;
    this.index = path.join(source, 'index.ts');
    /** @type {Map<string, ts.SourceFile>} */
    this.parsed = new Map();
  }

  /** @param {Set<string>} names @returns {string[]} files, sorted */
  from(names) {
    if (!fs.existsSync(this.index)) return [];
    /** @type {Set<string>} */
    const files = new Set();
    for (const name of names) this.close(this.member(name) ?? this.index, files);
    return [...files].sort();
  }

  /**
   * The file of a name, or of a namespace's member (`plot.show`); the namespace when the member is not found.
   *
   * @param {string} name @returns {string | undefined}
   */
  member(name) {
    const [namespace = name, member] = name.split('.');
    const file = this.home(this.index, namespace);
    if (file === undefined || member === undefined) return file;
    return this.home(file, member) ?? file;
  }

  /**
   * The file that declares an exported name.
   *
   * @param {string} file @param {string} name @returns {string | undefined}
   */
  home(file, name) {
    /** @type {string[]} */
    const stars = [];
    for (const statement of this.parse(file).statements) {
      if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) continue;
      const target = this.resolve(file, statement.moduleSpecifier);
      if (target === undefined) continue;
      const clause = statement.exportClause;
      if (clause === undefined) stars.push(target);
      else if (ts.isNamespaceExport(clause) && clause.name.text === name) return target;
      else if (ts.isNamedExports(clause)) {
        const found = clause.elements.find((each) => each.name.text === name);
        if (found) return this.home(target, (found.propertyName ?? found.name).text) ?? target;
      }
    }
    if (declares(this.parse(file), name)) return file;
    for (const target of stars) {
      const found = this.home(target, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Adds a file and all that it imports. @param {string} file @param {Set<string>} files */
  close(file, files) {
    if (files.has(file) || OTHER_ENGINES.test(file)) return;
    files.add(file);
    for (const statement of this.parse(file).statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      const typeOnly = ts.isImportDeclaration(statement)
        ? statement.importClause?.isTypeOnly === true
        : statement.isTypeOnly;
      const target = statement.moduleSpecifier && this.resolve(file, statement.moduleSpecifier);
      if (target !== undefined && !typeOnly) this.close(target, files);
    }
  }

  /** @param {string} file @param {ts.Expression} specifier @returns {string | undefined} */
  resolve(file, specifier) {
    if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return undefined;
    const base = path.resolve(path.dirname(file), specifier.text);
    return [`${base}.ts`, path.join(base, 'index.ts')].find((each) => fs.existsSync(each));
  }

  /** @param {string} file */
  parse(file) {
    let parsed = this.parsed.get(file);
    if (parsed === undefined) {
      const text = fs.readFileSync(file, 'utf8');
      parsed = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
      this.parsed.set(file, parsed);
    }
    return parsed;
  }
}

/** Whether a file itself exports a declaration of that name. @param {ts.SourceFile} file @param {string} name */
function declares(file, name) {
  return file.statements.some((statement) => {
    if (!ts.canHaveModifiers(statement)) return false;
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      return false;
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.some(
        (each) => ts.isIdentifier(each.name) && each.name.text === name,
      );
    return /** @type {{ name?: ts.Identifier }} */ (statement).name?.text === name;
  });
}

/** @param {string} folder @param {RegExp} wanted @returns {string[]} sorted; none when there is no folder */
function filesBelow(folder, wanted) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => wanted.test(name) && !/(^|[\\/])(dist|node_modules)[\\/]/.test(name))
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile())
    .sort();
}

/** Digest of names and contents. @param {string[]} files @param {string} top */
function digestOf(files, top) {
  const there = files.filter((file) => fs.existsSync(file));
  return short(
    there
      .map((file) => `${path.relative(top, file)}\0${sha(fs.readFileSync(file, 'latin1'))}`)
      .join('\n'),
  );
}

/** @param {string} text */
const short = (text) => sha(text).slice(0, 16);
