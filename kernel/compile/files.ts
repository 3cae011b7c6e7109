/** What the compiler needs of a file system. Paths have forward slashes. */

export interface SourceFiles {
  /** The notebook's folder. */
  readonly folder: string;
  /** The folder of TypeScript's own `lib.*.d.ts`. */
  readonly libraries: string;
  /** A folder of packages for notebooks that have none beside them, or above. */
  readonly packages?: string;
  read(file: string): string | undefined;
  exists(file: string): boolean;
  /** Differs when the file has changed. Asked of the reader's own files only. */
  version(file: string): string;
  folderExists(folder: string): boolean;
  /** The names of the folders inside of a folder. */
  folders(folder: string): string[];
  /** The path without links. */
  realPath(file: string): string;
}

/** Whether a file is the reader's, and may change while the notebook runs. */
export function isOwn(file: string): boolean {
  return !file.includes('/node_modules/') && !file.endsWith('.d.ts');
}
