/** Attention explorer: type a word, see what the pronunciation model says and what it looks at. */
import { itemAt } from '../../../src/host/item-at';
import { button, defineDemo, element, field, select } from '../page';
import { leftOut } from '../left-out';
import { meanOfHeads, phonetic } from './sounds';
import { createSpeaker, type Speaker, type Spoken } from './speaker';

const FIRST = 'thought';
const EXAMPLES = [FIRST, 'photograph', 'knight', 'queue', 'character', 'chocolate', 'gnocchi'];

/** What the reader looks at: a word, a decoder block, and a head; −1 is the mean of all heads. */
interface View {
  spoken: Spoken;
  layer: number;
  head: number;
}

defineDemo('attention', async (place, { runtime, model }) => {
  const speaker = await createSpeaker(runtime, model('pronunciation'));
  const spoken = await speaker.speak(FIRST);
  const view: View = { spoken, layer: spoken.attention.length - 1, head: -1 };
  const verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  const { table, detail, paint } = createTable(view);
  const say = createSay(speaker, verdict, (answer) => {
    view.spoken = answer;
    Object.assign(place.dataset, { word: answer.word, sounds: answer.sounds.join(' ') });
    paint();
  });
  const input = wordInput();
  input.addEventListener('input', () => void say(input.value));
  const examples = EXAMPLES.map((word) =>
    button(word, () => {
      input.value = word;
      void say(word);
    }),
  );
  const group = { class: 'demo-row', role: 'group', 'aria-label': 'Example words' };
  place.append(
    element('div', { class: 'demo-controls' }, field('Word', input), ...viewFields(view, paint)),
    element('div', group, ...examples),
    ...[verdict, table, detail],
  );
  await say(FIRST);
});

function wordInput(): HTMLInputElement {
  return element('input', {
    type: 'text',
    value: FIRST,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
}

/** The table of attention, and a line for the numbers of one sound. */
function createTable(view: View): {
  table: HTMLElement;
  detail: HTMLElement;
  paint: () => void;
} {
  const table = element('div', {
    class: 'demo-attention',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Attention table',
  });
  const detail = element('p', { class: 'demo-numbers' });
  const paint = (): void => {
    const { spoken, layer, head } = view;
    const block = itemAt(spoken.attention, layer);
    const weights = head < 0 ? meanOfHeads(block) : itemAt(block, head);
    table.replaceChildren(attentionTable(spoken, weights, (words) => (detail.textContent = words)));
    detail.textContent = 'Choose a sound on the left to read its numbers.';
  };
  return { table, detail, paint };
}

/** Choices of the decoder block and of the head. */
function viewFields(view: View, paint: () => void): HTMLElement[] {
  const { attention } = view.spoken;
  const blocks = Object.fromEntries(attention.map((_, i) => [i, `block ${i + 1}`]));
  const layers = select(blocks, (value) => {
    view.layer = Number(value);
    paint();
  });
  layers.value = String(view.layer);
  const names = itemAt(attention, 0).map((_, i) => [i, `head ${i + 1}`]);
  const heads = select({ '-1': 'mean of all', ...Object.fromEntries(names) }, (value) => {
    view.head = Number(value);
    paint();
  });
  heads.value = String(view.head);
  return [field('Decoder block', layers), field('Head', heads)];
}

/** Speaks what is typed; an answer that comes after the reader has typed on is dropped. */
function createSay(
  { maxLetters, speak }: Speaker,
  verdict: HTMLElement,
  show: (spoken: Spoken) => void,
): (text: string) => Promise<void> {
  let latest = 0;
  return async (text) => {
    const typed = text.toLowerCase();
    const letters = typed.replace(/[^a-z]/g, '');
    const word = letters.slice(0, maxLetters);
    const mine = ++latest;
    if (word === '') {
      verdict.textContent = 'Type a word of letters from a to z.';
      return;
    }
    const spoken = await speak(word);
    if (mine !== latest) return;
    const cut =
      letters.length > maxLetters ? ` It reads the first ${maxLetters} letters only.` : '';
    const said = `${word}: ${spoken.sounds.join(' ')}  ${phonetic(spoken.sounds)}`;
    verdict.textContent = `${said} ${leftOut(typed, letters)}${cut}`.trimEnd();
    show(spoken);
  };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** One row for each sound and for the stop, one column for each letter; the shade is the attention. */
function attentionTable(
  { word, sounds, probabilities }: Spoken,
  weights: number[][],
  explain: (words: string) => void,
): HTMLTableElement {
  const letters = [...word];
  const head = element('tr', {}, element('th', { scope: 'col' }, 'sound'));
  head.append(...letters.map((letter) => element('th', { scope: 'col' }, letter)));
  head.append(element('th', { scope: 'col', class: 'demo-sure' }, 'sure'));
  const table = element(
    'table',
    {},
    element('caption', {}, `Attention to “${word}”`),
    element('thead', {}, head),
  );
  const body = element('tbody');
  weights.forEach((row, step) => {
    const sound = sounds[step] ?? 'stop';
    const words =
      `${sound}: ` + letters.map((letter, i) => `${letter} ${percent(itemAt(row, i))}`).join(', ');
    const name = button(sound, () => explain(words), { class: 'demo-sound', title: words });
    const line = element('tr', {}, element('th', { scope: 'row' }, name));
    row.forEach((weight) => {
      const shade = element(
        'td',
        { class: 'demo-shade' },
        element('span', { class: 'demo-hidden' }, percent(weight)),
      );
      shade.style.setProperty('--weight', weight.toFixed(4));
      line.append(shade);
    });
    const sure = probabilities[step];
    line.append(element('td', { class: 'demo-sure' }, sure === undefined ? '' : percent(sure)));
    body.append(line);
  });
  table.append(body);
  return table;
}
