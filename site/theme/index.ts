/** The script of every page, bundled into `_static/course.js`: classic and deferred, so that it runs from file:// too. */
import { offerCells } from '../cells/page/offer';
import { followScroll } from './contents';
import { watchFigures } from './figures';
import { markFoundWords } from './found-words';
import { mendAccessibility, unfoldForPrint } from './reading';
import { filterReference } from './reference-filter';
import { offerSearch } from './search';
import { offerDemos } from './start-demos';

watchFigures();
offerDemos();
unfoldForPrint();
mendAccessibility();
followScroll();
offerCells();
offerSearch();
markFoundWords();
filterReference();
