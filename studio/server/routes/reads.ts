import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type DraftAccess,
  engineError,
  hasErrors,
  inlineEntitySchemas,
  invalidManifest,
  type Manifest,
  openDraftAccess,
  type ReadLimits,
  readInSandbox,
  type SettingValue,
  toEngineError,
} from '../../../engine/index.ts';
import { toErrorBody } from '../failure.ts';
import { BODY_BYTES, toApiEnd, toApiPage } from '../read-shapes.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeResponses } from './responses.ts';

interface Read {
  readonly Body: {
    readonly manifest: string;
    readonly connector?: string;
    readonly stream: string;
    readonly connection?: string;
    readonly settings?: Readonly<Record<string, SettingValue>>;
    readonly limits: ReadLimits;
  };
}

/** Limit of concurrent reads: each has a process and sends requests to a vendor. */
const MAX_CONCURRENT = 4;
const HEARTBEAT_MS = 15_000;
/** Unsent bytes after which the read of a slow tab ends. */
const MAX_UNSENT_BYTES = 64 << 20;

/** Event of a read, without its type's details. */
type Send = (event: { readonly type: string; readonly [name: string]: unknown }) => void;

/** Parses the draft in the sandbox. Rejects with MANIFEST_INVALID. */
async function parseManifestDraft(
  { catalogue, working }: Studio,
  { manifest: text, connector }: Read['Body'],
): Promise<Manifest> {
  const folder = connector === undefined ? undefined : (await catalogue.find(connector)).folder;
  const inlined = folder === undefined ? { text, issues: [] } : await inlineEntitySchemas(text, folder);
  const { manifest, issues } = await working.call('validate', { text: inlined.text });
  const all = [...inlined.issues, ...issues];
  if (!manifest || hasErrors(all)) throw invalidManifest(manifest?.id ?? connector ?? 'the draft', all);
  return manifest;
}

/** Access with settings that are typed for this read: they are sent wherever the draft names, and are not stored. */
async function openTypedAccess(
  { consents }: Studio,
  manifest: Manifest,
  { settings = {}, send }: { readonly settings: Read['Body']['settings'] | undefined; readonly send: Send },
): Promise<DraftAccess> {
  return {
    setup: { settings: await consents.resolve(manifest, settings), filters: {} },
    admit: () => undefined,
    async keep({ setting, token }) {
      send({ type: 'rotated', setting, value: await consents.keep(token, manifest, settings) });
    },
  };
}

interface Reading {
  readonly manifest: Manifest;
  readonly access: DraftAccess;
  readonly body: Read['Body'];
  readonly send: Send;
  readonly signal: AbortSignal;
}

/** Reads, and sends what happens; ends with the event `end` or `failed`. */
async function performRead({ parts, working }: Studio, reading: Reading): Promise<void> {
  const { manifest, access, send, signal, body } = reading;
  const { stream, limits } = body;
  const { setup, admit, keep } = access;
  try {
    const job = { manifest, setup, stream, limits, bodyBytes: BODY_BYTES };
    const read = await readInSandbox(job, {
      ...{ ports: parts.ports, signal, admit, keep },
      onEvent: (event) => send(event.type === 'page' ? { type: 'page', page: toApiPage(event.page) } : { ...event }),
    });
    const explain = (text: string) => working.call('emptyPage', { manifest, stream, text }).catch(() => undefined);
    send({ type: 'end', end: await toApiEnd(read, explain) });
  } catch (error) {
    if (!signal.aborted) send({ type: 'failed', error: toErrorBody(toEngineError(error)) });
  }
}

/** Adds the route of the test read, whose response is a stream of events that ends with the read. Closing it stops the read. */
export function addReadRoutes(
  app: FastifyInstance,
  studio: Studio,
  isAllowed: (request: FastifyRequest) => boolean,
): void {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  app.addHook('preClose', async () => closing.abort(engineError('INTERRUPTED')));
  app.addHook('onClose', async () => {
    await Promise.all(running);
  });

  const openStream = (request: FastifyRequest, reply: FastifyReply) => {
    const lines = new PassThrough();
    const stop = new AbortController();
    const end = () => stop.abort(engineError('INTERRUPTED'));
    const write = (text: string) => {
      if (lines.writableLength > MAX_UNSENT_BYTES || !isAllowed(request)) end();
      else if (lines.writable) lines.write(text);
    };
    // A session can expire during a read. Empty lines keep the connection open.
    const heartbeat = setInterval(write, HEARTBEAT_MS, '\n');
    lines.on('close', () => {
      clearInterval(heartbeat);
      end();
    });
    const send: Send = (event) => write(`${JSON.stringify(event)}\n`);
    const headers = { 'content-type': 'application/x-ndjson', 'x-accel-buffering': 'no' };
    return {
      send,
      signal: AbortSignal.any([stop.signal, closing.signal]),
      /** Answers with the events of some work, which must not reject. */
      answer(work: Promise<void>) {
        const done = work.finally(() => lines.end());
        running.add(done);
        done.finally(() => running.delete(done));
        return reply.headers(headers).send(lines);
      },
      discard: () => lines.destroy(),
    };
  };

  app.post<Read>(
    '/api/reads',
    {
      bodyLimit: 2 << 20,
      schema: {
        summary: 'Reads the first pages of a stream of a draft, as a stream of events, one JSON a line',
        body: refTo('ReadRequest'),
        response: { ...describeResponses('ReadEvent') },
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (running.size >= MAX_CONCURRENT)
        throw engineError('STUDIO_REQUEST_INVALID', { problem: 'too many test reads are in progress' });
      if (body.connection !== undefined && body.settings !== undefined)
        throw engineError('STUDIO_REQUEST_INVALID', { path: '/settings', problem: 'a connection is given as well' });
      const manifest = await parseManifestDraft(studio, body);
      const { send, signal, answer, discard } = openStream(request, reply);
      try {
        const access =
          body.connection === undefined
            ? await openTypedAccess(studio, manifest, { settings: body.settings, send })
            : await openDraftAccess(studio.parts.platform, body.connection, manifest);
        return answer(performRead(studio, { manifest, access, body, send, signal }));
      } catch (error) {
        discard();
        throw error;
      }
    },
  );
}
