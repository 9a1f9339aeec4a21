import { get, type IncomingMessage } from 'node:http';
import type { StartedStudio } from './test-studio.ts';

/** Event of the stream. */
export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

const parse = (block: string): StreamEvent | undefined => {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const [id, event, data] = [field('id'), field('event'), field('data')];
  return id && event && data ? { id, event, data: JSON.parse(data) } : undefined;
};

/** Reads the event stream like a tab, after the event `last`, until the caller stops. */
export async function* readEvents(
  { port, cookie }: Pick<StartedStudio, 'port' | 'cookie'>,
  last?: string,
): AsyncGenerator<StreamEvent> {
  const headers = { cookie, ...(last === undefined ? {} : { 'last-event-id': last }) };
  const answer = await new Promise<IncomingMessage>((done, fail) => {
    get({ host: '127.0.0.1', port, path: '/api/events', headers }, done).on('error', fail);
  });
  if (answer.statusCode !== 200) throw new Error(`the stream answered ${answer.statusCode}`);
  let rest = '';
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      rest += chunk;
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const told = parse(block);
        if (told) yield told;
      }
    }
  } finally {
    answer.destroy();
  }
}

/** Returns the events up to the first match, inclusive. */
export async function readUntil(
  events: AsyncGenerator<StreamEvent>,
  fits: (told: StreamEvent) => boolean,
): Promise<StreamEvent[]> {
  const seen: StreamEvent[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done) return seen;
    seen.push(value);
    if (fits(value)) return seen;
  }
}
