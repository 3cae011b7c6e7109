/** Writes texts character by character, with temperature and top-k, and shows what may come next. */
import { itemAt } from '../../../src/host/item-at';
import { button, element, field, slider, type Context } from '../page';
import { createWriter, drawToken, type Sampling, type Text, type Writer } from './writer';

/** What a page writes. */
export interface TextOptions {
  /** Published model. */
  model: string;
  /** What the text begins with when the reader gives nothing. */
  beginning: string;
  placeholder: string;
  /** How many texts one press of the button makes. */
  texts: number;
  /** Most characters of each. */
  characters: number;
  /** Class of one text. */
  className: string;
  /** Said when all are written. */
  written: string;
}

const SHOWN = 8;

/** Fills `place` with the demo. */
export async function mountText(
  place: HTMLElement,
  { runtime, model }: Context,
  options: TextOptions,
): Promise<void> {
  const writer = await createWriter(runtime, model(options.model));
  const random = runtime.createRandom();
  const count = writer.characters.length;
  const sampling: Sampling = { temperature: 0.8, topK: count };
  let text: Text | undefined;
  /** Rises whenever what is being written must stop. */
  let run = 0;

  const prompt = element('input', {
    type: 'text',
    value: options.beginning,
    placeholder: options.placeholder,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
  });
  const output = element('div', {
    class: 'demo-output',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Written text',
  });
  const verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  const next = element('ol', { class: 'demo-next' });
  const beginning = (): string => writer.known(prompt.value || options.beginning);

  const paintNext = (): void => {
    if (text) next.replaceChildren(...likeliest(writer, text.probabilities(sampling)));
  };
  const begin = async (): Promise<Text> => {
    const fresh = await writer.begin(beginning());
    text?.dispose();
    text = fresh;
    return fresh;
  };
  const stop = (words: string): void => {
    run++;
    write.textContent = 'Write';
    verdict.textContent = words;
  };
  const restart = async (): Promise<void> => {
    stop('');
    output.replaceChildren();
    await begin();
    paintNext();
  };
  const writeOne = async (line: HTMLElement, mine: number): Promise<void> => {
    const going = await begin();
    for (let i = 0; i < options.characters && mine === run; i++) {
      const token = drawToken(going.probabilities(sampling), random.uniform());
      if (token === writer.stopToken) return;
      line.append(itemAt(writer.characters, token));
      await going.append(token);
      if (options.texts === 1) paintNext();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };
  const start = async (): Promise<void> => {
    const mine = ++run;
    write.textContent = 'Stop';
    verdict.textContent = '';
    output.replaceChildren();
    for (let i = 0; i < options.texts && mine === run; i++) {
      const line = element('span', { class: options.className }, element('b', {}, beginning()));
      output.append(line);
      await writeOne(line, mine);
    }
    if (mine !== run) return;
    stop(options.written);
    if (options.texts > 1) await begin();
    paintNext();
  };
  const toggle = (): void => void (write.textContent === 'Write' ? start() : stop('Stopped.'));
  const write = button('Write', toggle, { class: 'demo-button is-main' });

  const temperatureValue = element('output', {}, '0.8');
  const temperature = slider({ min: 0.1, max: 2, step: 0.1, value: 0.8 }, (value) => {
    sampling.temperature = value;
    temperatureValue.textContent = value.toFixed(1);
    paintNext();
  });
  const topKValue = element('output', {}, `all ${count}`);
  const topK = slider({ min: 1, max: count, step: 1, value: count }, (value) => {
    sampling.topK = value;
    topKValue.textContent = value === count ? `all ${count}` : String(value);
    paintNext();
  });
  prompt.addEventListener('input', () => void restart());

  place.append(
    element(
      'div',
      { class: 'demo-controls' },
      field('Begin with', prompt),
      field('Temperature', temperature, temperatureValue),
      field('Top-k', topK, topKValue),
    ),
    element('div', { class: 'demo-row' }, write, verdict),
    output,
    element('div', {}, element('h3', { class: 'demo-heading' }, 'What may come next'), next),
  );
  await restart();
}

/** Bars of the likeliest tokens. */
function likeliest(
  { characters, stopToken }: Writer,
  probabilities: Float64Array,
): HTMLLIElement[] {
  const order = [...probabilities].map((probability, token) => ({ probability, token }));
  order.sort((a, b) => b.probability - a.probability);
  return order.slice(0, SHOWN).map(({ probability, token }) => {
    const bar = element('span', { class: 'demo-bar' });
    bar.style.width = `${100 * probability}%`;
    const name = token === stopToken ? 'end' : visible(itemAt(characters, token));
    return element(
      'li',
      { 'data-token': token, 'data-value': probability },
      element('span', { class: 'demo-digit' }, name),
      element('span', { class: 'demo-track' }, bar),
      element('span', { class: 'demo-value' }, `${(100 * probability).toFixed(1)} %`),
    );
  });
}

/** A character that can be seen. */
function visible(character: string): string {
  return { ' ': '␣', '\n': '↵' }[character] ?? character;
}
