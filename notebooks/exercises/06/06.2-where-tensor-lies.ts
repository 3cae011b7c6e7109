/** Exercise 06.2: where does the tensor lie?. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Where does the tensor lie?',
  difficulty: 1,
  task: `
The first eight bytes of a safetensors file read \`88 2 0 0 0 0 0 0\`. Its header says of one tensor:

\`\`\`json
"bias": { "dtype": "F32", "shape": [3, 7], "data_offsets": [400, 484] }
\`\`\`

At which byte of the *file* does the tensor begin (the first byte is number 0), and how many bytes does it have?`,
  answer: 'place',
  placeholder: `
const place: number[] | undefined = undefined; // [first byte, number of bytes]`,
  hints: [
    'The lowest byte comes first: the header has $88 + 2 \\cdot 256$ bytes.',
    'Offsets count from the first byte *behind* the header, and the header comes behind the eight bytes of its length.',
    'A number of type F32 has four bytes, and there are $3 \\cdot 7$ of them.',
  ],
  check(answer, report) {
    const [begin, size] = report.numbers(answer, undefined, { length: 2 });
    report.close(begin, 1008, {
      what: 'The first byte',
      mistakes: [
        { gives: 1000, says: 'The eight bytes of the length come before the header, too.' },
        { gives: 400, says: 'Offsets do not count from the beginning of the file but from the end of the header.' },
        { gives: 408, says: 'The header itself lies in between.' },
        { gives: 600, says: 'That is the length of the header.' },
        { gives: 608, says: 'That is where the numbers of the *first* tensor begin.' },
        { gives: 22938, says: 'The *lowest* byte comes first: 88 counts ones, 2 counts 256s.' },
        { gives: 498, says: 'The second byte counts 256s.' },
      ],
    }); // prettier-ignore
    report.close(size, 84, {
      what: 'The number of bytes',
      mistakes: [
        { gives: 21, says: 'That is how many numbers there are; each has four bytes.' },
        { gives: 484, says: 'That is where it ends.' },
        { gives: 168, says: 'F32 is 32 bits: four bytes, not eight.' },
      ],
    });
    report.remark(
      'Both sides of the header agree: 484 − 400 = 3 · 7 · 4. A careful reader checks that.',
    );
  },
});

export function solution() {
  const place: number[] | undefined = [8 + (88 + 2 * 256) + 400, 484 - 400];
  return place;
}
