import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  bytePairTokenizer,
  characterTokenizer,
  createVectorizer,
  createVocabulary,
  loadMobyDick,
  splitWords,
  tokenizerFromJSON,
  vocabularyFromJSON,
  wordTokenizer,
} from '../../src/data';
import { createRandom, tf } from '../../src/engine';
import { assertClose, assertNoLeak } from './helpers';

/** Text of random code points from all of Unicode (without surrogates), and of awkward ASCII. */
function randomText(seed: number): string {
  const random = createRandom(seed);
  const blocks = [
    [0, 0x80],
    [0x80, 0x800],
    [0x800, 0xd800],
    [0xe000, 0x10000],
    [0x10000, 0x110000],
    [0x20, 0x30],
  ];
  return Array.from({ length: random.integer(60) }, () => {
    const [low = 0, high = 1] = blocks[random.integer(blocks.length)] ?? [];
    return String.fromCodePoint(low + random.integer(high - low));
  }).join('');
}

test('byte pairs give back any Unicode text, also texts unlike those learnt from', () => {
  const tokenizer = bytePairTokenizer('the whale and the sea and the ship — né', {
    vocabularySize: 280,
  });
  for (let seed = 0; seed < 500; seed++) {
    const text = randomText(seed);
    const ids = tokenizer.encode(text);
    assert.equal(tokenizer.decode(ids), text);
    assert.ok(ids.every((id) => Number.isInteger(id) && id >= 0 && id < tokenizer.vocabularySize));
  }
  for (const text of ['', ' ', '\ufeffx\ufeff', '  a\n\n\tb ', "don't", '👩‍👩‍👧‍👦é', '\0'])
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
});

test('byte pairs merge the most frequent neighbors first', () => {
  // "ab" occurs 5 times, "bc" 3 times, and after the first merge "ab"+"c" 3 times.
  const tokenizer = bytePairTokenizer('abc abc abc ab ab', { vocabularySize: 258 });
  assert.deepEqual(tokenizer.tokens.slice(256), ['ab', ' ab']);
  assert.deepEqual(tokenizer.encode('ab'), [256]);
  assert.deepEqual(tokenizer.encode('b'), [98]);
});

test('byte pairs learnt step by step equal a recount from scratch after each merge', () => {
  const text =
    'she sells sea shells by the sea shore, the shells she sells are sea shells I am sure';
  const [words, merges] = [text.match(/ ?[a-zA-Z]+|,/g) ?? [], 30];
  let lists = words.map((word) => [...word]);
  const learnt: string[] = [];
  for (let step = 0; step < merges; step++) {
    const counts = new Map<string, number>();
    for (const list of lists)
      for (let at = 0; at + 1 < list.length; at++) {
        const key = `${list[at]}|${list[at + 1]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    const most = Math.max(...counts.values());
    if (most < 2) break;
    const id = (token: string) =>
      token.length === 1 ? token.charCodeAt(0) : 256 + learnt.indexOf(token);
    const [best = ''] = [...counts]
      .filter(([, count]) => count === most)
      .map(([key]) => key)
      .sort((a, b) => {
        const [[a0 = '', a1 = ''], [b0 = '', b1 = '']] = [a.split('|'), b.split('|')];
        return id(a0) - id(b0) || id(a1) - id(b1);
      });
    const [left = '', right = ''] = best.split('|');
    learnt.push(left + right);
    lists = lists.map((list) => {
      const merged: string[] = [];
      for (let at = 0; at < list.length; at++) {
        const matches = list[at] === left && list[at + 1] === right;
        merged.push(matches ? left + right : (list[at] as string));
        if (matches) at++;
      }
      return merged;
    });
  }
  const tokenizer = bytePairTokenizer(text, { vocabularySize: 256 + merges });
  assert.deepEqual(tokenizer.tokens.slice(256), learnt);
  assert.equal(tokenizer.encode(text).length, lists.flat().length);
});

test('byte pairs stop when no pair repeats, and keep special tokens apart', () => {
  const tokenizer = bytePairTokenizer('ab ab', { vocabularySize: 999, specialTokens: ['<end>'] });
  assert.equal(tokenizer.vocabularySize, 258);
  assert.equal(tokenizer.tokenId('<end>'), 0);
  assert.ok(!tokenizer.encode('<end>').includes(0));
  assert.equal(tokenizer.decode([0, ...tokenizer.encode('ab')]), '<end>ab');
});

test('characters give back any Unicode text that they were built from, composed', () => {
  for (let seed = 0; seed < 100; seed++) {
    const text = randomText(seed) + '.';
    const tokenizer = characterTokenizer(text);
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text.normalize('NFC'));
    assert.ok(tokenizer.encode(text).length <= [...text.normalize('NFC')].length);
  }
});

test('characters that were not seen are an error, or the unknown token if there is one', () => {
  assert.throws(() => characterTokenizer('abc').encode('abd'), /got "d"; build it from all texts/);
  const tokenizer = characterTokenizer(['ab', 'B'], {
    lowercase: true,
    specialTokens: ['<pad>', '<unk>'],
  });
  assert.deepEqual(tokenizer.encode('abBz'), [3, 2, 2, 1]);
  assert.equal(tokenizer.tokenId('<pad>'), 0);
});

test('splitWords separates words, numbers and marks in any script', () => {
  assert.deepEqual(splitWords("Don't stop—at 3.5 km, Müller!"), [
    ...["don't", 'stop', '—', 'at', '3', '.', '5', 'km', ',', 'müller', '!'],
  ]);
  assert.deepEqual(splitWords('Привет, мир'), ['привет', ',', 'мир']);
  assert.deepEqual(splitWords('A a', { lowercase: false }), ['A', 'a']);
  assert.deepEqual(splitWords('  '), []);
});

test('words that were not seen are unknown, and known ones come back', () => {
  const tokenizer = wordTokenizer(['the sea the ship', 'the whale'], { maxSize: 4 });
  assert.deepEqual(tokenizer.tokens, ['<pad>', '<unk>', 'the', 'sea']);
  assert.deepEqual(tokenizer.encode('The sea sings'), [2, 3, 1]);
  assert.equal(tokenizer.decode([2, 3]), 'the sea');
});

test('tokenizers survive JSON with the same numbers', () => {
  const text = 'the whale, the sea, the ship, the whale';
  for (const tokenizer of [
    characterTokenizer(text, { specialTokens: ['<s>'] }),
    wordTokenizer(text, { lowercase: false }),
    bytePairTokenizer(text, { vocabularySize: 270, specialTokens: ['<s>'] }),
  ]) {
    const restored = tokenizerFromJSON(JSON.stringify(tokenizer));
    assert.deepEqual(restored.encode(text), tokenizer.encode(text));
    assert.deepEqual(restored.tokens, tokenizer.tokens);
  }
  assert.throws(() => tokenizerFromJSON('{}'), TypeError);
});

test('tokenizers reject empty texts, small vocabularies and numbers outside', () => {
  for (const create of [characterTokenizer, wordTokenizer, bytePairTokenizer]) {
    assert.throws(
      () => create([]),
      new RegExp(`${create.name}: expected at least one text that is not empty`),
    );
    assert.throws(() => create(['']), RangeError);
    assert.throws(() => create('a b a b').decode([1e6]), /decode: expected token numbers in/);
  }
  assert.throws(() => bytePairTokenizer('a', { vocabularySize: 100 }), /whole number from 256 to/);
  assert.throws(() => bytePairTokenizer('a', { minCount: 0 }), /minCount/);
  assert.throws(() => bytePairTokenizer('a').tokenId('zz'), /tokenId: expected one of/);
});

test('byte pairs compress the novel to fewer than half as many tokens as characters', async () => {
  const { train, validation } = await loadMobyDick({ limit: 200000 });
  const tokenizer = bytePairTokenizer(train, { vocabularySize: 700 });
  const ids = tokenizer.encode(validation);
  assert.equal(tokenizer.decode(ids), validation);
  assert.ok(ids.length < validation.length / 2, `${ids.length} of ${validation.length}`);
});

test('a vocabulary numbers by frequency, then alphabet, after its special tokens', () => {
  const vocabulary = createVocabulary(
    [
      ['b', 'a', 'c'],
      ['c', 'b', 'c'],
    ],
    { minCount: 1 },
  );
  assert.deepEqual(vocabulary.tokens, ['<pad>', '<unk>', 'c', 'b', 'a']);
  assert.deepEqual(vocabulary.encode(['a', 'z', '<pad>']), [4, 1, 0]);
  assert.deepEqual(vocabulary.decode([2, 1]), ['c', '<unk>']);
  assert.equal(vocabulary.has('z'), false);
  assert.deepEqual(createVocabulary([['b', 'a', 'b']], { minCount: 2, specialTokens: [] }).tokens, [
    'b',
  ]);
  assert.deepEqual(createVocabulary([['b', 'a', 'b']], { maxSize: 3 }).tokens, [
    '<pad>',
    '<unk>',
    'b',
  ]);
  const restored = vocabularyFromJSON(JSON.stringify(vocabulary));
  assert.deepEqual(restored.encode(['a', 'z']), [4, 1]);
});

test('a vocabulary rejects nothing to number, unknown tokens without a place, and numbers outside', () => {
  assert.throws(() => createVocabulary([]), /createVocabulary: expected tokens to number/);
  assert.throws(() => createVocabulary([['a']], { maxSize: 2 }), /maxSize 2/);
  assert.throws(
    () => createVocabulary([['a']], { unknownToken: '?' }),
    /unknownToken among specialTokens/,
  );
  assert.throws(
    () => createVocabulary([['a']], { specialTokens: [] }).indexOf('b'),
    /indexOf: expected a token/,
  );
  assert.throws(() => createVocabulary([['a']]).decode([3]), /\[0, 3\); got 3/);
  assert.throws(() => createVocabulary([['a']]).decode([-1]), RangeError);
  assert.throws(() => vocabularyFromJSON('{"tokens":[1]}'), TypeError);
});

const reference = JSON.parse(
  readFileSync(path.join(__dirname, '../fixtures/data.json'), 'utf8'),
) as {
  texts: string[];
  newTexts: string[];
  terms: string[];
  tfidf: number[][];
};

test('TF-IDF rows are those of scikit-learn, for known and for new texts', () => {
  const vectorizer = createVectorizer(reference.texts, { minDocuments: 2 });
  assert.deepEqual([...vectorizer.terms].sort(), reference.terms);
  tf.tidy(() => {
    const rows = vectorizer.transform([...reference.texts, ...reference.newTexts]).arraySync();
    const expected = reference.tfidf.map((row) =>
      vectorizer.terms.map((term) => row[reference.terms.indexOf(term)] ?? NaN),
    );
    assertClose(rows.flat(), expected.flat(), 1e-6);
  });
});

test('counts, presence, pairs of words and limits do what they say', async () => {
  const texts = ['a b a', 'b c'];
  const rows = (options: Parameters<typeof createVectorizer>[1]) => {
    const vectorizer = createVectorizer(texts, { minDocuments: 1, ...options });
    const counts = tf.tidy(() => vectorizer.transform(texts).arraySync());
    return { terms: vectorizer.terms, rows: counts };
  };
  assert.deepEqual(rows({ kind: 'count' }), {
    terms: ['b', 'a', 'c'],
    rows: [
      [1, 2, 0],
      [1, 0, 1],
    ],
  });
  assert.deepEqual(rows({ kind: 'binary' }).rows, [
    [1, 1, 0],
    [1, 0, 1],
  ]);
  assert.deepEqual(rows({ kind: 'count', ngrams: 2 }).terms, ['b', 'a', 'a b', 'b a', 'b c', 'c']);
  assert.deepEqual(rows({ kind: 'count', maxFeatures: 1 }).rows, [[1], [1]]);
  await assertNoLeak(() => createVectorizer(texts).transform(texts).dispose());
  assert.throws(() => createVectorizer([]), /createVectorizer: expected at least one text/);
  assert.throws(() => createVectorizer(texts, { minDocuments: 3 }), /in 3 texts or more; got none/);
  assert.throws(() => createVectorizer(texts, { ngrams: 0 }), /expected ngrams/);
  assert.throws(
    () => createVectorizer(texts).transform([]),
    /transform: expected at least one text/,
  );
});
