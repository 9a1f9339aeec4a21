import { gzipSync } from 'node:zlib';
import type { HealthyAnswer } from './healthy-vendor.ts';
import type { Exchange } from './server.ts';

/** Responds to one request. `well` returns the vendor's normal response. */
export type Play = (exchange: Exchange, well: () => HealthyAnswer) => void;

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE = { 'content-type': 'application/json' };

const formatHead = (status: number, headers: Headers): string =>
  [`HTTP/1.1 ${status} Any`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join(
    '\r\n',
  );

/** Response whose headers match its body. */
const whole = (status: number, body: Uint8Array | string, headers: Headers = {}): Buffer => {
  const bytes = Buffer.from(body as string);
  const length = status === 204 ? {} : { 'content-length': String(bytes.length) };
  return Buffer.concat([Buffer.from(formatHead(status, { ...JSON_TYPE, ...length, ...headers })), bytes]);
};

/** Successful responses: only their records count as served. */
export const answerWell: Play = ({ socket, ledger }, good) => {
  const { json, ids } = good();
  ledger.served.push(...ids);
  socket.write(whole(200, json));
};

/** Responds normally, then closes the connection under the next request. */
export const answerThenClose: Play = (exchange, good) => {
  answerWell(exchange, good);
  exchange.socket.removeAllListeners('data').on('data', () => exchange.socket.destroy());
};

/** Response with this status and body. */
export const status =
  (code: number, headers: Headers = {}, body = ''): Play =>
  ({ socket, stranger }) => {
    const placed = Object.entries(headers).map(([name, value]) => [name, value.replace('{stranger}', stranger)]);
    socket.write(whole(code, body, Object.fromEntries(placed)));
  };

/** Response with a header whose value is a date `ms` milliseconds after it is sent. */
export const answerWithDate =
  (code: number, header: string, { ms, text = '' }: { ms: number; text?: string }): Play =>
  (exchange, good) =>
    status(code, { [header]: new Date(Date.now() + ms).toUTCString() }, text)(exchange, good);

/** Response 200 with this body. */
export const body =
  (content: string | Uint8Array, headers: Headers = {}): Play =>
  ({ socket, stranger }) =>
    void socket.write(
      whole(200, typeof content === 'string' ? content.replace('{stranger}', stranger) : content, headers),
    );

/** Response 200 with this list instead of the page's, and its total. */
export const items = (list: string, rest = '"total":5'): Play => body(`{${rest},"items":${list}}`);

/** Writes raw bytes, which need not be valid HTTP. */
export const bytes =
  (content: string): Play =>
  ({ socket }) =>
    void socket.write(content);

export const reset: Play = ({ socket }) => void socket.resetAndDestroy();
export const end: Play = ({ socket }) => void socket.end();
export const silence: Play = () => undefined;

type Cut = 'reset' | 'end';

const cutAfter = ({ socket }: Exchange, bytes: Uint8Array | string, how: Cut) => {
  if (how === 'end') socket.end(bytes);
  else socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()));
};

/** The first half of the body, with the content length of the whole. */
export const cutBody =
  (how: Cut): Play =>
  (exchange, good) => {
    const bytes = whole(200, good().json);
    cutAfter(exchange, bytes.subarray(0, bytes.length - 9), how);
  };

/** The page in chunks, with the last one truncated. */
export const cutChunk: Play = (exchange, good) => {
  const { json } = good();
  const head = formatHead(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
  cutAfter(exchange, `${head}${json.length.toString(16)}\r\n${json.slice(0, -5)}`, 'end');
};

/** All chunks of the page without the terminating one. */
export const noLastChunk: Play = (exchange, good) => {
  const { json } = good();
  const head = formatHead(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
  cutAfter(exchange, `${head}${json.length.toString(16)}\r\n${json}\r\n`, 'end');
};

/** A truncated page without a content length, which HTTP cannot detect as truncated. */
export const cutJson: Play = (exchange, good) =>
  cutAfter(exchange, formatHead(200, { ...JSON_TYPE, connection: 'close' }) + good().json.slice(0, -4), 'end');

const GZIP = { 'content-encoding': 'gzip' };

/** The page in gzip, with its bytes changed by `damage`. */
export const gzip =
  (damage: (bytes: Buffer) => Uint8Array): Play =>
  ({ socket }, good) =>
    void socket.write(whole(200, damage(gzipSync(good().json)), GZIP));

/** Spaces that are compressed several times. */
export const bomb = (bytes: number, layers: number): Play => {
  let packed: Uint8Array = Buffer.alloc(bytes, ' ');
  for (let layer = 0; layer < layers; layer += 1) packed = gzipSync(packed);
  const content = packed;
  const coding = { 'content-encoding': Array.from({ length: layers }, () => 'gzip').join(', ') };
  return ({ socket }) => void socket.write(whole(200, content, coding));
};

/** Response body that arrives byte by byte and never ends. */
export const drip =
  (everyMs: number): Play =>
  ({ socket }) => {
    socket.write(formatHead(200, { ...JSON_TYPE, 'content-length': '100000' }));
    const drops = setInterval(() => socket.write(' '), everyMs);
    socket.on('close', () => clearInterval(drops));
  };

/** Page of items of one megabyte each. */
export const hugePage =
  (count: number): Play =>
  ({ socket, ledger }) => {
    const padding = Buffer.alloc(1 << 20, 'x');
    const ids = Array.from({ length: count }, (_, index) => `huge${1000 + index}`);
    const heads = ids.map((id, index) => `${index === 0 ? '{"items":[' : '"},'}{"id":"${id}","pad":"`);
    const after = '"}]}';
    const length = heads.join('').length + count * padding.length + after.length;
    socket.write(formatHead(200, { ...JSON_TYPE, 'content-length': String(length) }));
    for (const head of heads) {
      socket.write(head);
      socket.write(padding);
    }
    socket.write(after);
    ledger.served.push(...ids);
  };
