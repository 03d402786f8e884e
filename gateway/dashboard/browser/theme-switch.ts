import { byId } from './dom.js';

/** Switches between light and dark by the button of the page, which is remembered; otherwise the system's choice holds. */
export function followTheme(onChange: () => void): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', onChange);
  byId('theme').addEventListener('click', () => {
    const root = document.documentElement;
    const now = root.dataset['theme'] ?? (system.matches ? 'dark' : 'light');
    const next = now === 'dark' ? 'light' : 'dark';
    root.dataset['theme'] = next;
    localStorage.setItem('theme', next);
    onChange();
  });
}
