// Loaded before a program, it writes each address that the program turns to into the file CONNECTIONS_FILE, and
// refuses those that are not on this machine.
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const LOCAL = /^(127\.|localhost$|::1$)/;

/** @param {string} address */
function record(address) {
  appendFileSync(/** @type {string} */ (process.env.CONNECTIONS_FILE), `${address}\n`);
  if (!LOCAL.test(address)) throw new Error(`Refused: ${address}`);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = /** @type {typeof connect} */ (
  function (/** @type {any[]} */ ...given) {
    const [first, second] = Array.isArray(given[0]) ? given[0] : given;
    record(
      typeof first === 'object'
        ? String(first.path ?? first.host ?? 'localhost')
        : typeof second === 'string'
          ? second
          : 'localhost',
    );
    return Reflect.apply(connect, this, given);
  }
);

for (const [owner, names] of /** @type {[any, string[]][]} */ ([
  [dns, ['lookup', 'resolve', 'resolve4', 'resolve6']],
  [dns.promises, ['lookup', 'resolve', 'resolve4', 'resolve6']],
])) {
  for (const name of names) {
    const original = owner[name];
    owner[name] = (/** @type {any[]} */ ...given) => {
      record(String(given[0]));
      return original(...given);
    };
  }
}
