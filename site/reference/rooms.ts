/** The pages of the reference, in the order in which a reader needs them. */

/** A page: a room of the library, or one of its namespaces. */
export interface Room {
  /** File of the page, and folder in `src` or namespace. */
  id: string;
  title: string;
  /** What is there, in one sentence. */
  intro: string;
}

export const ROOMS: readonly Room[] = [
  {
    id: 'training',
    title: 'Training',
    intro: 'Training a model, measuring it, and using it: `train`, `evaluate`, `predict`, and training steps of your own.',
  },
  {
    id: 'losses',
    title: 'Losses',
    intro: 'What `train` makes small. Each is called with its options, and gives a loss that you hand to `train` or call yourself with targets and predictions.',
  },
  {
    id: 'metrics',
    title: 'Metrics',
    intro: 'What you report: metrics of whole sets of predictions, comparisons of two models, and `streaming` ones that `train` and `evaluate` average over batches.',
  },
  {
    id: 'optimizers',
    title: 'Optimizers',
    intro: 'How weights follow their gradients. An optimizer goes into `train` as its `optimizer`.',
  },
  {
    id: 'schedules',
    title: 'Schedules',
    intro: 'Learning rates that change from step to step. A schedule goes into `train` as its `schedule`.',
  },
  {
    id: 'models',
    title: 'Models',
    intro: 'Ready-made networks, networks that others trained, and text out of language models. All are ordinary TensorFlow.js models.',
  },
  {
    id: 'layers',
    title: 'Layers',
    intro: 'Layers that TensorFlow.js lacks, and replacements for some that it has. `layers` also holds every factory of `tf.layers` that is not listed here.',
  },
  {
    id: 'data',
    title: 'Data',
    intro: 'Data sets, splits, scaling, text, images and files: everything between a file and a batch.',
  },
  {
    id: 'plot',
    title: 'Plot',
    intro: 'Figures and drawings. A builder returns plain data, and `plot.show` shows it below the cell. Each picture on this page is drawn by the function that it stands beside.',
  },
  {
    id: 'learn',
    title: 'Learn',
    intro: 'The study side of a chapter: settings, exercises, quizzes, predictions, expected results and findings.',
  },
  {
    id: 'serving',
    title: 'Serving',
    intro: 'A trained model as a service: saved with its card, started as a process, asked over HTTP, and measured under load.',
  },
  {
    id: 'engine',
    title: 'Engine',
    intro: 'TensorFlow.js on the fastest backend that this machine has, and random numbers that repeat.',
  },
]; // prettier-ignore

/** Names that have a page of their own, whatever room they lie in. */
const NAMESPACES = new Set(['losses', 'metrics', 'optimizers', 'schedules', 'layers', 'plot']);

/**
 * The page of a function.
 *
 * @param name as it is called: `train`, `losses.huber`
 * @param file its source below `src`
 */
export function pageOf(name: string, file: string): string {
  const [first = ''] = name.split('.');
  return NAMESPACES.has(first) && name !== first ? first : (file.split('/')[0] ?? '');
}

/** The id of a function's section: `huber` of `losses.huber`. */
export const anchorOf = (name: string): string => name.replace(/^\w+\./, '').replaceAll('.', '-');
