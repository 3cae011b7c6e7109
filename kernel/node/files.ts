/** The compiler's file system, in Node. */
import path from 'node:path';
import type { SourceFiles } from '../compile/files';
import { ts } from '../compile/typescript';
import { COURSE } from './folders';

const slashes = (file: string): string => file.replaceAll('\\', '/');

/**
 * Node's own types are two thirds documentation, and reading them is a third of the compiler's start. Docs of
 * TensorFlow.js, of the course's library and of JavaScript itself are kept.
 */
function withoutDocs(file: string, text: string | undefined): string | undefined {
  if (!/\/node_modules\/(@types\/node|undici-types|@webgpu)\//.test(file)) return text;
  return text?.replace(/^[ \t]*\/\*\*[^]*?\*\/[ \t]*$/gm, '');
}

/** A notebook outside of the course's folder still finds the course's packages. */
function coursePackages(folder: string): string | undefined {
  const inside = !path.relative(COURSE, folder).startsWith('..');
  return inside ? undefined : slashes(path.join(COURSE, 'node_modules'));
}

/** @param folder the notebook's folder */
export function nodeFiles(folder: string): SourceFiles {
  const { sys } = ts;
  return {
    folder: slashes(folder),
    libraries: slashes(path.dirname(ts.getDefaultLibFilePath({}))),
    packages: coursePackages(folder),
    read: (file) => withoutDocs(file, sys.readFile(file)),
    exists: (file) => sys.fileExists(file),
    version: (file) => String(sys.getModifiedTime?.(file)?.getTime() ?? ''),
    folderExists: (name) => sys.directoryExists(name),
    folders: (name) => sys.getDirectories(name),
    realPath: (file) => slashes(sys.realpath?.(file) ?? file),
  };
}
