/** On a phone the list of files would leave no room for the notebook: it begins closed. */
import type { Plugin } from './application';

/** Width of a window, in pixels, below which that is so. */
const NARROW = 600;

export const narrow: Plugin = {
  id: 'dlts-figures:narrow',
  autoStart: true,
  activate({ restored, shell }) {
    void restored.then(() => window.innerWidth < NARROW && shell.collapseLeft());
  },
};
