import { byId } from './dom.js';
import { connect } from './live.js';
import { createFigures } from './tiles/figures.js';
import { followTheme } from './theme-switch.js';

followTheme(() => undefined);
if (document.getElementById('figures')) {
  byId('figures').replaceWith(createFigures());
  connect(() => undefined);
}
