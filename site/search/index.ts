/** The search, bundled into `_static/search.js`; loaded, with its index, when a reader first looks for something. */
import MiniSearch from 'minisearch';
import { find } from './find';
import { INDEX_OPTIONS } from './sections';
import { showResults, type ViewOptions } from './view';

declare global {
  interface Window {
    /** MiniSearch's index as JSON. */
    dltsSearchIndex?: string;
    /** Answers what is typed into a field, below it. */
    dltsSearch?: (input: HTMLInputElement, place: HTMLElement, options: ViewOptions) => void;
  }
}

const { dltsSearchIndex: json } = window;
if (json === undefined) throw new Error('The index of the search was loaded, but is not there.');
const index = MiniSearch.loadJSON(json, INDEX_OPTIONS);
delete window.dltsSearchIndex;

window.dltsSearch = (input, place, options) =>
  showResults(input, place, (query) => find(index, query), options);
