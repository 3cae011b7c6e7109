/** Exercise 02.7: design a small network. */
import { createMlp, makeSpiral, tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

/** What exercise 02.7 allows and asks for. */
const MOST_PARAMETERS = 45;

/** The number to beat: parameters of our own design. */
const OURS = 39;

const SPIRAL_STEPS = 150;

const WANTED_SHARE = 0.96;

export const exercise = defineExercise({
  title: 'Design a small network',
  difficulty: 3,
  task: `
Three spiral arms wind around one another, 50 training points each (\`makeSpiral({ examples: 150, seed: 1 })\`). Design
\`spiralNet = { hiddenUnits, activation, learningRate }\`. The check trains it with full-batch Adam for exactly
${SPIRAL_STEPS} steps, and wants **${100 * WANTED_SHARE} %** of 300 fresh points right, with at most **${MOST_PARAMETERS} parameters**
(two inputs, three outputs). Activations: \`'relu'\`, \`'tanh'\`, \`'sigmoid'\`. Then the open question: our own design has
**${OURS}** parameters. How few can you get away with?`,
  answer: 'spiralNet',
  placeholder: `
type Design = { hiddenUnits: number[]; activation: 'relu' | 'tanh' | 'sigmoid'; learningRate: number };
const spiralNet: Design | undefined = undefined; // { hiddenUnits: […], activation: …, learningRate: … }
`.trimEnd(),
  hints: [
    'Exercise 02.2 counts: one hidden layer of `u` units has $2u + u + 3u + 3$ parameters here. How many may it have?',
    `${SPIRAL_STEPS} steps are few. Adam's usual rate of 0.001 suits thousands of steps; each weight moves by at most about the rate in each step.`,
    'One layer of six or seven units. Try both activations, and rates between 0.05 and 0.3.',
  ],
  check(answer, report) {
    const keys = ['hiddenUnits', 'activation', 'learningRate'] as const;
    const design = report.object(answer, keys);
    const hiddenUnits = report.numbers(design.hiddenUnits, '`hiddenUnits`');
    report.demand(
      hiddenUnits.every((units) => Number.isInteger(units) && units >= 1),
      '`hiddenUnits` must hold whole numbers of at least 1.',
    );
    const known = ['relu', 'tanh', 'sigmoid'] as const;
    const activation = known.find((name) => name === design.activation);
    if (activation === undefined)
      return report.wrong("`activation` must be `'relu'`, `'tanh'` or `'sigmoid'`.");
    const learningRate = report.number(design.learningRate, '`learningRate`');
    report.demand(learningRate > 0, '`learningRate` must be above 0.');
    const widths = [2, ...hiddenUnits, 3];
    const size = widths.slice(1).reduce((sum, to, l) => sum + ((widths[l] ?? 0) + 1) * to, 0);
    report.demand(
      size <= MOST_PARAMETERS,
      `\`spiralNet\` has ${size} parameters; at most ${MOST_PARAMETERS} are allowed.`,
    );
    report.demand(
      hiddenUnits.length > 0,
      'Without a hidden layer the borders are straight lines, and the arms are not.',
    );
    const { share, loss } = trainOnSpiral({ hiddenUnits, activation, learningRate });
    const percent = `${(100 * share).toFixed(1)} %`;
    report.demand(
      share >= WANTED_SHARE,
      `After ${SPIRAL_STEPS} steps ${percent} of the fresh points are right; ${100 * WANTED_SHARE} % are wanted. The training loss is ${loss.toFixed(2)}` +
        (loss > 0.3
          ? ': if it is still falling, the steps are too small for so few of them; if it stands still, they are too large, or the net too narrow.'
          : ', so it fits its own points better than new ones.'),
    );
    report.remark(
      `${percent} of the fresh points with ${size} parameters. ` +
        (size >= OURS
          ? `The number to beat is ${OURS}.`
          : `You beat ${OURS}. You also chose the design on these very points and from one start: would it hold for others?`),
    );
  },
});

export function solution() {
  type Design = {
    hiddenUnits: number[];
    activation: 'relu' | 'tanh' | 'sigmoid';
    learningRate: number;
  };
  const spiralNet: Design | undefined = {
    hiddenUnits: [6],
    activation: 'tanh',
    learningRate: 0.2,
  };
  return spiralNet;
}

/** Trains for the fixed number of steps from a fixed start. */
function trainOnSpiral(design: {
  hiddenUnits: number[];
  activation: 'relu' | 'tanh' | 'sigmoid';
  learningRate: number;
}): { share: number; loss: number } {
  const { learningRate, ...options } = design;
  const seen = makeSpiral({ examples: 150, seed: 1 });
  const fresh = makeSpiral({ examples: 300, seed: 2 });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 7 });
  const model = createMlp({ ...options, inputShape: [2], outputUnits: 3, kernelInitializer });
  const optimizer = tf.train.adam(learningRate);
  const y = tf.oneHot(seen.y, 3);
  const objective = (): tf.Scalar =>
    tf.losses.softmaxCrossEntropy(y, model.apply(seen.x, { training: true }) as tf.Tensor);
  for (let step = 0; step < SPIRAL_STEPS; step++) optimizer.minimize(objective);
  const guess = (model.predict(fresh.x) as tf.Tensor2D).argMax(1);
  const share = guess.equal(fresh.y).mean().dataSync()[0] ?? NaN;
  const loss = objective().dataSync()[0] ?? NaN;
  model.dispose();
  optimizer.dispose();
  return { share, loss };
}
