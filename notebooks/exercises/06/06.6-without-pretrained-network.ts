/** Exercise 06.6: without a pretrained network. */
import { defineExercise, readBundledText } from 'dlts/dist/learn/author';
import { createVectorizer, type Part, type Parts, tf } from 'dlts';

/** What exercise 06.6 asks for, in percent of the validation names. */
const WANTED = 62.5;
/** Nobody gets here without a pretrained network who has not seen the validation names. */
const SUSPICIOUS = 75;
const [FROM, TO] = [900, 1136];

/** The validation names of the chapter with their class numbers. */
function validationPart(): { texts: string[]; labels: number[] } {
  const rows = readBundledText('exercise 06.6', 'emoji-names.tsv.gz').trimEnd().split('\n');
  const pairs = rows.map((row) => row.split('\t'));
  const kinds = [...new Set(pairs.map(([, kind = '']) => kind))].sort();
  const part = pairs.slice(FROM, TO);
  return {
    texts: part.map(([name = '']) => name),
    labels: part.map(([, kind = '']) => kinds.indexOf(kind)),
  };
}

export const exercise = defineExercise({
  title: 'Without a pretrained network',
  difficulty: 3,
  task: `
How far do you get *without* a pretrained network? Write \`categories(texts)\`: for each name its class number, 0 to 7. Learn
from \`names.train\` only, all 900 labels, and no weights from elsewhere.

The check asks for the 236 **validation** names in one call and wants at least **${WANTED} %** right. TF-IDF of whole words has
61.0; the probe on MiniLM 80.`,
  answer: 'categories',
  placeholder: `
// any training comes here
function categories(texts: string[]): number[] {
  return todo(); // your code: a class number for each name
}`,
  hints: [
    'A word that no training name has says nothing to TF-IDF. But parts of it may be known: "sunflower" has "flower" in it.',
    '`createVectorizer` takes a function `tokenize(text)`. Let it give, besides each word, all runs of three to five of its letters, with marks for beginning and end: `<fish>` gives `<fi`, `fis`, `ish`, `sh>`, …',
    'Keep up to 20,000 terms with `minDocuments: 1`, fit the logistic regression of section 3, and choose the penalty on the validation names.',
  ],
  check(answer, report) {
    const categories = report.function(answer);
    const { texts, labels } = validationPart();
    const given = report.numbers(categories([...texts]), 'What it returns', {
      length: texts.length,
    });
    report.demand(
      given.every((k) => Number.isInteger(k) && k >= 0 && k < 8),
      'Class numbers are whole numbers from 0 to 7, in the order of `classNames`.',
    );
    const hits = given.filter((k, i) => k === labels[i]).length;
    const share = (100 * hits) / texts.length;
    const text = `${share.toFixed(1)} % of the validation names`;
    if (share > SUSPICIOUS)
      report.wrong(
        `${text}: too good for a model without pretrained weights. Does it know \`names.validation\`, or MiniLM?`,
      );
    const advice =
      share < 30
        ? 'That is about what you get by always answering "People & Body". Is the order of the classes right?'
        : 'Whole words get 61: let the model see parts of words too.';
    report.demand(share >= WANTED, `${text}; at least ${WANTED} are wanted. ${advice}`);
    report.remark(
      `${text}. Sixteen points are left to the probe on MiniLM, and that gap is what reading a billion sentences is worth here.`,
    );
  },
});

/** `names` is what an earlier cell loaded. */
export function solution(names: Parts<Part<string[], number[]>>) {
  const parts = (text: string) =>
    (text.match(/[a-z']+/g) ?? []).flatMap((word) => {
      const marked = `<${word}>`;
      const runs = [3, 4, 5].flatMap((n) =>
        Array.from({ length: Math.max(0, marked.length - n + 1) }, (_, i) =>
          marked.slice(i, i + n),
        ),
      );
      return [word, ...runs];
    });
  const options = { minDocuments: 1, maxFeatures: 20_000, tokenize: parts };
  const vectorizer = createVectorizer(names.train.x, options);
  const { W, b } = tf.tidy(() => {
    const x = vectorizer.transform(names.train.x);
    const targets = tf.oneHot(tf.tensor1d(names.train.y, 'int32'), 8);
    const W = tf.variable(tf.zeros([x.shape[1], 8])) as tf.Variable<tf.Rank.R2>;
    const b = tf.variable(tf.zeros([8]));
    const adam = tf.train.adam(0.05);
    const objective = (): tf.Scalar =>
      tf.losses
        .softmaxCrossEntropy(targets, x.matMul(W).add(b))
        .add(W.square().sum().mul(1e-4)) as tf.Scalar;
    for (let step = 0; step < 200; step++) adam.minimize(objective, false, [W, b]);
    return { W: W.clone(), b: b.clone() };
  });
  function categories(texts: string[]): number[] {
    const logits = tf.tidy(() => vectorizer.transform(texts).matMul(W).add(b).argMax(1));
    return [...logits.dataSync()];
  }
  return categories;
}
