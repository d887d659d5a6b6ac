export { SearchHistory } from './search-history.ts';
export { Favourite } from './favourite.ts';
export { SavedView } from './saved-view.ts';
