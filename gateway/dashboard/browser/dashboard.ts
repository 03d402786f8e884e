import { byId, h } from './dom.js';
import { connect } from './live.js';
import { dashboardUrl, t, textOf } from './settings.js';
import { createTile, redrawAll, type Tile } from './tile.js';
import { calendarTile } from './tiles/calendar.js';
import { challengesTile } from './tiles/challenges.js';
import { cityTiles } from './tiles/city.js';
import { designationsTile } from './tiles/designations.js';
import { dimensionsTile } from './tiles/dimensions.js';
import { createFigures } from './tiles/figures.js';
import { gapsTile } from './tiles/gaps.js';
import { mapTile } from './tiles/map.js';
import { partnersTile } from './tiles/partners.js';
import { searchTile } from './tiles/search.js';
import { spreadTile } from './tiles/spread.js';
import { targetsTile } from './tiles/targets.js';
import { followTheme } from './theme-switch.js';
import { readVocabulary } from './vocabulary.js';

const parameters = new URLSearchParams(location.search);
const startsAsTable = parameters.get('view') === 'table';

/** The tiles of the overview, in their order. */
function overviewTiles(): Tile<never>[] {
  return [
    mapTile(parameters),
    designationsTile(),
    dimensionsTile(),
    spreadTile(parameters),
    partnersTile(),
    targetsTile(),
    challengesTile(),
    calendarTile(),
    gapsTile(),
  ] as Tile<never>[];
}

/** What the address asks for: a city, a search, one tile, or the overview. */
function pageOf(): readonly Node[] {
  const [city, text, name] = ['city', 'q', 'tile'].map((parameter) => parameters.get(parameter));
  if (city != null && city !== '') {
    setTitle(city);
    const tiles = cityTiles(city, (found) => setTitle(found ? textOf(found) : city));
    return [grid(tiles)];
  }
  if (text != null) {
    setTitle(t('results', { text }));
    return [createTile(searchTile(text) as Tile<never>, { isAlone: true })];
  }
  const tiles = overviewTiles();
  const alone = tiles.find((tile) => tile.name === name);
  if (!alone) return [createFigures(), grid(tiles)];
  setTitle(t(alone.title));
  return [createTile({ ...alone, width: 'full' }, { isAlone: true, startsAsTable })];
}

function grid(tiles: readonly Tile<never>[]): Node {
  return h(
    'div',
    { class: 'tiles' },
    tiles.map((tile) => createTile(tile, { startsAsTable })),
  );
}

/** The heading of a page that is not the overview, and of its tab, with the way back. */
function setTitle(title: string): void {
  const head = byId('head');
  head.querySelector('h1')!.replaceChildren(title);
  document.title = `${title} · Citylink`;
  if (!head.querySelector('.back'))
    head.prepend(h('p', { class: 'back' }, h('a', { href: dashboardUrl() }, `← ${t('backToOverview')}`)));
}

followTheme(redrawAll);
byId('content').replaceChildren(...pageOf());
const state = byId('connection');
connect((now) => {
  state.dataset['state'] = now;
  state.replaceChildren(t(now));
});
readVocabulary().then(redrawAll, () => undefined);
