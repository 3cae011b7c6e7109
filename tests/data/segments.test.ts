import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  characterTokenizer,
  countTokens,
  createVectorizer,
  createVocabulary,
  loadMobyDick,
  loadSpam,
  splitWords,
  tokenizerFromJSON,
  wordTokenizer,
} from '../../src/data';
import { tf } from '../../src/engine';
import { loose } from './helpers';

test('scripts without spaces are cut into words', () => {
  assert.deepEqual(splitWords('我喜欢深度学习。'), ['我', '喜欢', '深度', '学习', '。']);
  assert.deepEqual(splitWords('今天天气很好,我们去公园'), [
    ...['今天', '天气', '很好', ',', '我们', '去', '公园'],
  ]);
  assert.deepEqual(splitWords('東京へ行きます'), ['東京', 'へ', '行き', 'ます']);
  assert.deepEqual(splitWords('ฉันรักแมว'), ['ฉัน', 'รัก', 'แมว']);
  assert.deepEqual(splitWords('买iPhone手机'), ['买', 'iphone', '手机']);
});

test('words with spaces between them stay whole in any script', () => {
  assert.deepEqual(splitWords("don't aren’t 3.5 km"), ["don't", 'aren’t', '3', '.', '5', 'km']);
  assert.deepEqual(splitWords('한국어 문장'), ['한국어', '문장']);
  assert.deepEqual(splitWords('Кит и море'), ['кит', 'и', 'море']);
});

test('a vocabulary of a text without spaces has its words, not its sentences', () => {
  const tokenizer = wordTokenizer(['我喜欢鲸鱼', '我喜欢大海']);
  assert.equal(tokenizer.encode('我喜欢').length, 2);
  assert.deepEqual(tokenizer.tokens.slice(2, 4).sort(), ['喜欢', '我']);
  const vectorizer = createVectorizer(['我喜欢鲸鱼', '我喜欢大海'], { kind: 'count' });
  tf.tidy(() => assert.deepEqual(vectorizer.transform(['我我喜欢']).arraySync(), [[1, 2]]));
  assert.deepEqual(vectorizer.terms, ['喜欢', '我']);
});

const FAMILY = '👩‍👩‍👧‍👦';
const HEART = '❤️';
const THUMB = '👍🏽';
const FLAG = '🇨🇭';
const KEYCAP = '1️⃣';

test('an emoji of several code points is one word and one character', () => {
  for (const emoji of [FAMILY, HEART, THUMB, FLAG, KEYCAP]) {
    assert.deepEqual(splitWords(`so ${emoji}${emoji}!`), ['so', emoji, emoji, '!'], emoji);
    const tokenizer = characterTokenizer(`a${emoji}b`);
    assert.deepEqual([...tokenizer.tokens].sort(), ['a', 'b', emoji].sort(), emoji);
    assert.equal(tokenizer.decode(tokenizer.encode(`${emoji}a`)), `${emoji}a`);
  }
  assert.deepEqual(splitWords('12 #1 *'), ['12', '#', '1', '*']);
});

test('letters with accents have one spelling, however they were typed', () => {
  const [composed, decomposed] = ['caf\u00e9 \u00c5', 'cafe\u0301 A\u030a'];
  const tokenizer = characterTokenizer(composed);
  assert.deepEqual(tokenizer.encode(decomposed), tokenizer.encode(composed));
  assert.equal(tokenizer.decode(tokenizer.encode(decomposed)), composed);
  assert.deepEqual(splitWords(decomposed), splitWords(composed));
  assert.equal(wordTokenizer([composed, decomposed]).vocabularySize, 4);
  // A letter that has no composed form is one character with its accent.
  assert.equal(characterTokenizer('x\u0323y').vocabularySize, 2);
});

test('line ends of two characters are two tokens in any text', () => {
  for (const text of ['a\r\nb', 'é\u0323\r\nb'])
    assert.equal(characterTokenizer(text).encode(text).length, 4);
});

test('the bundled mail and novel have the words and characters that regular expressions find', async () => {
  const [mail, moby] = [await loadSpam(), await loadMobyDick()];
  const plain = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu;
  for (const text of [...mail.train.x, ...mail.validation.x, ...mail.test.x])
    assert.deepEqual(splitWords(text), text.toLowerCase().match(plain) ?? []);
  assert.deepEqual(splitWords(moby.text), moby.text.toLowerCase().match(plain));
  const tokenizer = characterTokenizer(moby.text);
  const letters = [...moby.text];
  assert.ok(tokenizer.encode(moby.text).every((id, at) => tokenizer.tokens[id] === letters[at]));
});

test('tokens are texts: a number or true is no token', () => {
  assert.throws(
    () => countTokens([['1', loose(1)]]),
    /countTokens: expected tokens that are strings; got 1;/,
  );
  assert.throws(() => createVocabulary([[loose(true), 'true']]), TypeError);
  const vocabulary = createVocabulary([['1', '2']]);
  assert.throws(() => vocabulary.encode([loose(1)]), /got 1; turn each into a string/);
  assert.throws(() => vocabulary.decode([loose('2')]), /token numbers in \[0, 4\); got "2"/);
  assert.throws(() => wordTokenizer(['a', loose(null)]), /expected texts; got null at position 1/);
  assert.throws(() => characterTokenizer('ab').encode(loose(5)), /encode: expected texts; got 5/);
  assert.throws(() => splitWords(loose(undefined)), /splitWords: expected texts; got undefined/);
  assert.throws(() => createVectorizer(loose('a text')), /a list of texts; got string/);
});

test('tokenId knows no token for words that are unknown, and says where a padding token comes from', () => {
  const tokenizer = wordTokenizer('the sea', { specialTokens: ['<unk>'] });
  assert.equal(tokenizer.tokenId('sea'), 1);
  assert.throws(
    () => tokenizer.tokenId('<pad>'),
    /got "<pad>"; create the tokenizer with { specialTokens: \['<pad>'\] }/,
  );
  assert.throws(() => tokenizer.tokenId('ship'), /encode the text instead/);
});

test('a tokenizer from JSON composes and separates as the one that was saved', () => {
  const text = `e\u0301te\u0301 ${FAMILY} 我喜欢`;
  for (const tokenizer of [characterTokenizer(text), wordTokenizer(text)])
    assert.deepEqual(
      tokenizerFromJSON(JSON.stringify(tokenizer)).encode(text),
      tokenizer.encode(text),
    );
});

test('long texts are cut into the characters that they have, wherever the cut falls', () => {
  const parts = [THUMB, FAMILY, FLAG, 'x\u0323', '鲸', 'a', `y${'\u0301\u0323'.repeat(3000)}`];
  for (let shift = 0; shift < 13; shift++) {
    const cluster = 'b'.repeat(shift) + parts.slice(0, 6).join('').repeat(200);
    const text = shift === 0 ? cluster + parts.join('') : cluster;
    const whole = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(
      text.normalize('NFC'),
    );
    const tokenizer = characterTokenizer(text);
    assert.deepEqual(
      tokenizer.encode(text).map((id) => tokenizer.tokens[id]),
      Array.from(whole, ({ segment }) => segment),
    );
  }
});
