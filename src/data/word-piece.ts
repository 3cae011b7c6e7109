/**
 * The tokenizer of BERT: words cut into the longest pieces that a fixed vocabulary holds.
 *
 * @see Wu et al. 2016, section 4.1. https://arxiv.org/abs/1609.08144
 */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { bertWords } from './bert-words';
import { splitAtTokens } from './special-tokens';
import { checkTexts, noSuchToken, type Tokenizer, type WordPieceState } from './tokenizers';

const CALLER = 'wordPieceTokenizer';
/** Marks a piece that goes on with a word. */
const INSIDE = '##';
const UNKNOWN = '[UNK]';
const BEGIN = '[CLS]';
const END = '[SEP]';
/** Tokens that count as one even in the middle of a text; the first three must be there. */
const SPECIAL = [UNKNOWN, BEGIN, END, '[PAD]', '[MASK]'];
const NEEDED = 3;
/** Letters of a word that is looked up; a longer one is unknown. */
const MOST_LETTERS = 100;
/** Words whose pieces a tokenizer remembers. */
const MOST_REMEMBERED = 50_000;

/** Options of {@link WordPieceTokenizer.encodeSentence}. */
export interface SentenceOptions {
  /** Most tokens, `[CLS]` and `[SEP]` included; what is beyond is cut off. Defaults to no limit. */
  maxLength?: number;
}

/** A tokenizer that also writes a sentence as BERT reads it. */
export interface WordPieceTokenizer extends Tokenizer {
  /** `[CLS]`, the tokens of the text, `[SEP]`. Throws a RangeError if `maxLength` leaves no room for the text. */
  encodeSentence(text: string, options?: SentenceOptions): number[];
}

/** Cuts a word into the numbers of its longest known pieces, from the left; all of it is unknown if a rest is. */
function piecesOf(word: string, ids: ReadonlyMap<string, number>, unknown: number): number[] {
  const letters = [...word];
  if (letters.length > MOST_LETTERS) return [unknown];
  const pieces: number[] = [];
  for (let from = 0; from < letters.length;) {
    const start = from === 0 ? '' : INSIDE;
    let to = letters.length;
    let id: number | undefined;
    while (to > from) {
      id = ids.get(start + letters.slice(from, to).join(''));
      if (id !== undefined) break;
      to--;
    }
    if (id === undefined) return [unknown];
    pieces.push(id);
    from = to;
  }
  return pieces;
}

/** Tokens joined with spaces, pieces of a word without. */
function joined(tokens: readonly string[]): string {
  return tokens
    .map((token, at) => {
      if (at > 0 && token.startsWith(INSIDE)) return token.slice(INSIDE.length);
      return at > 0 ? ` ${token}` : token;
    })
    .join('');
}

function checkVocabulary(tokens: readonly string[], ids: ReadonlyMap<string, number>): void {
  const missing = SPECIAL.slice(0, NEEDED).filter((token) => !ids.has(token));
  if (missing.length === 0 && ids.size === tokens.length) return;
  const twice = tokens.find((token, at) => ids.get(token) !== at);
  throw new RangeError(
    `${CALLER}: expected different tokens with ${SPECIAL.slice(0, NEEDED).join(', ')} among them; got ` +
      `${missing.length > 0 ? `none of ${missing.join(', ')}` : `${JSON.stringify(twice)} twice`}; ` +
      'pass the lines of the vocab.txt of a BERT.',
  );
}

/** How many tokens of a text fit between `[CLS]` and `[SEP]`. @throws RangeError if none does. */
function roomForText(options: SentenceOptions): number {
  checkOptions('encodeSentence', options, ['maxLength']);
  const { maxLength = Infinity } = options;
  if (maxLength !== Infinity)
    checkWholeNumber('encodeSentence', 'maxLength', maxLength, {
      least: NEEDED,
      remedy: 'it counts [CLS] and [SEP] too',
    });
  return maxLength - 2;
}

/** A tokenizer from what its `toJSON` gave. */
export function wordPieceFromState({ tokens: list }: WordPieceState): WordPieceTokenizer {
  const tokens = [...list];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  checkVocabulary(tokens, ids);
  const [unknown, begin, end] = [UNKNOWN, BEGIN, END].map((token) => ids.get(token) ?? 0);
  const special = SPECIAL.filter((token) => ids.has(token));
  const known = new Map<string, number[]>();
  const encodeWord = (word: string): number[] => {
    const pieces = known.get(word) ?? piecesOf(word, ids, unknown ?? 0);
    if (known.size < MOST_REMEMBERED) known.set(word, pieces);
    return pieces;
  };
  const tokenId = (token: string): number => {
    const id = ids.get(token);
    if (id !== undefined) return id;
    throw noSuchToken(token, tokens.length);
  };
  const encode = (text: string): number[] => {
    checkTexts('encode', [text]);
    return splitAtTokens(text, special).flatMap(({ text: part, isToken }) =>
      isToken ? [tokenId(part)] : bertWords(part).flatMap(encodeWord),
    );
  };
  return {
    vocabularySize: tokens.length,
    tokens,
    encode,
    decode: (numbers) => joined(Array.from(numbers, (id) => tokenAt(tokens, id))),
    tokenId,
    toJSON: () => ({ kind: 'wordPiece', tokens: [...tokens] }),
    encodeSentence: (text, options = {}) => {
      const room = roomForText(options);
      return [begin ?? 0, ...encode(text).slice(0, room), end ?? 0];
    },
  };
}

function tokenAt(tokens: readonly string[], id: number): string {
  if (Number.isInteger(id) && id >= 0 && id < tokens.length) return itemAt(tokens, id);
  throw new RangeError(
    `decode: expected token numbers in [0, ${tokens.length}); got ${id}; use the tokenizer that encoded them.`,
  );
}

/**
 * The tokenizer of BERT and its relatives (uncased), from their own vocabulary.
 *
 * Accents and capital letters are dropped, marks and Chinese characters stand alone, and each word is cut into the longest
 * pieces that the vocabulary holds, `##` before those inside a word. Equal to Hugging Face's tokenizers, but for
 * marks and accents that came to Unicode after version 8: there its tables are older than Node's.
 *
 * @param vocabulary content of `vocab.txt`, one token a line, or its lines.
 * @returns a tokenizer whose `encodeSentence` adds `[CLS]` and `[SEP]`; `decode` gives words in small letters.
 * @throws RangeError if the vocabulary lacks `[UNK]`, `[CLS]` or `[SEP]`, or has a token twice.
 * @see Devlin et al. 2019, section 3. https://arxiv.org/abs/1810.04805
 * @example
 * const tokenizer = wordPieceTokenizer(['[UNK]', '[CLS]', '[SEP]', 'whale', '##s', '!']);
 * tokenizer.encode('Whales!'); // [ 3, 4, 5 ]
 * tokenizer.encodeSentence('Whales and'); // [ 1, 3, 4, 0, 2 ]
 * tokenizer.decode([3, 4, 5]); // 'whales !'
 */
export function wordPieceTokenizer(vocabulary: string | readonly string[]): WordPieceTokenizer {
  const tokens =
    typeof vocabulary === 'string' ? vocabulary.replace(/\r?\n$/, '').split(/\r?\n/) : vocabulary;
  checkTexts(CALLER, tokens);
  return wordPieceFromState({ kind: 'wordPiece', tokens: [...tokens] });
}
