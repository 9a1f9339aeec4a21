import { engineError } from '../../base/errors/index.ts';
import { toPointer } from '../../base/json/index.ts';
import { createRedactor, isSecret, type Redactor, type Secret, SHORTEST_SECRET } from '../../base/secret/index.ts';
import { findValue } from '../../language/template/template-scope.ts';
import {
  flattenSettings,
  isGroup,
  listSecretFields,
  type Manifest,
  mergeSecrets,
  type SettingValue,
  type SettingValues,
  splitSettingPath,
} from '../../manifest/index.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import type { HttpResponse, Ports } from '../../pipeline/run/ports.ts';
import { type BinaryBody, packText, readBinary } from './binary-body.ts';
import { createPlaceholder, createSettingPlaceholder, createSubstitutionTable } from './placeholder.ts';
import type { Exchange, Recording } from './recording.generated.ts';
import { findCredentials, toRecordedRequest } from './request.ts';

/** Response headers that affect a run. */
const RELEVANT_HEADERS = [
  'content-type',
  'link',
  'retry-after',
  'ratelimit',
  'ratelimit-reset',
  'ratelimit-remaining',
  'x-ratelimit-reset',
  'x-ratelimit-remaining',
];

/** Returns the headers to record, in lower case. */
const listRelevantHeaders = ({ streams, defaults }: Manifest): string[] => [
  ...RELEVANT_HEADERS,
  ...[defaults?.paginator, ...Object.values(streams).map(({ paginator }) => paginator)].flatMap((paginator) =>
    paginator && 'header' in paginator && paginator.header ? [paginator.header.toLowerCase()] : [],
  ),
  ...Object.values(streams).flatMap(({ incremental }) => incremental?.header?.toLowerCase() ?? []),
];

const LOOPBACK = /^http:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?/;

/** Metadata of a recording. */
export interface RecordingMeta {
  readonly description: string;
  readonly filters?: NonNullable<Recording['filters']>;
  readonly select?: NonNullable<Recording['select']>;
  readonly cursors?: NonNullable<Recording['cursors']>;
  readonly streams?: NonNullable<Recording['streams']>;
  readonly limits?: NonNullable<Recording['limits']>;
}

/** Records every exchange of a run, without its secrets. */
export interface Recorder {
  /** The ports to run with. */
  readonly ports: Ports;
  /** Adds a secret from a login response. */
  learn(secret: string | Secret): void;
  recording(meta: RecordingMeta): Recording;
  /** Throws RECORDING_HOLDS_SECRET for what still contains a secret, in any encoding. */
  expectClean(written: unknown): void;
}

interface KeptExchange {
  readonly request: Parameters<Ports['http']['send']>[0];
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Body or, for a binary body, the text in it. */
  readonly text: string;
  readonly binary: BinaryBody | undefined;
}

/** Parses a body as JSON. Returns the text if it is not JSON or contains long numbers, which would lose precision. */
const tryParse = (text: string): unknown => {
  try {
    return /\d{16}/.test(text) ? text : JSON.parse(text);
  } catch {
    return text;
  }
};

/** Creates a recorder for a run of `connector`. Loopback addresses become `https://<setting>.example`. */
export function createRecorder(connector: () => Connector, ports: Ports): Recorder {
  // A run starts when it first reads the clock. Its requests depend on that time to the millisecond.
  let startedAt: number | undefined;
  const now = () => {
    const at = ports.clock.now();
    startedAt ??= at;
    return at;
  };
  const kept: KeptExchange[] = [];
  const learnt: (string | Secret)[] = [];
  const send: Ports['http']['send'] = async (request, options) => {
    const response = await ports.http.send(request, options);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) chunks.push(chunk);
    // The consumer may change the chunks.
    const bytes = Buffer.concat(chunks);
    const binary = await readBinary(bytes);
    const { status, headers } = response;
    kept.push({ request, status, headers, text: binary?.text ?? bytes.toString('utf8'), binary });
    return { ...response, body: streamChunks(chunks) } satisfies HttpResponse;
  };
  return {
    ports: { ...ports, http: { send }, clock: { ...ports.clock, now } },
    learn: (secret) => learnt.push(secret),
    recording(meta) {
      const { visible, secrets, auths, manifest } = connector();
      const names = listSecretNames(connector());
      const hidden = names.map(
        (name, at) => [name, createSettingPlaceholder(manifest, name, secrets[at] ?? '')] as const,
      );
      const substitutes = createSubstitutionTable();
      for (const [at, [, substitute]] of hidden.entries()) substitutes.add(secrets[at] ?? '', substitute);
      const credentials = kept.flatMap(({ text }) => findCredentials(text));
      for (const credential of credentials) substitutes.add(credential, createPlaceholder(credential));
      for (const [name, value] of Object.entries(flattenSettings(visible))) {
        const origin = LOOPBACK.exec(String(value))?.[0];
        if (origin) substitutes.add(origin, `https://${name.replaceAll(/[_.]/g, '-')}.example`);
      }
      const redact = createRedactor([...secrets, ...credentials]);
      for (const secret of learnt) redact.add(secret);
      const clean = (text: string) => redact(substitutes.in(text));
      /** Returns a body to record. An archive keeps the addresses of this machine, but no secret. */
      const bodyOf = ({ text, binary }: KeptExchange, at: number): Pick<Exchange['response'], 'body' | 'base64'> => {
        if (!binary) return { body: tryParse(clean(text)) as NonNullable<Exchange['response']['body']> };
        const packed = packText(binary, clean(text));
        if (!packed && redact(text) !== text)
          throw engineError('RECORDING_HOLDS_SECRET', { path: `/exchanges/${at}/response/base64` });
        return { base64: Buffer.from(packed ?? binary.bytes).toString('base64') };
      };
      const exchange = (one: KeptExchange, at: number): Exchange => {
        const { request, status, headers } = one;
        return {
          request: toRecordedRequest(request, { marks: auths.marks, clean }),
          response: {
            status,
            headers: Object.fromEntries(
              listRelevantHeaders(manifest).flatMap((name) =>
                headers[name] === undefined ? [] : [[name, clean(headers[name])]],
              ),
            ),
            ...bodyOf(one, at),
          },
        };
      };
      const own = cleanValues(visible, clean);
      return {
        ...meta,
        now: new Date(startedAt ?? ports.clock.now()).toISOString(),
        settings: mergeSecrets(own, Object.fromEntries(hidden)) as Recording['settings'],
        exchanges: kept.map(exchange),
      };
    },
    expectClean(written) {
      const credentials = kept.flatMap(({ text }) => findCredentials(text));
      const redact = createRedactor([...connector().secrets, ...credentials].filter(isLong));
      for (const secret of learnt) if (isSecret(secret)) redact.add(secret, SHORTEST_SECRET);
      const path = findSecretPath(written, redact);
      if (path !== undefined) throw engineError('RECORDING_HOLDS_SECRET', { path });
    },
  };
}

/** Excludes short texts, which occur by chance. */
const isLong = (text: string): boolean => text.length >= SHORTEST_SECRET;

/** Returns the dotted paths of the secret settings, in the order of the connector's secrets. */
const listSecretNames = ({ scope, manifest }: Connector): string[] =>
  listSecretFields(manifest).filter((field) => isSecret(findValue(scope, ['settings', ...splitSettingPath(field)])));

/** Cleans the texts of settings at any depth. */
const cleanValues = (values: SettingValues, clean: (text: string) => string): SettingValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cleanValue(value, clean)]));

const cleanValue = (value: SettingValue, clean: (text: string) => string): SettingValue => {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((one) => cleanValue(one, clean));
  return isGroup(value) ? cleanValues(value, clean) : value;
};

/** Returns the pointer of the first key or value that contains a secret, or the root if a secret spans several. */
function findSecretPath(value: unknown, redact: Redactor, path: readonly string[] = []): string | undefined {
  const isHeld = (text: string) => redact(text) !== text;
  if (typeof value !== 'object' || value === null) return isHeld(String(value)) ? redact(toPointer(path)) : undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = isHeld(key) ? redact(toPointer([...path, key])) : findSecretPath(inner, redact, [...path, key]);
    if (found !== undefined) return found;
  }
  return path.length === 0 && isHeld(JSON.stringify(value)) ? '' : undefined;
}

async function* streamChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}
