import { redactor, type Secret } from '../../base/secret/index.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import type { HttpAnswer, Ports } from '../../pipeline/run/ports.ts';
import { createSubstitutes, madeUp } from './made-up.ts';
import type { Exchange, Recording } from './recording.generated.ts';
import { recordedRequest } from './request.ts';

/** Response headers that mean something to a run. */
const TELLING = [
  'content-type',
  'link',
  'retry-after',
  'ratelimit',
  'ratelimit-reset',
  'ratelimit-remaining',
  'x-ratelimit-reset',
  'x-ratelimit-remaining',
];
const LOOPBACK = /^http:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?/;

/** What a recording says of itself. */
export interface RecordingMeta {
  readonly description: string;
  readonly filters?: NonNullable<Recording['filters']>;
  readonly select?: NonNullable<Recording['select']>;
  readonly cursors?: NonNullable<Recording['cursors']>;
}

/** Keeps every exchange of a run, without its secrets. */
export interface Recorder {
  /** The ports to run with. */
  readonly ports: Ports;
  /** A secret that a login brought. */
  learn(secret: string | Secret): void;
  recording(meta: RecordingMeta): Recording;
}

interface Kept {
  readonly draft: Parameters<Ports['http']['send']>[0];
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The body as JSON, unless reading it would lose something: long numbers stay in the text. */
const parsed = (text: string): unknown => {
  try {
    return /\d{16}/.test(text) ? text : JSON.parse(text);
  } catch {
    return text;
  }
};

/** Members that hold credentials by their name, also those that no login captures. */
const CREDENTIAL =
  /"(?:(?:access|refresh|id)_?)?token"\s*:\s*"([^"\\]{4,})"|"[^"]*(?:secret|password)[^"]*"\s*:\s*"([^"\\]{4,})"/gi;

const credentialsIn = (text: string): string[] =>
  [...text.matchAll(CREDENTIAL)].flatMap(([, token, word]) => token ?? word ?? []);

/** Records a run of `connector`. Loopback addresses become `https://<setting>.example`: ports of a test are nobody's business. */
export function createRecorder(connector: () => Connector, ports: Ports): Recorder {
  // A run begins when it first looks at the clock; what it asks for follows from that to the millisecond.
  let startedAt: number | undefined;
  const now = () => {
    const at = ports.clock.now();
    startedAt ??= at;
    return at;
  };
  const kept: Kept[] = [];
  const learnt: (string | Secret)[] = [];
  const send: Ports['http']['send'] = async (draft, options) => {
    const answer = await ports.http.send(draft, options);
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body) chunks.push(chunk);
    kept.push({ draft, status: answer.status, headers: answer.headers, text: Buffer.concat(chunks).toString('utf8') });
    return { ...answer, body: eachOf(chunks) } satisfies HttpAnswer;
  };
  return {
    ports: { ...ports, http: { send }, clock: { ...ports.clock, now } },
    learn: (secret) => learnt.push(secret),
    recording(meta) {
      const { visible, secrets, scheme, manifest } = connector();
      const substitutes = createSubstitutes();
      const hiding = [...secrets, ...kept.flatMap(({ text }) => credentialsIn(text))];
      for (const secret of hiding) substitutes.add(secret, madeUp(secret));
      for (const [name, value] of Object.entries(visible)) {
        const origin = LOOPBACK.exec(String(value))?.[0];
        if (origin) substitutes.add(origin, `https://${name.replaceAll('_', '-')}.example`);
      }
      const redact = redactor(hiding);
      for (const secret of learnt) redact.add(secret);
      const clean = (text: string) => redact(substitutes.in(text));
      const exchange = ({ draft, status, headers, text }: Kept): Exchange => ({
        request: recordedRequest(draft, { marks: scheme.marks, clean }),
        response: {
          status,
          headers: Object.fromEntries(
            TELLING.flatMap((name) => (headers[name] === undefined ? [] : [[name, clean(headers[name])]])),
          ),
          body: parsed(clean(text)) as NonNullable<Exchange['response']['body']>,
        },
      });
      const secretSettings = Object.entries(connector().scope.settings).filter(
        ([name]) => manifest.settings.properties[name]?.writeOnly,
      );
      const own = Object.entries(visible).map(([name, value]) => [
        name,
        typeof value === 'string' ? clean(value) : value,
      ]);
      const hidden = secretSettings.map(([name], index) => [name, madeUp(secrets[index] ?? '')]);
      return {
        ...meta,
        now: new Date(startedAt ?? ports.clock.now()).toISOString(),
        settings: Object.fromEntries([...own, ...hidden]),
        exchanges: kept.map(exchange),
      };
    },
  };
}

async function* eachOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}
