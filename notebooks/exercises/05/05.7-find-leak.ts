/** Exercise 05.7: find the leak. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

type TokenModel = (tokens: tf.Tensor2D) => tf.Tensor3D;

const LEAK_STEPS = 7;

const LEAK_VOCABULARY = 11;

/** A one-layer model whose step t mixes the steps s with weights `share(t, s)`. */
function mixingModel(share: (t: number, s: number) => number): TokenModel {
  const steps = LEAK_STEPS;
  const weights = Array.from({ length: steps * steps }, (_, i) =>
    share(Math.floor(i / steps), i % steps),
  );
  const table = Array.from({ length: LEAK_VOCABULARY * 5 }, (_, i) => ((i * 37) % 59) / 59 - 0.5);
  return (tokens) => {
    const [batch] = tokens.shape;
    const vectors = tf.gather(tf.tensor2d(table, [LEAK_VOCABULARY, 5]), tokens.flatten()); // [B · T, 5]
    const mixing = tf.tensor3d(weights, [1, steps, steps]).tile([batch, 1, 1]);
    return tf.matMul(mixing, vectors.reshape([batch, steps, 5])) as tf.Tensor3D;
  };
}

const causalMean = (t: number, s: number): number => (s <= t ? 1 / (t + 1) : 0);

/** Normalizes every feature over the steps: a layer normalization along the wrong axis. */
function normalizedOverTime(model: TokenModel): TokenModel {
  return (tokens) => {
    const x = model(tokens);
    const { mean, variance } = tf.moments(x, 1, true);
    return x.sub(mean).div(variance.add(1e-5).sqrt()) as tf.Tensor3D;
  };
}

interface Suspect {
  name: string;
  model: TokenModel;
  leaks: boolean;
  advice: string;
}

/** Models whose mask is right, or wrong nearly everywhere. */
function plainSuspects(): Suspect[] {
  return [
    {
      name: 'a causal model',
      model: mixingModel(causalMean),
      leaks: false,
      advice:
        'The outputs **at and after** the changed token may change; only earlier ones must not.',
    },
    {
      name: 'a model without any mask',
      model: mixingModel(() => 1 / LEAK_STEPS),
      leaks: true,
      advice: 'Change a later token and compare the outputs at the steps before it.',
    },
    {
      name: 'a mask that is off by one ($s \\le t + 1$)',
      model: mixingModel((t, s) => (s <= t + 1 ? 1 / (t + 2) : 0)),
      leaks: true,
      advice: 'Compare **every** earlier step, up to the one right before the changed token.',
    },
    {
      name: 'a model that sees only strictly earlier tokens',
      model: mixingModel((t, s) => (s < t ? 1 / t : 0)),
      leaks: false,
      advice: 'Seeing less than allowed is no leak.',
    },
  ];
}

/** Models that leak at some places only, a little, or not through the mask. */
function hiddenLeaks(): Suspect[] {
  const last = LEAK_STEPS - 1;
  return [
    {
      name: 'a model whose first three steps see one another',
      model: mixingModel((t, s) => (s <= t || (t < 3 && s < 3) ? 1 / LEAK_STEPS : 0)),
      leaks: true,
      advice:
        'The leak is at two places only; a token changed elsewhere reveals nothing. Change each later token in turn.',
    },
    {
      name: 'a mask that lets 1 % of the future through',
      model: mixingModel((t, s) => (s <= t ? 1 / (t + 1) : 0.01)),
      leaks: true,
      advice:
        'Look at the **largest** difference, not at a mean, and compare it with a small number such as $10^{-5}$.',
    },
    {
      name: 'a model in which only the last two steps see each other',
      model: mixingModel((t, s) => (s <= t || (t === last - 1 && s === last) ? 1 / LEAK_STEPS : 0)),
      leaks: true,
      advice: 'Change each later token in turn, the last one too.',
    },
    {
      name: 'a causal model that normalizes over the steps',
      model: normalizedOverTime(mixingModel(causalMean)),
      leaks: true,
      advice:
        'The mask is right, and the mean over all steps still carries the future. Test what the model does, not its mask.',
    },
  ];
}

export const exercise = defineExercise({
  title: 'Find the leak',
  difficulty: 3,
  task: `
The chapter’s \`leakage\` changes one token, at place 40, and misses every leak that does not show up there. Write the
thorough test: \`seesFuture(model, tokens, vocabularySize)\`. \`model\` is a function from tokens \`[B, T]\` int32 to outputs
\`[B, T, V]\`; \`tokens\` is a batch to try it on, with numbers from 0 to \`vocabularySize\` − 1. Return \`true\` if the output
at **any** step changes by more than $10^{-5}$ when a **later** token changes, else \`false\`. You cannot look inside the model.`,
  answer: 'seesFuture',
  placeholder: `
function seesFuture(
  model: (tokens: tf.Tensor2D) => tf.Tensor3D, tokens: tf.Tensor2D, vocabularySize: number,
): boolean {
  return todo(); // your code
}`,
  hints: [
    'Run the model twice: on the tokens, and on the same tokens with one of them changed at step $s$. Which outputs must be the same?',
    'Those at the steps $0 \\dots s - 1$: `x.slice([0, 0, 0], [-1, s, -1])`. Step $s$ itself has seen the new token, rightly.',
    'One $s$ is not enough: a leak may reach only one step back, or only part of the text. Try $s = 1, \\dots, T - 1$.',
    'Change with `tokens.arraySync()`, and `(token + 1) % vocabularySize` at index `s` of each row: always a different token that exists.',
    'Largest difference: `a.sub(b).abs().max().dataSync()[0]`.',
  ],
  check(answer, report) {
    const seesFuture = report.function(answer);
    const values = Array.from({ length: 2 * LEAK_STEPS }, (_, i) => (i * 3 + 4) % LEAK_VOCABULARY);
    const tokens = tf.tensor2d(values, [2, LEAK_STEPS], 'int32');
    for (const { name, model, leaks, advice } of [...plainSuspects(), ...hiddenLeaks()]) {
      let invalid: string | undefined;
      const guarded = (input: unknown): tf.Tensor3D => {
        invalid ??= faultOf(input);
        return invalid === undefined ? model(input as tf.Tensor2D) : model(tokens);
      };
      const given = seesFuture(guarded, tokens, LEAK_VOCABULARY);
      report.demand(invalid === undefined, invalid ?? '');
      const result = report.boolean(given, 'what it returns');
      report.demand(
        result === leaks,
        `For ${name} your function returns ${String(result)}; expected ${String(leaks)}. ${advice}`,
      );
    }
    report.remark(
      'Try it on the models of the chapter, with the first window of `heldOutText.x`: `(tokens) => gpt.predict(tokens) as tf.Tensor3D`, and the same with `leaky`.',
    );
  },
});

export function solution() {
  function seesFuture(
    model: (tokens: tf.Tensor2D) => tf.Tensor3D,
    tokens: tf.Tensor2D,
    vocabularySize: number,
  ): boolean {
    const other = (token: number) => (token + 1) % vocabularySize;
    return tf.tidy(() => {
      const [rows, before] = [tokens.arraySync(), model(tokens)];
      for (let s = 1; s < tokens.shape[1]; s++) {
        const changed = rows.map((row) => row.map((token, t) => (t === s ? other(token) : token)));
        const difference = model(tf.tensor2d(changed, undefined, 'int32'))
          .sub(before)
          .abs();
        if (difference.slice([0, 0, 0], [-1, s, -1]).max().dataSync()[0] > 1e-5) return true;
      }
      return false;
    });
  }
  return seesFuture;
}

/** What is wrong with the tokens that the learner passes to a model, if anything is. */
function faultOf(input: unknown): string | undefined {
  if (!(input instanceof tf.Tensor) || input.isDisposed || input.rank !== 2)
    return 'Pass the model tokens `[B, T]`, like those that you get.';
  if (input.shape[1] !== LEAK_STEPS || input.shape[0] === 0)
    return `The model was given tokens [${input.shape.join(', ')}]; keep the length of the text, and change a token in it.`;
  const odd = input.dataSync().find((token) => !(token >= 0 && token < LEAK_VOCABULARY));
  if (odd === undefined && input.dtype === 'int32') return undefined;
  return input.dtype === 'int32'
    ? `The model was given the token ${odd}, which is no token of the vocabulary (0 to ${LEAK_VOCABULARY - 1}). Use \`% vocabularySize\`.`
    : `The model was given ${input.dtype} tokens; make them int32.`;
}
