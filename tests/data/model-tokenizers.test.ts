/** The tokenizers of trained models, compared with Hugging Face's on 1,804 texts; see fixtures/make_tokenizers.py. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  byteLevelTokenizer,
  ggufTokenizer,
  readGguf,
  tokenizerFromJSON,
  wordPieceTokenizer,
  type GgufFile,
  type GgufValue,
} from '../../src/data';
import { loose } from './helpers';

const unzipped = (name: string): string =>
  gunzipSync(readFileSync(path.join(__dirname, '..', 'fixtures', name))).toString('utf8');

const reference: { texts: string[]; wordPiece: number[][]; byteLevel: number[][] } = JSON.parse(
  unzipped('tokenizers.json.gz'),
);
const bert = wordPieceTokenizer(unzipped('wordpiece-vocabulary.txt.gz'));

const { first, merges }: { first: string[]; merges: string[] } = JSON.parse(
  unzipped('smollm2-merges.json.gz'),
);
const tokens = [...first, ...merges.map((merge) => merge.replace(' ', ''))];
const specialTokens = first.slice(0, 17);
const smol = byteLevelTokenizer({ tokens, merges, specialTokens, splitDigits: true });

function assertSame(encode: (text: string) => number[], expected: number[][]): void {
  assert.ok(reference.texts.length >= 1500, `${reference.texts.length} texts`);
  const wrong = reference.texts.flatMap((text, at) => {
    const [got, wanted] = [encode(text), expected[at] ?? []];
    return got.join() === wanted.join() ? [] : [{ text, got, wanted }];
  });
  assert.deepEqual(wrong.slice(0, 5), []);
}

describe('wordPieceTokenizer', () => {
  test('gives the numbers of Hugging Face’s tokenizers for every text', () => {
    assert.equal(bert.vocabularySize, 30522);
    assertSame((text) => bert.encode(text), reference.wordPiece);
  });

  test('by hand: longest pieces first, accents and capitals dropped, unknown if a rest is', () => {
    const list = ['[UNK]', '[CLS]', '[SEP]', 'un', 'unc', '##ca', '##nny', '##a', 'e', '鲸', '!'];
    const small = wordPieceTokenizer(list.join('\n') + '\n');
    assert.deepEqual(small.encode('Uncandid'), [0]); // unc + ##a + … nothing for the rest
    assert.deepEqual(small.encode('UNCANNY'), [4, 7, 6]);
    assert.deepEqual(small.encode('unca'), [4, 7]);
    assert.deepEqual(small.encode('É!鲸鲸'), [8, 10, 9, 9]);
    assert.deepEqual(small.encode(''), []);
  });

  test('special tokens count as one in a text; encodeSentence adds them around it, and cuts', () => {
    const [begin, end, mask] = ['[CLS]', '[SEP]', '[MASK]'].map((token) => bert.tokenId(token));
    assert.deepEqual([begin, end, mask, bert.tokenId('[PAD]')], [101, 102, 103, 0]);
    assert.deepEqual(bert.encode('a [MASK] b'), [...bert.encode('a'), mask, ...bert.encode('b')]);
    const whole = bert.encode('the whale and the sea');
    assert.deepEqual(bert.encodeSentence('the whale and the sea'), [101, ...whole, 102]);
    assert.deepEqual(bert.encodeSentence('the whale and the sea', { maxLength: 4 }), [101, ...whole.slice(0, 2), 102]); // prettier-ignore
    assert.throws(() => bert.encodeSentence('a', { maxLength: 2 }), /^RangeError: encodeSentence: expected maxLength to be a whole number of at least 3; got 2; it counts/); // prettier-ignore
    assert.throws(() => bert.encodeSentence('a', loose({ length: 3 })), /RangeError: encodeSentence: expected options/); // prettier-ignore
  });

  test('decodes to words in small letters, and refuses other numbers', () => {
    assert.equal(bert.decode(bert.encode('Unbelievably, Åhab!')), 'unbelievably , ahab !');
    assert.throws(() => bert.decode([30522]), /^RangeError: decode: expected token numbers in \[0, 30522\); got 30522/); // prettier-ignore
    assert.throws(() => bert.decode([1.5]), RangeError);
    assert.throws(() => bert.tokenId('no such'), /^RangeError: tokenId: expected one of 30522 tokens/); // prettier-ignore
  });

  test('refuses a vocabulary without the tokens that it needs, or with one twice', () => {
    assert.throws(() => wordPieceTokenizer(['a', '[UNK]']), /got none of \[CLS\], \[SEP\]; pass the lines of the vocab\.txt/); // prettier-ignore
    assert.throws(() => wordPieceTokenizer(['[UNK]', '[CLS]', '[SEP]', 'a', 'a']), /got "a" twice/);
    assert.throws(() => wordPieceTokenizer(loose([3])), TypeError);
    assert.throws(() => bert.encode(loose(3)), /^TypeError: encode: expected texts; got 3/);
  });

  test('reads lines of Windows', () => {
    const lines = '[UNK]\r\n[CLS]\r\n[SEP]\r\nwhale\r\n';
    assert.deepEqual(wordPieceTokenizer(lines).tokens, ['[UNK]', '[CLS]', '[SEP]', 'whale']);
  });
});

describe('byteLevelTokenizer', () => {
  test('gives the numbers of Hugging Face’s tokenizers for every text', () => {
    assert.equal(smol.vocabularySize, 49152);
    assertSame((text) => smol.encode(text), reference.byteLevel);
  });

  test('gives the text back, but for bytes that the model has no token for', () => {
    const missing = /[\x04\x06\x13\x14\x16\x1d\u{40000}-\u{10ffff}]/u;
    for (const text of reference.texts)
      if (!missing.test(text)) assert.equal(smol.decode(smol.encode(text)), text);
    assert.equal(smol.decode(smol.encode('a\x04b')), 'ab');
    assert.equal(smol.decode(smol.encode('\ud83d')), '\ufffd'); // half of an emoji
  });

  test('digits stand alone, or with their number where the model has it so', () => {
    const digits = [...'2026'].map((digit) => smol.tokenId(digit));
    assert.deepEqual(smol.encode('2026'), digits);
    const list = ['1', '2', '12', ...'\u0120'];
    const joined = byteLevelTokenizer({ tokens: list, merges: ['1 2'] });
    assert.deepEqual(joined.encode('12'), [2]);
    assert.deepEqual(byteLevelTokenizer({ tokens: list, merges: ['1 2'], splitDigits: true }).encode('12'), [0, 1]); // prettier-ignore
  });

  test('special tokens are read as such, or as plain text when told so', () => {
    const text = '<|im_start|>user';
    assert.equal(smol.encode(text)[0], smol.tokenId('<|im_start|>'));
    const plain = smol.encode(text, { special: false });
    assert.ok(plain.length > 4 && !plain.includes(smol.tokenId('<|im_start|>')));
    assert.equal(smol.decode(plain), text);
    assert.throws(() => smol.encode(text, loose({ specials: false })), /did you mean special\?/);
  });

  test('refuses lists that do not belong together', () => {
    const make = (change: object) => () => byteLevelTokenizer({ tokens: ['a', 'b'], merges: [], ...change }); // prettier-ignore
    assert.throws(make({ merges: ['a b'] }), /got none for "a b"; pass the lists of one and the same model/); // prettier-ignore
    assert.throws(make({ specialTokens: ['<end>'] }), /got none for "<end>"/);
    assert.throws(make({ tokens: [1] }), TypeError);
    assert.throws(make({ token: [] }), /did you mean tokens\?/);
    assert.throws(() => smol.decode([49152]), /^RangeError: decode: expected token numbers in \[0, 49152\); got 49152/); // prettier-ignore
    assert.throws(() => smol.encode(loose(null)), TypeError);
  });
});

describe('saved and loaded', () => {
  test('both give the same numbers again', () => {
    for (const tokenizer of [bert, smol]) {
      const loaded = tokenizerFromJSON(JSON.stringify(tokenizer));
      const text = "It's 42 naïve whales 🐋 [MASK]<|im_end|>";
      assert.deepEqual(loaded.encode(text), tokenizer.encode(text));
      assert.equal(loaded.vocabularySize, tokenizer.vocabularySize);
    }
  });
});

describe('ggufTokenizer', () => {
  const file = (values: Record<string, GgufValue>): GgufFile => ({
    ...readGguf(path.join(__dirname, '..', 'fixtures', 'formats.gguf')),
    metadata: new Map(
      Object.entries(values).map(([key, value]) => [`tokenizer.ggml.${key}`, value]),
    ),
  });
  const whole = { model: 'gpt2', pre: 'smollm', tokens, merges, token_type: tokens.map((_, id) => (id < 17 ? 3 : 1)) }; // prettier-ignore

  test('makes the tokenizer of the file’s own lists', () => {
    const text = "<|im_start|>I'm 42<|im_end|>";
    assert.deepEqual(ggufTokenizer(file(whole)).encode(text), smol.encode(text));
  });

  test('refuses other tokenizers and lists that are missing', () => {
    assert.throws(() => ggufTokenizer(file({ ...whole, model: 'llama' })), /expected a tokenizer of model gpt2 and kind gpt-2 or smollm; got "llama" and "smollm"/); // prettier-ignore
    assert.throws(
      () => ggufTokenizer(file({ ...whole, pre: 'toString' })),
      /got "gpt2" and "toString"/,
    );
    assert.throws(() => ggufTokenizer(file({ ...whole, merges: 3 })), /expected a list tokenizer\.ggml\.merges in the file; got something else/); // prettier-ignore
    assert.throws(() => ggufTokenizer(file({ model: 'gpt2', pre: 'smollm' })), /list tokenizer\.ggml\.tokens in the file; got none/); // prettier-ignore
  });
});
