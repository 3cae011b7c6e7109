/** The script of every page, bundled into `_static/course.js`: classic and deferred, so that it runs from file:// too. */
import { offerCells } from '../cells/page/offer';
import { followScroll } from './contents';
import { watchFigures } from './figures';
import { mendAccessibility, shortenExcerpts, unfoldForPrint } from './reading';
import { offerDemos } from './start-demos';

watchFigures();
offerDemos();
shortenExcerpts();
unfoldForPrint();
mendAccessibility();
followScroll();
offerCells();
