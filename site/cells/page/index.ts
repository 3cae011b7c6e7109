/** What runs the cells of a page: a script of its own, loaded by `offer.ts`. */
import { followTheme } from '../../theme/figures';
import { addressOf } from '../../theme/load-script';
import { PageNotebook } from './notebook';
import type {} from './offer';

window.dltsPageNotebook = (boxes, page) => {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'stylesheet', href: addressOf('cells-run.css') });
  document.head.append(link);
  followTheme();
  return new PageNotebook(boxes, page);
};
