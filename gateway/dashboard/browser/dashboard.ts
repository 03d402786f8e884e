import { byId, h } from './dom.js';
import { connect } from './live.js';
import { t } from './settings.js';
import { createTile, redrawAll, type Tile } from './tile.js';
import { createFigures } from './tiles/figures.js';
import { designationsTile } from './tiles/designations.js';
import { dimensionsTile } from './tiles/dimensions.js';
import { mapTile } from './tiles/map.js';
import { followTheme } from './theme-switch.js';
import { readVocabulary } from './vocabulary.js';

const parameters = new URLSearchParams(location.search);

/** The tiles of the overview, by name, in their order. */
function overviewTiles(): Tile<never>[] {
  return [mapTile(parameters), designationsTile(), dimensionsTile()] as Tile<never>[];
}

function pageOf(): readonly Node[] {
  const tiles = overviewTiles();
  const startsAsTable = parameters.get('view') === 'table';
  const alone = tiles.find(({ name }) => name === parameters.get('tile'));
  if (alone) return [createTile({ ...alone, width: 'full' }, { isAlone: true, startsAsTable })];
  return [
    createFigures(),
    h(
      'div',
      { class: 'tiles' },
      tiles.map((tile) => createTile(tile, { startsAsTable })),
    ),
  ];
}

followTheme(redrawAll);
byId('content').replaceChildren(...pageOf());
const state = byId('connection');
connect((now) => {
  state.dataset['state'] = now;
  state.replaceChildren(t(now));
});
readVocabulary().then(redrawAll, () => undefined);
