/** One attention head at work on the worked example of chapter 05, stage by stage. */
import { button, definePlainDemo, element, field, select } from '../page';
import { draw, fly } from './drawing';
import { attend } from './machine';
import { nameOf, sentence, STAGES } from './stages';

const WORDS = ['bana', 'ban', 'nabab', 'anna', 'banana'];
/** How long a stage stays while it plays, in milliseconds. */
const STAYS = 3600;

definePlainDemo('attention-steps', (place) => {
  const steps = new Steps();
  place.append(...steps.parts());
  steps.begin();
});

/** Which word, which token asks, and how far the pass is. */
class Steps {
  private word = 'bana';
  private asking = 3;
  private stage = 0;
  private timer = 0;
  private readonly picture = element('div', { class: 'steps-picture' });
  private readonly says = element('p', { class: 'steps-says', 'aria-live': 'polite' });
  private readonly tokens = element('div', { class: 'demo-row', role: 'group', 'aria-label': 'Which token asks' }); // prettier-ignore
  private readonly list = element(
    'ol',
    { class: 'steps-stages' },
    ...STAGES.map((name) => element('li', {}, name)),
  );
  private readonly toggle = button('Play', () => (this.timer ? this.pause() : this.play()), { class: 'demo-button is-main' }); // prettier-ignore

  parts(): HTMLElement[] {
    const words = select(Object.fromEntries(WORDS.map((word) => [word, word])), (word) => {
      this.pause();
      this.word = word;
      this.asking = word.length - 1;
      this.stage = 0;
      this.show(false);
    });
    const move = (by: number) => (): void => {
      this.pause();
      this.go(this.stage + by);
    };
    const row = element(
      'div',
      { class: 'demo-row' },
      this.toggle,
      button('Back', move(-1)),
      button('Step', move(1)),
    );
    return [field('Word', words), this.tokens, row, this.list, this.picture, this.says];
  }

  /** Plays, unless the reader wants no motion. */
  begin(): void {
    this.show(false);
    if (!isStill()) this.play();
  }

  private play(): void {
    this.toggle.textContent = 'Pause';
    this.timer = window.setInterval(() => this.go(this.stage + 1), STAYS);
  }

  private pause(): void {
    this.toggle.textContent = 'Play';
    clearInterval(this.timer);
    this.timer = 0;
  }

  private go(stage: number): void {
    const forward = stage > this.stage;
    this.stage = (stage + STAGES.length) % STAGES.length;
    this.show(forward);
  }

  private show(moves: boolean): void {
    const { word, asking, stage } = this;
    const pass = attend(word, asking);
    const drawn = draw(word, asking, pass, stage);
    this.picture.replaceChildren(drawn);
    if (moves && !isStill()) fly(drawn, word, asking, pass, stage);
    this.says.textContent = sentence(word, asking, pass, stage);
    this.list.querySelectorAll('li').forEach((item, i) => {
      if (i === stage) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
    });
    this.tokens.replaceChildren(...[...word].map((_, place) => this.tokenButton(place)));
  }

  private tokenButton(place: number): HTMLElement {
    const choose = (): void => {
      this.asking = place;
      this.show(false);
      this.tokens.querySelectorAll('button')[place]?.focus();
    };
    return button(nameOf(this.word, place), choose, { 'aria-pressed': String(place === this.asking) }); // prettier-ignore
  }
}

const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
