// Runs before the page is painted, so that it does not change its colours then.
const chosen = localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
document.documentElement.dataset['theme'] = chosen;
