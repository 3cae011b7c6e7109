/** Exercise 11.4: say no. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES: [string, number, string][] = [
  ['{"temperature": 21.5, "humidity": 40}', 200, 'is fine'],
  ['{"temperature": -10, "humidity": 0}', 200, 'is fine: 0 is a number, and the smallest humidity'],
  ['{"temperature": 21.5, "humidity": 100}', 200, 'is fine: 100 is the largest humidity'],
  ['{"temperature": 21.5, ', 400, 'is no JSON'],
  ['', 400, 'is no JSON'],
  ['null', 400, 'is JSON, but no object'],
  ['[21.5, 40]', 400, 'is a list, and has no field'],
  ['{"temperature": 21.5}', 400, 'lacks a field'],
  ['{"temperature": "21.5", "humidity": 40}', 422, 'has a text in place of a number'],
  ['{"temperature": null, "humidity": 40}', 422, 'has null, which is what NaN becomes in JSON'],
  ['{"temperature": 1e999, "humidity": 40}', 422, 'has a number that is read as Infinity'],
  ['{"temperature": 21.5, "humidity": 101}', 422, 'has a humidity above 100'],
  ['{"temperature": 21.5, "humidity": -1}', 422, 'has a humidity below 0'],
];

export const exercise = defineExercise({
  title: 'Say no',
  difficulty: 2,
  task: `
A model takes \`{"temperature": …, "humidity": …}\`: any finite temperature, and a humidity from 0 to 100. Write
\`statusOf(body)\`, which gets the text of a request's body and returns

- 400 if it's not JSON, not an object, or lacks one of the two fields;
- 422 if a field is there but is no finite number, or the humidity is out of range;
- 200 otherwise.`,
  answer: 'statusOf',
  placeholder: `
function statusOf(body: string): number {
  return todo(); // your code
}`,
  hints: [
    '`JSON.parse` throws what is no JSON: put it into `try … catch`.',
    '`typeof null` is `"object"`, so ask for `null` as well. `"humidity" in parsed` finds a field whose value is 0 or null.',
    '`Number.isFinite` is false for texts, `null`, `NaN` and `Infinity`; the global `isFinite` converts first.',
  ],
  check(answer, report) {
    const statusOf = report.function(answer);
    for (const [body, wanted, why] of CASES) {
      const given: unknown = statusOf(body);
      report.demand(
        given === wanted,
        `The body \`${body || '(empty)'}\` ${why}: that's a ${wanted}, and you say ${String(given)}.`,
      );
    }
    report.remark('Extra fields pass. A strict server refuses them, and finds misspelled ones.');
  },
});

export function solution() {
  function statusOf(body: string): number {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return 400;
    }
    if (typeof parsed !== 'object' || parsed === null) return 400;
    if (!('temperature' in parsed) || !('humidity' in parsed)) return 400;
    const { temperature, humidity } = parsed;
    if (!Number.isFinite(temperature) || !Number.isFinite(humidity)) return 422;
    return Number(humidity) >= 0 && Number(humidity) <= 100 ? 200 : 422;
  }
  return statusOf;
}
