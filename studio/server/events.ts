import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Events that a tab may have missed and still gets. */
const KEPT = 1_000;
const HEARTBEAT_MS = 15_000;
/** A reader that is so far behind is cut off: it comes back and gets what it missed. */
const MOST_BEHIND = 1 << 20;
const MOST_TABS = 50;

interface KeptEvent {
  readonly number: number;
  readonly text: string;
}

/** Tells every tab what moves. */
export interface EventHub {
  send(event: string, data: object): void;
  /** Serves one tab, as long as `isAllowed`: what it missed, then all that comes. */
  serve(request: FastifyRequest, reply: FastifyReply, isAllowed: (request: FastifyRequest) => boolean): void;
  /** Somebody listens. */
  readonly isHeard: boolean;
  close(): void;
}

const readLastEventId = (request: FastifyRequest, boot: string): number | undefined => {
  const [from, number] = String(request.headers['last-event-id'] ?? '').split('.');
  return from === boot && /^\d{1,15}$/.test(number ?? '') ? Number(number) : undefined;
};

export function createEventHub(): EventHub {
  // Numbers begin anew with each start: an id of another life of the studio means nothing here.
  const boot = randomUUID().slice(0, 8);
  const kept: KeptEvent[] = [];
  const tabs = new Map<FastifyReply['raw'], () => boolean>();
  let number = 0;

  const write = (tab: FastifyReply['raw'], text: string) => {
    if (tab.writableLength > MOST_BEHIND) tab.destroy();
    else tab.write(text);
  };
  // The session of a tab may end while its stream is open.
  const writeAll = (text: string) => {
    for (const [tab, isAllowed] of tabs) {
      if (isAllowed()) write(tab, text);
      else tab.end();
    }
  };
  const heartbeat = setInterval(() => writeAll(': alive\n\n'), HEARTBEAT_MS).unref();

  const missedSince = (seen: number | undefined): string => {
    const oldest = kept[0]?.number ?? number + 1;
    if (seen === undefined || seen + 1 < oldest) return `id: ${boot}.${number}\nevent: reset\ndata: {}\n\n`;
    return kept
      .filter((one) => one.number > seen)
      .map(({ text }) => text)
      .join('');
  };

  return {
    get isHeard() {
      return tabs.size > 0;
    },
    send(event, data) {
      number += 1;
      const text = `id: ${boot}.${number}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      kept.push({ number, text });
      if (kept.length > KEPT) kept.shift();
      writeAll(text);
    },
    serve(request, reply, isAllowed) {
      reply.hijack();
      const { raw } = reply;
      const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
      raw.writeHead(200, [...headers, 'content-type', 'text/event-stream', 'x-accel-buffering', 'no']);
      const [eldest] = tabs.size >= MOST_TABS ? tabs.keys() : [];
      eldest?.destroy();
      tabs.set(raw, () => isAllowed(request));
      raw.on('close', () => tabs.delete(raw));
      write(raw, `retry: 1000\n\n${missedSince(readLastEventId(request, boot))}`);
    },
    close() {
      clearInterval(heartbeat);
      for (const tab of tabs.keys()) tab.end();
      tabs.clear();
    },
  };
}

/** GET /api/events: one stream a tab; `last-event-id` resumes it. */
export function addEventRoutes(
  app: FastifyInstance,
  events: EventHub,
  isAllowed: (request: FastifyRequest) => boolean,
): void {
  app.get('/api/events', { schema: { summary: 'What moves, as a stream of events' } }, (request, reply) =>
    events.serve(request, reply, isAllowed),
  );
}
