/** Classes that validation asks for and training never shows. */
import { notice } from '../../host/notice';
import { tf } from '../../engine';
import type { Batch, Loss } from '../step';

/** Most classes that the notice lists. */
const MOST_LISTED = 10;

/** The class of each example; `undefined` where targets are no classes, or one for each of many positions. */
function classesOf({ y }: Batch, { targets, ignoreIndex }: Loss): Set<number> | undefined {
  const oneHot = targets === 'oneHot';
  const numbers = targets === 'classes' || targets === 'binary';
  const perExample = y.rank === 1 || (y.rank === 2 && (oneHot || y.shape[1] === 1));
  if (!(oneHot || numbers) || !perExample) return undefined;
  const classes = new Set(tf.tidy(() => (oneHot ? y.argMax(-1) : y).dataSync()));
  if (ignoreIndex !== undefined) classes.delete(ignoreIndex);
  return classes;
}

/**
 * Says once which classes are in the validation data only: no training can get them right.
 *
 * @param split whether `validationSplit` made the two parts
 */
export function noticeUnseenClasses(
  { training, validation }: { training: Batch; validation: Batch | undefined },
  loss: Loss,
  split: boolean,
): void {
  const seen = classesOf(training, loss);
  const asked = validation && classesOf(validation, loss);
  if (!seen || !asked) return;
  const unseen = [...asked].filter((label) => !seen.has(label)).sort((a, b) => a - b);
  if (unseen.length === 0) return;
  const more = unseen.length > MOST_LISTED ? ` and ${unseen.length - MOST_LISTED} more` : '';
  const remedy = split
    ? 'validationSplit holds out the last examples, so shuffle data that is sorted by class first, or split it ' +
      'with split(rows, { stratifyBy }) and pass validation'
    : 'split the data so that both parts have all classes, e.g. with split(rows, { stratifyBy })';
  notice(
    `train: expected the classes of the validation data among those of the training data; got ` +
      `${unseen.slice(0, MOST_LISTED).join(', ')}${more} in validation only; ${remedy}.`,
  );
}
