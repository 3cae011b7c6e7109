/** The kernel process: starts its threads, then loads and connects the rest while they get ready. */
import fs from 'node:fs';
import { Compiler } from './compiler';
import { Mailroom, type Connection } from './mailroom';
import { SharedState } from './shared';

async function start(connectionFile: string): Promise<void> {
  const connection = JSON.parse(fs.readFileSync(connectionFile, 'utf8')) as Connection;
  const shared = new SharedState();
  const mailroom = new Mailroom(connection, shared);
  const compiler = new Compiler();
  const { serve } = await import('./serve');
  await serve({ connection, shared, mailroom, compiler });
}

void start(process.argv[2] ?? '');
