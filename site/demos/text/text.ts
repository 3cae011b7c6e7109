/** Writes texts character by character, with temperature and top-k, and shows what may come next. */
import { itemAt } from '../../../src/host/item-at';
import { leftOut } from '../left-out';
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
  const page = new WritingPage(writer, runtime.createRandom(), options);
  const { prompt, write, verdict, output, next } = page;
  place.append(
    element(
      'div',
      { class: 'demo-controls' },
      field('Begin with', prompt),
      ...samplingFields(page),
    ),
    element('div', { class: 'demo-row' }, write, verdict),
    output,
    element('div', {}, element('h3', { class: 'demo-heading' }, 'What may come next'), next),
  );
  await page.restart();
}

/** Sliders for temperature and top-k. */
function samplingFields(page: WritingPage): HTMLElement[] {
  const count = page.sampling.topK;
  const temperatureValue = element('output', {}, '0.8');
  const temperature = slider({ min: 0.1, max: 2, step: 0.1, value: 0.8 }, (value) => {
    page.sampling.temperature = value;
    temperatureValue.textContent = value.toFixed(1);
    page.paintNext();
  });
  const topKValue = element('output', {}, `all ${count}`);
  const topK = slider({ min: 1, max: count, step: 1, value: count }, (value) => {
    page.sampling.topK = value;
    topKValue.textContent = value === count ? `all ${count}` : String(value);
    page.paintNext();
  });
  return [field('Temperature', temperature, temperatureValue), field('Top-k', topK, topKValue)];
}

/** Writes, stops, and shows what may come next. */
class WritingPage {
  readonly sampling: Sampling;
  readonly prompt: HTMLInputElement;
  readonly output = element('div', {
    class: 'demo-output',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Written text',
  });
  readonly verdict = element('p', { class: 'demo-verdict', 'aria-live': 'polite' });
  readonly next = element('ol', { class: 'demo-next' });
  readonly write = button('Write', () => this.toggle(), { class: 'demo-button is-main' });
  private text: Text | undefined;
  /** Rises whenever what is being written must stop. */
  private run = 0;

  constructor(
    private readonly writer: Writer,
    private readonly random: ReturnType<Context['runtime']['createRandom']>,
    private readonly options: TextOptions,
  ) {
    this.sampling = { temperature: 0.8, topK: writer.characters.length };
    this.prompt = element('input', {
      type: 'text',
      value: options.beginning,
      placeholder: options.placeholder,
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
    });
    this.prompt.addEventListener('input', () => void this.restart());
  }

  paintNext(): void {
    if (!this.text) return;
    this.next.replaceChildren(...likeliest(this.writer, this.text.probabilities(this.sampling)));
  }

  /** Throws away what was written; the next text has not begun. */
  async restart(): Promise<void> {
    this.stop(leftOut(this.prompt.value, this.beginning()));
    this.output.replaceChildren();
    await this.begin();
    this.paintNext();
  }

  private beginning(): string {
    return this.writer.known(this.prompt.value) || this.options.beginning;
  }

  private async begin(): Promise<Text> {
    const fresh = await this.writer.begin(this.beginning());
    this.text?.dispose();
    this.text = fresh;
    return fresh;
  }

  private stop(words: string): void {
    this.run++;
    this.write.textContent = 'Write';
    this.verdict.textContent = words;
  }

  private toggle(): void {
    if (this.write.textContent === 'Write') void this.start();
    else this.stop('Stopped.');
  }

  private async start(): Promise<void> {
    const { options } = this;
    const mine = ++this.run;
    this.write.textContent = 'Stop';
    this.verdict.textContent = '';
    this.output.replaceChildren();
    for (let i = 0; i < options.texts && mine === this.run; i++) {
      const beginning = element('b', {}, this.beginning());
      const line = element('span', { class: options.className }, beginning);
      this.output.append(line);
      await this.writeOne(line, mine);
    }
    if (mine !== this.run) return;
    this.stop(options.written);
    if (options.texts > 1) await this.begin();
    this.paintNext();
  }

  private async writeOne(line: HTMLElement, mine: number): Promise<void> {
    const { writer, options } = this;
    const going = await this.begin();
    for (let i = 0; i < options.characters && mine === this.run; i++) {
      const token = drawToken(going.probabilities(this.sampling), this.random.uniform());
      if (token === writer.stopToken) return;
      line.append(itemAt(writer.characters, token));
      await going.append(token);
      if (options.texts === 1) this.paintNext();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
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
