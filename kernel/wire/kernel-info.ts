/** How the kernel introduces itself. */
import { createRequire } from 'node:module';

const load = createRequire(__filename);

/** The version of an installed package. Loading TypeScript to ask it would take a while. */
function versionOf(name: string): string {
  return (load(`${name}/package.json`) as { version: string }).version;
}

const TYPESCRIPT = versionOf('typescript');

/** How a notebook's file describes its language; front ends choose highlighting by it. */
const LANGUAGE = {
  name: 'typescript',
  version: TYPESCRIPT,
  mimetype: 'text/typescript',
  file_extension: '.ts',
  pygments_lexer: 'typescript',
  codemirror_mode: { name: 'typescript', mode: 'typescript', mime: 'application/typescript' },
  nbconvert_exporter: 'script',
};

export const KERNEL_INFO = {
  status: 'ok',
  protocol_version: '5.3',
  implementation: 'tslab',
  implementation_version: versionOf('tslab'),
  language_info: LANGUAGE,
  banner: `TypeScript ${TYPESCRIPT} on Node ${process.versions.node}`,
  help_links: [
    { text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/handbook/' },
  ],
};
