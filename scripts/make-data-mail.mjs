/** The readable text of a raw mail: subject and first words, without markup, addresses and links. */

/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Header and body of a mail or of one part of it. @param {string} raw */
function divide(raw) {
  const blank = /\r?\n\r?\n/.exec(raw);
  if (!blank) return { header: raw, body: '' };
  return { header: raw.slice(0, blank.index), body: raw.slice(blank.index + blank[0].length) };
}

const field = (/** @type {string} */ header, /** @type {string} */ name) =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, 'im')
    .exec(header.replace(/\r?\n[ \t]+/g, ' '))?.[1]
    ?.trim() ?? '';

const decodeQuoted = (/** @type {string} */ text) =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** RFC 2047: =?charset?Q|B?text?= in a subject. */
const decodeSubject = (/** @type {string} */ text) =>
  text.replace(/=\?[^?]+\?([QB])\?([^?]*)\?=/gi, (_, kind, content) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(content, 'base64').toString('latin1')
      : decodeQuoted(content.replaceAll('_', ' ')),
  );

const stripMarkup = (/** @type {string} */ text) =>
  text
    .replace(/<(style|script|title)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[a-z/!][^>]*>/gi, ' ')
    .replace(/&(\w+);/g, (_, name) => ENTITIES[name.toLowerCase()] ?? ' ')
    .replace(/&#\d+;/g, ' ');

/** The first readable part of a mail. @param {string} header @param {string} body @returns {string} */
function readable(header, body) {
  const type = field(header, 'content-type');
  const kind = /^[^;\s]+/.exec(type)?.[0] ?? 'text/plain';
  const boundary = /boundary="?([^"\s;]+)"?/i.exec(type)?.[1];
  if (/^multipart/i.test(kind) && boundary) {
    for (const piece of body.split(`--${boundary}`).slice(1)) {
      const part = divide(piece.replace(/^\r?\n/, ''));
      const text = readable(part.header, part.body);
      if (text.trim()) return text;
    }
    return '';
  }
  if (!/^text/i.test(kind)) return '';
  const encoding = field(header, 'content-transfer-encoding');
  let text = body;
  if (/base64/i.test(encoding)) text = Buffer.from(body, 'base64').toString('latin1');
  else if (/quoted/i.test(encoding)) text = decodeQuoted(body);
  return /html/i.test(kind) || /<(html|body|font|br|table|td)\b/i.test(text)
    ? stripMarkup(text)
    : text;
}

/** Replaces what could identify a person or only names a link. */
const mask = (/** @type {string} */ text) =>
  text
    .replace(/(?:https?|ftp):\/\/\S+|\bwww\.\S+/gi, ' URL ')
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)*/g, ' EMAIL ')
    .replace(/\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,4}\b/g, ' PHONE ');

/**
 * Subject (without reply marks and list tags), a full stop, and the first `words` words of the body.
 *
 * @param {string} raw the mail as sent
 * @param {number} words
 */
export function mailText(raw, words) {
  const { header, body } = divide(raw);
  const subject = decodeSubject(field(header, 'subject'))
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/^(\s*(re|fwd?|aw)\s*:)+/i, '');
  const tidy = (/** @type {string} */ text) =>
    mask(text)
      // Mails come in many encodings; what is not plain text or Latin letters is noise here.
      .replace(/[^\x20-\x7e\u00a0-\u00ff]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const start = tidy(readable(header, body)).split(' ').slice(0, words).join(' ');
  return `${tidy(subject)}. ${start}`;
}
