/** Jupyter's messages: what is on the wire, signed, and what it means. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

export interface Message {
  /** Who asked: where a reply goes. */
  identities: Uint8Array[];
  header: Header;
  content: Record<string, unknown>;
}

export type Frame = string | Uint8Array;

const DELIMITER = '<IDS|MSG>';
const VERSION = '5.3';
const SESSION = randomUUID();

function signature(key: string, parts: readonly Frame[]): string {
  if (!key) return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function isSigned(key: string, parts: readonly Frame[], given: Uint8Array): boolean {
  if (!key) return true;
  const wanted = Buffer.from(signature(key, parts));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHeader(value: unknown): value is Header {
  return (
    isObject(value) && typeof value['msg_type'] === 'string' && typeof value['msg_id'] === 'string'
  );
}

/**
 * The message in what arrived, or `undefined` if that is none, or not from whom it should be.
 *
 * @param frames identities, delimiter, signature, header, parent header, metadata, content
 * @param key of the connection; empty when messages are not signed
 */
export function parseMessage(frames: readonly Buffer[], key: string): Message | undefined {
  const start = frames.findIndex((frame) => frame.toString('latin1') === DELIMITER);
  if (start < 0) return undefined;
  const [given, ...parts] = frames.slice(start + 1, start + 6);
  if (!given || parts.length < 4 || !isSigned(key, parts, given)) return undefined;
  try {
    const [header, , , content] = parts.map((part) => JSON.parse(part.toString()) as unknown);
    if (!isHeader(header) || !isObject(content)) return undefined;
    return { identities: frames.slice(0, start), header, content };
  } catch {
    return undefined;
  }
}

/**
 * The frames of a message of the kernel's.
 *
 * @param parent the request that led to it
 * @param identities whom it is for; for output, its topic
 * @throws TypeError if the content is more than JSON can hold.
 */
export function composeMessage(
  type: string,
  content: object,
  { parent, identities, key }: { parent: Header; identities: readonly Frame[]; key: string },
): Frame[] {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: SESSION,
    username: 'kernel',
    date: new Date().toISOString(),
    version: VERSION,
  };
  const parts = [header, parent, {}, content].map((part) => JSON.stringify(part));
  return [...identities, DELIMITER, signature(key, parts), ...parts];
}
