export interface Sent {
  method: string;
  url: URL;
  body: string | undefined;
}

/** Makes a `fetch` that keeps what it sent. */
export function recordedFetch(): { sent: Sent[]; send: typeof fetch } {
  const sent: Sent[] = [];
  return {
    sent,
    send: (input, init) => {
      sent.push({
        method: init?.method ?? 'GET',
        url: new URL(String(input)),
        body: typeof init?.body === 'string' ? init.body : undefined,
      });
      return fetch(input, init);
    },
  };
}
