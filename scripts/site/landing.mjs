/** The first page of the site, from the chapter list, the measured results and the stored figures. */
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../setup/paths.mjs';
import { APPENDICES } from './appendices.mjs';
import { demoBlock, demoOf, stillImage } from './demos.mjs';

/** @typedef {import('../notebooks/project.mjs').Chapter} Chapter */
/** @typedef {{ name: string, value: number, unit?: string, anchor: string }} Row */
/** @typedef {{ chapter: string, results: Row[] }} Result */

/**
 * What the landing page shows of a chapter.
 *
 * @typedef {Chapter & { row?: Row, says?: string, figure?: { file: string, alt: string } }} Shown
 */

/**
 * For each chapter: the beginning of its figure's title, of its result's name, and what that result says to somebody
 * who has not read the chapter. The first that the notebook has is taken.
 *
 * @type {Record<string, { figures: string[], results: string[], says: string }>}
 */
const CHOSEN = {
  '00': {
    figures: ['Long flippers'],
    results: ['first network'],
    says: 'of unseen digits read by a first network',
  },
  '00b': {
    figures: ['What a matrix does'],
    results: ['sick, given'],
    says: 'sick after a positive test that finds 80 % of the sick; most physicians asked said 75 %',
  },
  '01': {
    figures: ['Heavier cars'],
    results: ['test MAE, eight features'],
    says: 'off on unseen cars, by a line fitted in three ways; guessing the median is off by 6.4',
  },
  '01b': {
    figures: ['The penalty'],
    results: ['test R²'],
    says: 'of the variance of fuel economy explained, as scikit-learn has it on the same cars',
  },
  '02': {
    figures: ['Loss 0.013', 'Two moons'],
    results: ['two moons, fresh'],
    says: 'of unseen points right, by a network and an automatic differentiation that you write',
  },
  '02b': {
    figures: ['After 20 steps'],
    results: ['eight ReLU layers'],
    says: 'of unseen digits read by eight layers that start right; with a start too small, 11 %',
  },
  '03': {
    figures: ['A 7: 32', 'Saliency'],
    results: ['two-layer CNN, mean'],
    says: 'of unseen digits read, mean of three networks',
  },
  '03b': {
    figures: ['One training image'],
    results: ['1,000 augmented'],
    says: 'of unseen digits read by a network that saw 1,000 images and altered copies of them',
  },
  '04': {
    figures: ['Who remembers'],
    results: ['recall, 40 steps, LSTM'],
    says: 'of marked symbols recalled after 40 steps by an LSTM; guessing gets 25 %',
  },
  '04b': {
    figures: ['The verdict while it reads'],
    results: ['emails: LSTM 64'],
    says: 'of unseen emails told apart by an LSTM; a bag of words does as well',
  },
  '05': {
    figures: ['Five networks of six blocks', 'Who may look at'],
    results: ['GPT, loss'],
    says: 'per character of unseen Moby-Dick, by a GPT that you write; counting pairs gets 2.42',
  },
  '05b': {
    figures: ['Which letters make'],
    results: ['pronunciation, all test words'],
    says: 'of unseen words pronounced right; counting letters and sounds gets 55',
  },
  '06': {
    figures: ['What labels are worth', 'Cosines of six'],
    results: ['emoji names: probe, 64 labels'],
    says: 'of unseen emoji names sorted right from 64 labels, by a network that others trained; counting words gets 39',
  },
  '06b': {
    figures: ['Two artists', 'Reading Twitter'],
    results: ['frozen features, Google'],
    says: 'of unseen drawings sorted right by features that were made for photographs; the pixels alone get 51',
  },
  '07': {
    figures: ['Emoji names in eight', 'The final answer'],
    results: ['emoji names, few-shot'],
    says: 'of emoji names sorted right by a real language model that you run from its bytes and show eight examples',
  },
  '07b': {
    figures: ['Four GPTs'],
    results: ['letters right, all weights'],
    says: 'of the letters right after a GPT was taught three commands; the novel it knew is forgotten',
  },
  '08': {
    figures: ['Two copies'],
    results: ['shuffling x3, built'],
    says: 'rise of the squared error when the one feature that a model uses is shuffled; the others: 0',
  },
  '08b': {
    figures: ['Decision curves', 'Reliability'],
    results: ['weather, 2015'],
    says: 'off when asked about the future; shuffled, the same model seemed off by 1.14 °C',
  },
  '09': {
    figures: ['Eight wishes for each digit', 'The decoder on a grid'],
    results: ['right class, guidance 1.5'],
    says: 'of drawn digits are the one asked for, as a judge reads them that never saw the generator',
  },
  '09b': {
    figures: ['Noise becomes moons', 'Wished for 0 to 9'],
    results: ['GAN, strict critic'],
    says: 'of the digits that a generator draws are the one asked for, in the worse of two runs',
  },
  10: {
    figures: ['Trained on five speakers', 'The first 20'],
    results: ['digits, unknown speaker'],
    says: 'of digits understood by a network that has never heard the speaker; of people it knows, 99 %',
  },
  '10b': {
    figures: ['Tens first', 'Five seeds'],
    results: ['longer numbers, places moved'],
    says: 'of longer numbers translated right after the same short ones had been moved; unmoved, one in ten',
  },
  11: {
    figures: ['What a bit is worth'],
    results: ['8 bits per channel'],
    says: 'of unseen digits read with a quarter of the bytes, as with all of them',
  },
  '11b': {
    figures: ['What the inputs say', 'One training, two frameworks'],
    results: ['members found'],
    says: 'of the people in the training data found by asking the model, with 1 % of the others accused; guessing finds 1 %',
  },
  12: {
    figures: ['One network, three questions'],
    results: ['cars of the last years, network'],
    says: 'off on cars of later years; on cars drawn at random, the same network seems to be off by 2',
  },
  90: {
    figures: ['The best of 200 coins'],
    results: ['best of 200 coins'],
    says: 'right, by the best of 200 coins on the questions that chose it; on new ones half',
  },
};

const INTRODUCTION = `# Deep Learning in TypeScript

From linear regression to a real language model, in TypeScript, on your own CPU. Every idea is built from plain tensors,
checked against an independent implementation, and then trained on real data. You need TypeScript or JavaScript, and
school mathematics. No Python.

In the folder of the course, a clone of its repository or its unpacked archive:

\`\`\`sh
npm start    # sets everything up, opens JupyterLab
npm test     # checks everything
\`\`\`

<p class="course-begin"><a class="course-button" href="00-start-here.html">Begin with chapter 00</a>
or read on: all outputs are stored in these pages, figures can be turned and zoomed, exercises have folded hints and
solutions.</p>
`;

const AT_WORK = `## A network at work

A perceptron that [chapter 03](03-convolutional-networks.ipynb) trains reads a digit while it is drawn: 784 pixels in, ten probabilities out, computed by this page. The digits are test images, so it has seen none of them. Draw your own.
`;

/**
 * Chooses a chapter's result and figure, and stores the figure's picture.
 *
 * @param {Chapter} chapter
 * @param {Result[]} results
 * @param {string} folder for pictures
 * @returns {Shown}
 */
export function showcase(chapter, results, folder) {
  const chosen = CHOSEN[chapter.id] ?? { figures: [], results: [], says: '' };
  const rows = results.find((result) => result.chapter === chapter.id)?.results ?? [];
  const row = first(chosen.results, rows, ({ name }) => name);
  const says = row === undefined ? undefined : chosen.says;
  if (row === undefined)
    console.log(`Landing page: chapter ${chapter.id} has no result "${chosen.results.join('" or "')}".`); // prettier-ignore
  const picture = first(chosen.figures, storedFigures(chapter), ({ title }) => title);
  if (picture === undefined) {
    console.log(`Landing page: chapter ${chapter.id} has no figure "${chosen.figures.join('" or "')}".`); // prettier-ignore
    return { ...chapter, row, says };
  }
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${chapter.id}.png`), Buffer.from(picture.png, 'base64'));
  return {
    ...chapter,
    row,
    says,
    figure: { file: `_static/landing/${chapter.id}.png`, alt: picture.alt },
  };
}

/**
 * @template T
 * @param {string[]} beginnings in order of preference
 * @param {T[]} items
 * @param {(item: T) => string} nameOf
 */
function first(beginnings, items, nameOf) {
  for (const beginning of beginnings) {
    const found = items.find((item) => nameOf(item).startsWith(beginning));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Title, alternative text and PNG of each figure that the notebook holds. */
function storedFigures(/** @type {Chapter} */ { slug }) {
  const notebook = JSON.parse(fs.readFileSync(at('notebooks', `${slug}.ipynb`), 'utf8'));
  return notebook.cells
    .flatMap((/** @type {any} */ cell) => cell.outputs ?? [])
    .map((/** @type {any} */ output) => output.data ?? {})
    .filter((/** @type {any} */ data) => data['image/png'] && data[PLOTLY])
    .map((/** @type {any} */ data) => ({
      title: String(data[PLOTLY].layout.title?.text ?? ''),
      alt: String(data[PLOTLY].layout.meta?.alt ?? ''),
      png: [data['image/png']].flat().join(''),
    }));
}

const PLOTLY = 'application/vnd.plotly.v1+json';

/**
 * @param {Shown[]} chapters
 * @param {Record<string, { scripts: string[], bytes: number }>} built the demos
 * @param {string[]} rooms pages of the reference, in order
 * @returns {string} MyST Markdown
 */
export function landingPage(chapters, built, rooms) {
  const pages = chapters.map(({ slug }) => slug).join('\n');
  const live = Object.keys(built).filter((name) => demoOf(name).page === undefined);
  const demoPages = live.map((name) => `demos/${name}`).join('\n');
  return [
    INTRODUCTION,
    ...(built['reader'] ? [AT_WORK, `${demoBlock('reader', built['reader'])}\n`] : []),
    '## What you will build\n',
    `<div class="course-cards">\n${chapters.map(card).join('\n')}\n</div>\n`,
    '<p class="course-note">Measured by executing the notebooks from fresh kernels on two CPU cores. A build fails when a number leaves its band.</p>\n',
    '## Try it here\n',
    'Networks that the notebooks train or open, at work in your browser. Nothing that you type or draw leaves this page.\n',
    `<div class="course-cards">\n${live.map(demoCard).join('\n')}\n</div>\n`,
    '## How a chapter works\n',
    'A baseline to beat, a worked example for pen and paper, the method from scratch, a numerical check against the framework, training on real data, a table of *expected and yours*, a failure to provoke, a look inside the model, exercises that check your answer, and a self-test. Chapters are notebooks: download one with the button at the top of its page, or have them all by `npm start`.\n',
    '## Appendices\n',
    `${APPENDICES.map(appendixLine).join('\n')}\n`,
    `\`\`\`{toctree}\n:hidden:\n:caption: Chapters\n\n${pages}\n\`\`\`\n`,
    `\`\`\`{toctree}\n:hidden:\n:caption: Live\n\nplayground\ncells\nyour-own-data\noutside-the-course\n${demoPages}\n\`\`\`\n`,
    `\`\`\`{toctree}\n:hidden:\n:caption: Appendices\n\n${APPENDICES.map(({ name }) => `appendix/${name}`).join('\n')}\n\`\`\`\n`,
    `\`\`\`{toctree}\n:hidden:\n:caption: Reference\n\napi/index\n${rooms.map((room) => `api/${room}`).join('\n')}\n\`\`\`\n`,
  ].join('\n');
}

/** @param {Shown} chapter */
function card({ id, slug, title, summary, readMinutes, runMinutes, row, says, figure }) {
  const measured = row
    ? `<p class="course-result"><strong>${shortNumber(row)}</strong> ${says}</p>`.replace(
        /(?<=\d) (?=[%°])/g,
        '\u00a0',
      )
    : '';
  const picture = figure
    ? `<a href="${slug}.html" tabindex="-1" aria-hidden="true"><img src="${figure.file}" alt="${escapeHtml(figure.alt)}" loading="lazy"></a>`
    : '';
  return [
    '<div class="course-card">',
    picture,
    `<h3><a href="${slug}.html">${id} ${title}</a></h3>`,
    `<p>${summary}</p>`,
    measured,
    `<p class="course-facts">${readMinutes} min to read · ${runMinutes} min to run</p>`,
    '</div>',
  ].join('\n');
}

/** @param {typeof APPENDICES[number]} appendix */
const appendixLine = ({ name, title, invitation }) =>
  `- [${title}](appendix/${name}.md): ${invitation}`;

/** @param {string} name */
function demoCard(name) {
  const { title, invitation, focus = 0 } = demoOf(name);
  return [
    `<div class="course-card is-cropped" style="--focus: ${focus}%">`,
    `<a href="demos/${name}.html" tabindex="-1" aria-hidden="true">${stillImage(name, '')}</a>`,
    `<h3><a href="demos/${name}.html">${title}</a></h3>`,
    `<p>${invitation}</p>`,
    '</div>',
  ].join('\n');
}

/** @param {Row} row */
function shortNumber({ value, unit }) {
  const digits = value !== 0 && Math.abs(value) < 0.01 ? value.toExponential(1) : String(Number(value.toPrecision(3))); // prettier-ignore
  return unit ? `${digits} ${unit}` : digits;
}

const escapeHtml = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
