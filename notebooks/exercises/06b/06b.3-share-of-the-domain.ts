/** Exercise 06b.3: how much of the loss is the domain's? */
import { defineExercise } from 'dlts/dist/learn/author';

const share = (home: number, away: number, insider: number): number =>
  (insider - away) / (home - away);

export const exercise = defineExercise({
  title: 'How much of the loss is the domain’s?',
  difficulty: 1,
  task: `
A classifier trained on domain A reaches \`home\` percent on A and \`away\` percent on B. The same kind of classifier, trained on
B, reaches \`insider\` percent on B. Of the points lost between \`home\` and \`away\`, which share is due to the change of
domain, and not to B being harder? Write it as \`domainShare(home, away, insider)\`, a number from 0 to 1.`,
  answer: 'domainShare',
  placeholder: `
function domainShare(home: number, away: number, insider: number): number {
  return todo(); // your code
}`,
  hints: [
    'What would be left of the loss if you could train on B?',
    'Training on B wins back `insider − away` points of the `home − away` that were lost.',
    'Divide the first by the second.',
  ],
  check(answer, report) {
    const domainShare = report.function(answer);
    for (const [home, away, insider] of [
      [80, 50, 70],
      [74, 58, 66],
      [90, 40, 40],
      [61, 37, 61],
    ] as const) {
      const given = report.number(domainShare(home, away, insider));
      report.close(given, share(home, away, insider), {
        what: 'The share',
        on: `home ${home}, away ${away}, insider ${insider}`,
        mistakes: [
          { gives: (home - insider) / (home - away), says: 'That is the other share: what B costs by being harder.' },
          { gives: insider - away, says: 'Those are points; the share divides them by all the points lost.' },
          { gives: (home - away) / home, says: 'That compares only A with B, and never asks how hard B is.' },
        ],
      }); // prettier-ignore
    }
    report.remark(
      'The share is an estimate like any other: each of the three numbers has its own error, and the difference of two has more.',
    );
  },
});

export function solution() {
  function domainShare(home: number, away: number, insider: number): number {
    return (insider - away) / (home - away);
  }
  return domainShare;
}
