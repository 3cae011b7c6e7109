/** The kernel process: starts its threads, then loads and connects the rest while they get ready. */
import fs from 'node:fs';
import { Compiler } from './node/compiler';
import { Phase } from './run/state';
import type { Connection } from './wire/connection';
import { Mailroom } from './wire/mailroom';
import { SharedState } from './wire/shared-state';

async function start(connectionFile: string): Promise<void> {
  const connection = JSON.parse(fs.readFileSync(connectionFile, 'utf8')) as Connection;
  const shared = new SharedState();
  // An interrupt during the start must not tear it down.
  shared.phase = Phase.kernel;
  process.on('SIGINT', () => shared.requestInterrupt());
  const mailroom = new Mailroom(connection, shared);
  const compiler = new Compiler();
  const { serve } = await import('./serve');
  serve({ connection, shared, mailroom, compiler });
  shared.phase = Phase.idle;
}

void start(process.argv[2] ?? '');
