const NOTHING = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

const OWN_PAGE = {
  ...NOTHING,
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
};

/** What a browser may load and run for each kind of response. */
export const contentSecurityPolicy = {
  /** Scripts, workers, styles and fonts: nothing of their own. */
  asset: written(NOTHING),
  page: written(OWN_PAGE),
  /** With the form of the search, which leads to the dashboard. */
  dashboard: written({ ...OWN_PAGE, 'form-action': "'self'" }),
  laboratory: written({
    ...OWN_PAGE,
    // The editor (Monaco) and React write <style> elements and style attributes at run time, and take no nonce.
    'style-src': "'self' 'unsafe-inline'",
    // Its icon font is inside its styles, and some of its cursors and squiggles are inline pictures.
    'font-src': "'self' data:",
    'img-src': "'self' data:",
    'worker-src': "'self'",
  }),
};

/** The headers of every response of the pages and of what they load; a page has a policy of its own. */
export const securityHeaders = {
  'content-security-policy': contentSecurityPolicy.asset,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function written(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map((directive) => directive.join(' '))
    .join('; ');
}
