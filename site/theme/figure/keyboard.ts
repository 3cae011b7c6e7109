/** Plotly's sliders, buttons and legends by keyboard; its bar of tools is made of buttons and needs no help. */
import type { Graph, PlotlyLibrary } from './plotly';

interface Step {
  label?: string;
  method?: 'animate' | 'restyle' | 'relayout' | 'update' | 'skip';
  args?: unknown[];
}

interface Slider {
  active?: number;
  steps: Step[];
  currentvalue?: { prefix?: string };
}

interface Menu {
  active?: number;
  /** Whether the button pressed last stays pressed. Plotly's default is that it does. */
  showactive?: boolean;
}

const SLIDER = '.slider-group';
const BUTTON = '.updatemenu-button, .updatemenu-header, .updatemenu-dropdown-button';
const SERIES = '.legend .traces';
/** A row of buttons; an open list, which names its menu in this attribute. */
const ROW = '.updatemenu-header-group';
const LIST = '.updatemenu-dropdown-button-group';
const MENU_OF_LIST = 'updatemenu-active-index';

/** Makes the controls of a figure reachable, now and whenever Plotly draws them again. */
export function offerKeyboard(graph: Graph, Plotly: PlotlyLibrary): void {
  describeControls(graph);
  for (const event of ['plotly_afterplot', 'plotly_sliderchange', 'plotly_animated'])
    graph.on(event, () => describeControls(graph));
  graph.addEventListener('click', () => describeControls(graph)); // it may have opened a list
  graph.addEventListener('keydown', (event) => {
    const control = (event.target as Element).closest(`${SLIDER}, ${BUTTON}, ${SERIES}`);
    if (!control || event.ctrlKey || event.metaKey || event.altKey) return;
    const isHandled = control.matches(SLIDER)
      ? moveSlider(graph, Plotly, control, event.key)
      : press(control, event.key);
    if (!isHandled) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

const slidersOf = (graph: Graph): Slider[] => (graph.layout['sliders'] ?? []) as Slider[];
const controls = (graph: Graph, selector: string): Element[] => [
  ...graph.querySelectorAll(selector),
];

function describeControls(graph: Graph): void {
  const sliders = slidersOf(graph);
  for (const [i, group] of controls(graph, SLIDER).entries()) describeSlider(group, sliders[i]);
  for (const button of controls(graph, BUTTON)) describe(button, 'button', button.textContent);
  markPressed(graph);
  for (const item of controls(graph, SERIES)) {
    describe(item, 'button', item.querySelector('.legendtext')?.textContent ?? item.textContent);
    // Plotly pales the entry of a hidden series.
    item.setAttribute('aria-pressed', String(Number(getComputedStyle(item).opacity) > 0.75));
  }
}

/** Says which button of a row, or of an open list, is the pressed one. */
function markPressed(graph: Graph): void {
  const menus = (graph.layout['updatemenus'] ?? []) as Menu[];
  const rows = controls(graph, ROW).entries();
  const lists = controls(graph, LIST).map(
    (list) => [Number(list.getAttribute(MENU_OF_LIST)), list] as const,
  );
  for (const [index, group] of [...rows, ...lists]) {
    const { active = 0, showactive = true } = menus[index] ?? {};
    if (!showactive) continue;
    const buttons = group.querySelectorAll('.updatemenu-button, .updatemenu-dropdown-button');
    for (const [i, button] of [...buttons].entries())
      button.setAttribute('aria-pressed', String(i === active));
  }
}

function describeSlider(group: Element, slider: Slider | undefined): void {
  if (!slider) return;
  const { active = 0, steps, currentvalue } = slider;
  describe(group, 'slider', currentvalue?.prefix?.trim() || 'Position');
  group.setAttribute('aria-valuemin', '0');
  group.setAttribute('aria-valuemax', String(steps.length - 1));
  group.setAttribute('aria-valuenow', String(active));
  group.setAttribute('aria-valuetext', steps[active]?.label ?? String(active));
}

function describe(element: Element, role: string, label: string | null): void {
  element.setAttribute('role', role);
  element.setAttribute('tabindex', '0');
  element.setAttribute('aria-label', label?.trim() || role);
  // JupyterLab reads no shortcut of its own from keys that are pressed here.
  element.setAttribute('data-lm-suppress-shortcuts', 'true');
}

/** @returns whether the key moves a slider */
function moveSlider(graph: Graph, Plotly: PlotlyLibrary, group: Element, key: string): boolean {
  const index = controls(graph, SLIDER).indexOf(group);
  const slider = slidersOf(graph)[index];
  if (!slider) return false;
  const { active = 0, steps } = slider;
  const last = steps.length - 1;
  const wanted = new Map([
    ['ArrowRight', active + 1],
    ['ArrowUp', active + 1],
    ['ArrowLeft', active - 1],
    ['ArrowDown', active - 1],
    ['Home', 0],
    ['End', last],
  ]).get(key);
  if (wanted === undefined) return false;
  const next = Math.min(last, Math.max(0, wanted));
  if (next !== active) void goTo(graph, Plotly, index, next);
  return true;
}

async function goTo(
  graph: Graph,
  Plotly: PlotlyLibrary,
  slider: number,
  position: number,
): Promise<void> {
  const { method, args = [] } = slidersOf(graph)[slider]?.steps[position] ?? {};
  await Plotly.relayout(graph, { [`sliders[${slider}].active`]: position });
  if (!method || method === 'skip') return;
  const apply = Plotly[method] as (graph: Graph, ...settings: unknown[]) => Promise<unknown>;
  await apply(graph, ...args);
  describeControls(graph);
}

/** Enter and the space bar do what a click does. @returns whether the key was one of them */
function press(control: Element, key: string): boolean {
  if (key !== 'Enter' && key !== ' ') return false;
  const series = control.querySelector('.legendtoggle');
  const kinds = series ? ['mousedown', 'mouseup'] : ['click'];
  for (const kind of kinds)
    (series ?? control).dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
  return true;
}
