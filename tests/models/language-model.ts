/** Compares a language model with numbers of an independent implementation. */
import { tf } from '../../src/engine';
import { sparseSoftmaxCrossEntropy } from '../../src/engine/kernels';
import { assertClose, bothWays, tensorOf, variablesOf, type Stored } from '../layers/fixture';

export interface LanguageModelCase {
  tokens: Stored;
  labels: Stored;
  outputs: [Stored];
  loss: Stored;
  weights: Stored[];
  weightGradients: Stored[];
}

/** Logits, loss and the gradient of every weight, natively and by twin; `tolerance` is that of the logits. */
export function checkLanguageModel(
  model: tf.LayersModel,
  expected: LanguageModelCase,
  tolerance: number,
): void {
  tf.tidy(() => {
    const x = tensorOf(expected.tokens, 'int32');
    const labels = tensorOf(expected.labels, 'int32').flatten() as tf.Tensor1D;
    bothWays((kind) => {
      assertClose(model.predict(x) as tf.Tensor, expected.outputs[0], tolerance, `${kind} logits`);
      const { value, grads } = tf.variableGrads(() => {
        const logits = model.apply(x, { training: true }) as tf.Tensor;
        return sparseSoftmaxCrossEntropy(logits.reshape([-1, 13]), labels).mean() as tf.Scalar;
      }, variablesOf(model));
      assertClose(value, expected.loss, 1e-5, `${kind} loss`);
      variablesOf(model).forEach((variable, i) =>
        assertClose(
          grads[variable.name] as tf.Tensor,
          expected.weightGradients[i] as Stored,
          1e-4,
          `${kind} gradient of ${variable.name}`,
        ),
      );
    });
  });
}
