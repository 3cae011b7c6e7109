/** Exercise 06b.2: the slope of soft answers. */
import { defineExercise } from 'dlts/dist/learn/author';

function softmax(logits: readonly number[], temperature: number): number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - highest) / temperature));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}

const slope = (
  student: readonly number[],
  teacher: readonly number[],
  temperature: number,
): number[] => {
  const [q, p] = [softmax(student, temperature), softmax(teacher, temperature)];
  return q.map((value, i) => (value - (p[i] ?? 0)) / temperature);
};

const CASES: [number[], number[], number][] = [
  [[0, 0, 0], [2, 0, -1], 1],
  [[1, -1], [3, 0.5], 2],
  [[0.3, 1.2, -0.7, 0.1, 2], [1, 0, 4, -2, 0.5], 5],
]; // prettier-ignore

export const exercise = defineExercise({
  title: 'The slope of soft answers',
  difficulty: 3,
  task: `
In distillation, logits of student and teacher, $\\mathbf z$ and $\\mathbf t$, are divided by a temperature $\\tau$ before the
softmax: $\\mathbf q = \\text{softmax}(\\mathbf z / \\tau)$, $\\mathbf p = \\text{softmax}(\\mathbf t / \\tau)$. The loss is the
cross-entropy $L = -\\sum_k p_k \\ln q_k$. On paper, derive $\\partial L / \\partial \\mathbf z$, and show that for a large $\\tau$
and logits with mean 0 it comes near $(\\mathbf z - \\mathbf t) / (K \\tau^2)$: the student then copies logits. Write the exact
slope as \`softSlope(student, teacher, temperature)\`, with plain numbers.`,
  answer: 'softSlope',
  placeholder: `
function softSlope(student: number[], teacher: number[], temperature: number): number[] {
  return todo(); // your code
}`,
  hints: [
    'Without temperature the slope of cross-entropy behind a softmax is $\\mathbf q - \\mathbf p$ (chapter 02), also for soft $\\mathbf p$.',
    'The chain rule adds $\\partial (z_k / \\tau) / \\partial z_k = 1 / \\tau$.',
    'So $(\\mathbf q - \\mathbf p) / \\tau$. For large $\\tau$: $e^{z/\\tau} \\approx 1 + z / \\tau$, the sum is about $K$, hence $q_k \\approx (1 + z_k / \\tau) / K$.',
  ],
  check(answer, report) {
    const softSlope = report.function(answer);
    for (const [student, teacher, temperature] of CASES) {
      const given = softSlope([...student], [...teacher], temperature);
      const values = report.numbers(given, 'What it returns', { length: student.length });
      const right = slope(student, teacher, temperature);
      report.close(values, right, {
        what: 'The slope',
        on: `student [${student.join(', ')}], teacher [${teacher.join(', ')}], temperature ${temperature}`,
        mistakes: [
          { gives: right.map((value) => value * temperature), says: 'The chain rule has one more factor, $1 / \\tau$.' },
          { gives: right.map((value) => -value), says: 'The sign is reversed: a student that is too sure of a class must lower its logit.' },
          { gives: slope(student, teacher, 1), says: 'Both softmaxes need the temperature.' },
          { gives: student.map((z, i) => (z - (teacher[i] ?? 0)) / (student.length * temperature ** 2)), says: 'That is the approximation for a large temperature; the exact slope is wanted.' },
        ],
      }); // prettier-ignore
    }
    report.remark(
      'The slope shrinks like $1/\\tau^2$; that is why Hinton and others multiply the soft loss by $\\tau^2$ when they add it to an ordinary one.',
    );
  },
});

export function solution() {
  function softSlope(student: number[], teacher: number[], temperature: number): number[] {
    const softmax = (logits: number[]) => {
      const powers = logits.map((z) => Math.exp((z - Math.max(...logits)) / temperature));
      const sum = powers.reduce((total, each) => total + each, 0);
      return powers.map((each) => each / sum);
    };
    const [q, p] = [softmax(student), softmax(teacher)];
    return q.map((value, k) => (value - p[k]) / temperature);
  }
  return softSlope;
}
