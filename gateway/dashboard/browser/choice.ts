import { h } from './dom.js';

let groups = 0;

/** A choice of one of a few, as buttons that belong together. */
export function choice<Value extends string>(
  legend: string,
  options: readonly (readonly [value: Value, label: string])[],
  chosen: Value,
  onChoice: (value: Value) => void,
): HTMLElement {
  const name = `choice-${(groups += 1)}`;
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', {}, legend),
    options.map(([value, label]) =>
      h(
        'label',
        {},
        h('input', { type: 'radio', name, value, checked: value === chosen, onchange: () => onChoice(value) }),
        h('span', {}, label),
      ),
    ),
  );
}
