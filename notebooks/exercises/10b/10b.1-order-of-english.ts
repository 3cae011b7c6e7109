/** Exercise 10b.1: the order of English. */
import { defineExercise } from 'dlts/dist/learn/author';

const list = (words: string): string[] => words.split(' ').filter((word) => word !== '');
const CASES = [
  ['fünf und sechzig', 'sechzig fünf'],
  ['zwei hundert', 'zwei hundert'],
  ['drei hundert fünf und sechzig', 'drei hundert sechzig fünf'],
  [
    'ein und zwanzig tausend neun hundert neun und neunzig',
    'zwanzig ein tausend neun hundert neunzig neun',
  ],
] as const;
const withoutAnd = (text: string): string[] => list(text).filter((word) => word !== 'und');

export const exercise = defineExercise({
  title: 'The order of English',
  difficulty: 1,
  task: `
Write \`inEnglishOrder(pieces)\`: it takes the pieces of a German number, such as \`['drei', 'hundert', 'fünf', 'und',
'sechzig']\`, and returns them in the order of English, without *und*: \`['drei', 'hundert', 'sechzig', 'fünf']\`. There may
be more than one *und*. \`pieces\` stays as it is.`,
  answer: 'inEnglishOrder',
  placeholder: `
function inEnglishOrder(pieces: string[]): string[] {
  return todo(); // your code
}`,
  hints: [
    'An *und* has the unit in front of it and the tens behind it.',
    'Walk through the pieces. At an *und*, exchange its two neighbors.',
    'In a copy: `result.splice(i - 1, 3, result[i + 1], result[i - 1])` where `result[i]` is *und*.',
  ],
  check(answer, report) {
    const inEnglishOrder = report.function(answer);
    for (const [german, expected] of CASES) {
      const pieces = list(german);
      const given = inEnglishOrder(pieces);
      report.demand(Array.isArray(given), 'Return a list of words.');
      const words = (given as unknown[]).map(String);
      report.demand(
        pieces.join(' ') === german,
        '`pieces` was changed. Work on a copy, and leave what you were given as it is.',
      );
      report.demand(!words.includes('und'), 'English has no *und* here: leave it out.');
      report.demand(
        german === expected || words.join(' ') !== withoutAnd(german).join(' '),
        'Units and tens are still in the German order: exchange them.',
      );
      report.demand(
        words.join(' ') === expected,
        `“${german}” became “${words.join(' ')}”. Every *und* has to be treated, and everything else stays in its place.`,
      );
    }
    report.remark('That is all that the network of section 3 had to find out about order.');
  },
});

export function solution() {
  function inEnglishOrder(pieces: string[]): string[] {
    const result = [...pieces];
    for (let i = 1; i < result.length - 1; i++)
      if (result[i] === 'und') result.splice(i - 1, 3, result[i + 1] ?? '', result[i - 1] ?? '');
    return result;
  }
  return inEnglishOrder;
}
