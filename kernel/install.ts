/** Tells Jupyter where the kernel is: writes the kernelspec `tslab`. */
import fs from 'node:fs';
import path from 'node:path';
import { writeAtomically } from 'dlts/dist/host/files';

/**
 * Writes the kernelspec below a prefix such as a virtual environment. Running it again changes nothing,
 * unless Node or the course has moved.
 *
 * @param prefix folder that holds `share/jupyter`
 * @returns the kernelspec's folder
 */
export function installKernel(prefix: string): string {
  const folder = path.join(path.resolve(prefix), 'share', 'jupyter', 'kernels', 'tslab');
  const spec = {
    argv: [process.execPath, path.join(__dirname, 'main.js'), '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  };
  write(path.join(folder, 'kernel.json'), `${JSON.stringify(spec, null, 2)}\n`);
  const logos = path.resolve(__dirname, '..', 'logo');
  for (const name of fs.readdirSync(logos).filter((file) => file.startsWith('logo-')))
    write(path.join(folder, name), fs.readFileSync(path.join(logos, name)));
  return folder;
}

/** Writes a file only if its content changes. */
function write(file: string, content: string | Buffer): void {
  const bytes = Buffer.from(content);
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return;
  writeAtomically(file, bytes);
}

if (require.main === module) {
  const prefix = process.argv[2];
  if (prefix) {
    process.stdout.write(`${installKernel(prefix)}\n`);
  } else {
    process.stderr.write('usage: node install.js <prefix>, for example .venv\n');
    process.exitCode = 2;
  }
}
