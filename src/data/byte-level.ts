/**
 * Byte-level byte pairs as GPT-2 introduced them and SmolLM2 uses them, from a model's own tokens and merges.
 *
 * `bytePairTokenizer` learns such merges; this one takes those of a model that others have trained.
 *
 * @see Radford et al. 2019, section 2.2, and its code, encoder.py. https://github.com/openai/gpt-2
 */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { splitAtTokens } from './special-tokens';
import { checkTexts, noSuchToken, type ByteLevelState, type Tokenizer } from './tokenizers';

const CALLER = 'byteLevelTokenizer';
const BYTES = 256;
/** Pieces whose tokens a tokenizer remembers. */
const MOST_REMEMBERED = 50_000;

/** What {@link byteLevelTokenizer} is made of. */
export interface ByteLevelOptions {
  /** Every token in the order of the numbers, bytes written as GPT-2 writes them (`Ġ` for a space). */
  tokens: readonly string[];
  /** Pairs to merge, two tokens with a space between them, the first merge first. */
  merges: readonly string[];
  /** Tokens that count as one wherever they stand in a text, such as `<|im_end|>`. Defaults to none. */
  specialTokens?: readonly string[];
  /** `true` makes every digit a piece of its own, as SmolLM2 does. Defaults to false. */
  splitDigits?: boolean;
}

const OPTIONS = {
  tokens: true,
  merges: true,
  specialTokens: true,
  splitDigits: true,
} satisfies Record<keyof ByteLevelOptions, true>;

/** Options of {@link ByteLevelTokenizer.encode}. */
export interface EncodeOptions {
  /** `false` takes what looks like a special token as plain text. Defaults to true. */
  special?: boolean;
}

/** A tokenizer that can also be told to take special tokens as text. */
export interface ByteLevelTokenizer extends Tokenizer {
  encode(text: string, options?: EncodeOptions): number[];
}

/** A character that can be seen for each byte: itself where it can be printed, else one from 256 on. */
function visibleBytes(): string[] {
  let next = BYTES;
  return Array.from({ length: BYTES }, (_, byte) => {
    const isPrintable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(isPrintable ? byte : next++);
  });
}

const VISIBLE = visibleBytes();
const BYTE_OF = new Map(VISIBLE.map((character, byte) => [character, byte]));
/** GPT-2's pieces, which no merge crosses: English endings, words, numbers, marks, spaces. */
const PIECES =
  /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Merges neighbors of a piece, the pair with the lowest rank first, until none is left. */
function mergeAll(piece: string, ranks: ReadonlyMap<string, number>): string[] {
  let parts = [...piece];
  for (;;) {
    let best = Infinity;
    for (let at = 0; at + 1 < parts.length; at++)
      best = Math.min(best, ranks.get(`${parts[at]} ${parts[at + 1]}`) ?? Infinity);
    if (best === Infinity) return parts;
    const merged: string[] = [];
    for (let at = 0; at < parts.length; at++) {
      const part = itemAt(parts, at);
      const isPair = at + 1 < parts.length && ranks.get(`${part} ${parts[at + 1]}`) === best;
      merged.push(isPair ? part + itemAt(parts, ++at) : part);
    }
    parts = merged;
  }
}

/** Encodes a piece of plain text; remembers what it has met. */
function pieceEncoder(
  ids: ReadonlyMap<string, number>,
  merges: readonly string[],
): (piece: string) => number[] {
  const ranks = new Map(merges.map((merge, rank) => [merge, rank]));
  const known = new Map<string, number[]>();
  return (piece) => {
    const before = known.get(piece);
    if (before) return before;
    const visible = Array.from(Buffer.from(piece, 'utf8'), (byte) => itemAt(VISIBLE, byte)).join(
      '',
    );
    // A byte that the model has never seen has no token, and is left out as its own tokenizer does.
    const encoded = mergeAll(visible, ranks).flatMap((token) => ids.get(token) ?? []);
    if (known.size < MOST_REMEMBERED) known.set(piece, encoded);
    return encoded;
  };
}

function checkState({ tokens, merges, specialTokens }: ByteLevelState): void {
  for (const list of [tokens, merges, specialTokens]) checkTexts(CALLER, list);
  const known = new Set(tokens);
  const special = specialTokens.find((token) => !known.has(token) || token === '');
  const merge = merges.find((each) => !known.has(each.replace(' ', '')));
  if (special === undefined && merge === undefined) return;
  throw new RangeError(
    `${CALLER}: expected tokens that hold every special token and the result of every merge; got none for ` +
      `${JSON.stringify(special ?? merge)}; pass the lists of one and the same model.`,
  );
}

/** Bytes of a token, by its number. */
function byteReader({ tokens, specialTokens }: ByteLevelState): (id: number) => Buffer {
  const isSpecial = new Set(specialTokens);
  return (id) => {
    const token = tokens[id];
    if (token === undefined)
      throw new RangeError(
        `decode: expected token numbers in [0, ${tokens.length}); got ${id}; use the tokenizer that encoded them.`,
      );
    if (isSpecial.has(token)) return Buffer.from(token, 'utf8');
    return Buffer.from([...token].flatMap((character) => BYTE_OF.get(character) ?? []));
  };
}

/** A tokenizer from what its `toJSON` gave. */
export function byteLevelFromState(given: ByteLevelState): ByteLevelTokenizer {
  const state = structuredClone(given);
  checkState(state);
  const { tokens, merges, specialTokens, splitDigits } = state;
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const encodePiece = pieceEncoder(ids, merges);
  const encodeText = (text: string): number[] => {
    const runs = splitDigits ? text.split(/(\p{N})/u) : [text];
    return runs.flatMap((run) => run.match(PIECES) ?? []).flatMap(encodePiece);
  };
  const tokenId = (token: string): number => {
    const id = ids.get(token);
    if (id !== undefined) return id;
    throw noSuchToken(token, tokens.length);
  };
  const bytesOf = byteReader(state);
  // ignoreBOM keeps a byte order mark that belongs to the text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    vocabularySize: tokens.length,
    tokens,
    encode: (text, options = {}) => {
      checkOptions('encode', options, ['special']);
      checkTexts('encode', [text]);
      return splitAtTokens(text, options.special === false ? [] : specialTokens).flatMap(
        ({ text: part, isToken }) => (isToken ? [tokenId(part)] : encodeText(part)),
      );
    },
    decode: (numbers) => decoder.decode(Buffer.concat(Array.from(numbers, bytesOf))),
    tokenId,
    toJSON: () => structuredClone(state),
  };
}

/**
 * The byte-level tokenizer of a trained model (GPT-2, SmolLM2, …), from its own tokens and merges.
 *
 * A text is cut into words, numbers, marks and spaces; each piece begins as bytes, whose neighbors are merged in the
 * order of the list. Special tokens count wherever they stand, which is how a user's text can pretend to be a
 * system's: `encode(text, { special: false })` takes them as text. Equal to Hugging Face's tokenizers.
 *
 * @param options tokens, merges and special tokens, as the model's files list them.
 * @returns a tokenizer; `decode` gives the text back, but for bytes that the model has no token for.
 * @throws RangeError if tokens and merges do not belong together, or for an unknown option; TypeError for lists that
 *   hold something else than texts.
 * @see Radford et al. 2019, section 2.2.
 * @example
 * const tokens = ['<end>', 'a', 'b', 'Ġ', 'ab'];
 * const tokenizer = byteLevelTokenizer({ tokens, merges: ['a b'], specialTokens: ['<end>'] });
 * tokenizer.encode('ab a<end>'); // [ 4, 3, 1, 0 ]
 * tokenizer.decode([4, 3, 1]); // 'ab a'
 */
export function byteLevelTokenizer(options: ByteLevelOptions): ByteLevelTokenizer {
  checkOptions(CALLER, options, OPTIONS);
  const { tokens, merges, specialTokens = [], splitDigits = false } = options;
  return byteLevelFromState({
    kind: 'byteLevel',
    tokens: [...tokens],
    merges: [...merges],
    specialTokens: [...specialTokens],
    splitDigits,
  });
}
