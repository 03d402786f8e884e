import { byId } from './dom.js';

/** Switches between light and dark by the button of the page, which is remembered; otherwise the system's choice holds. */
export function followTheme(onChange: () => void): void {
  const { dataset } = document.documentElement;
  const show = (theme: 'light' | 'dark') => {
    dataset['theme'] = theme;
    onChange();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
    if (localStorage.getItem('theme') === null) show(matches ? 'dark' : 'light');
  });
  byId('theme').addEventListener('click', () => {
    const next = dataset['theme'] === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', next);
    show(next);
  });
}
