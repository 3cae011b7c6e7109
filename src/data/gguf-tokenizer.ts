/** The tokenizer inside a GGUF file. */
import { byteLevelTokenizer, type ByteLevelTokenizer } from './byte-level';
import type { GgufFile, GgufValue } from './formats';

const CALLER = 'ggufTokenizer';
/** What the file calls ways to cut a text into pieces, and whether digits stand alone. */
const SPLITS_DIGITS = new Map([
  ['gpt-2', false],
  ['smollm', true],
]);
/** Kinds of token, as the file numbers them: those that stand for something else than text. */
const CONTROL = 3;
const USER_DEFINED = 4;

function listOf<T extends GgufValue>(
  { metadata }: GgufFile,
  key: string,
  isElement: (value: GgufValue) => value is T,
): T[] {
  const value = metadata.get(key);
  if (Array.isArray(value) && value.every(isElement)) return value;
  throw new RangeError(
    `${CALLER}: expected a list ${key} in the file; got ${value === undefined ? 'none' : 'something else'}; ` +
      'use the file of a whole language model.',
  );
}

const isText = (value: GgufValue): value is string => typeof value === 'string';
const isNumber = (value: GgufValue): value is number => typeof value === 'number';

/**
 * The tokenizer that a GGUF file holds, if it is a byte-level one (GPT-2, SmolLM2).
 *
 * @param file what `readGguf` gave.
 * @returns the tokenizer, with the file's control tokens as special tokens.
 * @throws RangeError if the file holds no tokenizer, or one of another kind.
 * @example
 * const lists = { tokens: ['<end>', 'a', 'b', 'ab'], token_type: [3, 1, 1, 1], merges: ['a b'] };
 * const values = Object.entries({ model: 'gpt2', pre: 'smollm', ...lists });
 * const metadata = new Map(values.map(([key, value]) => [`tokenizer.ggml.${key}`, value]));
 * const file = { metadata, tensors: new Map(), tensor: () => { throw new RangeError(); } };
 * ggufTokenizer(file).encode('ab<end>'); // [ 3, 0 ]
 */
export function ggufTokenizer(file: GgufFile): ByteLevelTokenizer {
  const key = (name: string): string => `tokenizer.ggml.${name}`;
  const [model, pre] = [file.metadata.get(key('model')), file.metadata.get(key('pre'))];
  const splitDigits = SPLITS_DIGITS.get(String(pre));
  if (model !== 'gpt2' || splitDigits === undefined)
    throw new RangeError(
      `${CALLER}: expected a tokenizer of model gpt2 and kind ${[...SPLITS_DIGITS.keys()].join(' or ')}; ` +
        `got ${JSON.stringify(String(model))} and ${JSON.stringify(String(pre))}; use a file with such a tokenizer.`,
    );
  const tokens = listOf(file, key('tokens'), isText);
  const types = listOf(file, key('token_type'), isNumber);
  const merges = listOf(file, key('merges'), isText);
  const specialTokens = tokens.filter(
    (_, id) => types[id] === CONTROL || types[id] === USER_DEFINED,
  );
  return byteLevelTokenizer({ tokens, merges, specialTokens, splitDigits });
}
