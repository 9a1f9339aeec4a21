import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Number of past events that a reconnecting tab can still receive. */
const MAX_PAST_EVENTS = 1_000;
const HEARTBEAT_MS = 15_000;
/** Unsent bytes after which a slow reader is disconnected; it reconnects and receives the events that it missed. */
const MAX_UNSENT_BYTES = 1 << 20;
const MAX_TABS = 50;

interface PastEvent {
  readonly number: number;
  readonly text: string;
}

/** Sends events to all open tabs. */
export interface EventHub {
  send(event: string, data: object): void;
  /** Streams missed events and then new ones to a tab, until it disconnects or `isAllowed` returns false. */
  serve(request: FastifyRequest, reply: FastifyReply, isAllowed: (request: FastifyRequest) => boolean): void;
  /** At least one tab is connected. */
  readonly isHeard: boolean;
  close(): void;
}

const readLastEventId = (request: FastifyRequest, prefix: string): number | undefined => {
  const [from, number] = String(request.headers['last-event-id'] ?? '').split('.');
  return from === prefix && /^\d{1,15}$/.test(number ?? '') ? Number(number) : undefined;
};

export function createEventHub(): EventHub {
  // Event numbers restart with the studio; this prefix makes ids of an earlier process recognizable.
  const prefix = randomUUID().slice(0, 8);
  const pastEvents: PastEvent[] = [];
  const tabs = new Map<FastifyReply['raw'], () => boolean>();
  let number = 0;

  const write = (tab: FastifyReply['raw'], text: string) => {
    if (tab.writableLength > MAX_UNSENT_BYTES) tab.destroy();
    else tab.write(text);
  };
  // A session can expire while its stream is open.
  const writeAll = (text: string) => {
    for (const [tab, isAllowed] of tabs) {
      if (isAllowed()) write(tab, text);
      else tab.end();
    }
  };
  const heartbeat = setInterval(() => writeAll(': alive\n\n'), HEARTBEAT_MS).unref();

  const formatMissed = (lastId: number | undefined): string => {
    const oldest = pastEvents[0]?.number ?? number + 1;
    if (lastId === undefined || lastId + 1 < oldest) return `id: ${prefix}.${number}\nevent: reset\ndata: {}\n\n`;
    return pastEvents
      .filter((past) => past.number > lastId)
      .map(({ text }) => text)
      .join('');
  };

  return {
    get isHeard() {
      return tabs.size > 0;
    },
    send(event, data) {
      number += 1;
      const text = `id: ${prefix}.${number}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      pastEvents.push({ number, text });
      if (pastEvents.length > MAX_PAST_EVENTS) pastEvents.shift();
      writeAll(text);
    },
    serve(request, reply, isAllowed) {
      reply.hijack();
      const { raw } = reply;
      const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
      raw.writeHead(200, [...headers, 'content-type', 'text/event-stream', 'x-accel-buffering', 'no']);
      const [oldestTab] = tabs.size >= MAX_TABS ? tabs.keys() : [];
      oldestTab?.destroy();
      tabs.set(raw, () => isAllowed(request));
      raw.on('close', () => tabs.delete(raw));
      write(raw, `retry: 1000\n\n${formatMissed(readLastEventId(request, prefix))}`);
    },
    close() {
      clearInterval(heartbeat);
      for (const tab of tabs.keys()) tab.end();
      tabs.clear();
    },
  };
}

/** Adds GET /api/events: one stream per tab, resumed by the `last-event-id` header. */
export function addEventRoutes(
  app: FastifyInstance,
  events: EventHub,
  isAllowed: (request: FastifyRequest) => boolean,
): void {
  app.get(
    '/api/events',
    { schema: { summary: 'Changes of connections, runs and checks, as an event stream' } },
    (request, reply) => events.serve(request, reply, isAllowed),
  );
}
