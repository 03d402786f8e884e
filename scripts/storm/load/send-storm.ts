import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { percentile } from '../../bench/percentile.js';
import { KEY } from '../request.js';
import type { StormAnswer, StormJob, StormResult } from './storm-job.js';

/** Milliseconds for which one that was refused does not ask again, where each waits for its answer. */
const AFTER_REFUSAL_MS = 100;
/** Clients of dashboards have theirs open; a server that is busy takes its time to take new ones. */
const CONNECTIONS = 200;
/** Milliseconds; shorter than the gateway keeps them. */
const KEEP_MS = 60_000;
/** Of an answer that is told. */
const MOST_TEXT = 20_000;

/** Sends requests, and waits for the answers of all. */
export async function sendStorm({ url, requests, pace, seconds }: StormJob): Promise<StormResult> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: null, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: KEEP_MS });
  await openConnections();
  const answers: StormAnswer[] = [];
  const lateness: number[] = [];
  const begin = performance.now();
  const passed = () => performance.now() - begin;
  const endsAt = seconds * 1_000;
  let sent = 0;

  await ('atOnce' in pace ? sendInTurn(pace.atOnce) : sendAtRate(pace.perSecond));
  await pool.close();
  return { answers, lateMs: percentile(lateness, 0.99) };

  async function openConnections(): Promise<void> {
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        const { body } = await pool.request({ path: '/health/live', method: 'GET' });
        await body.dump();
      }),
    );
  }

  async function sendInTurn(atOnce: number): Promise<void> {
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (passed() < endsAt) {
          const { status } = await send();
          if (status !== 200) await pause(AFTER_REFUSAL_MS);
        }
      }),
    );
  }

  async function sendAtRate(perSecond: number): Promise<void> {
    const open = new Set<Promise<unknown>>();
    for (const gap = 1_000 / perSecond; passed() < endsAt; await pause(1)) {
      for (let due = sent * gap; due <= passed(); due = sent * gap) {
        lateness.push(passed() - due);
        const answered = send().finally(() => open.delete(answered));
        open.add(answered);
      }
    }
    await Promise.all(open);
  }

  async function send(): Promise<StormAnswer> {
    const index = (sent += 1) - 1;
    const request = index % requests.length;
    const asked = performance.now();
    const answer = await ask(request, index).catch((error: Error) => ({
      status: 0,
      isWhole: false,
      hasRetryAfter: false,
      text: error.message,
    }));
    const told = { request, ms: performance.now() - asked, at: passed(), ...answer };
    answers.push(told);
    return told;
  }

  async function ask(
    request: number,
    index: number,
  ): Promise<Pick<StormAnswer, 'status' | 'isWhole' | 'hasRetryAfter' | 'text'>> {
    const { body, headers, expected } = requests[request]!;
    const response = await pool.request({
      path: pathname,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'accept-language': `x-${index}` },
      body: body.replace(KEY, () => randomUUID()),
    });
    const text = await response.body.text();
    const status = response.statusCode;
    const hasRetryAfter = response.headers['retry-after'] !== undefined;
    const isWhole = status === 200 && !text.includes('"errors":') && (expected === undefined || text === expected);
    const isRefused = status === 429 || status === 503;
    return { status, isWhole, hasRetryAfter, ...(!isWhole && !isRefused && { text: text.slice(0, MOST_TEXT) }) };
  }
}
