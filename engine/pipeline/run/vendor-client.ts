import { createHash } from 'node:crypto';
import { addDetails, EngineError, engineError, isEngineError } from '../../base/errors/index.ts';
import { type Json, stableStringify } from '../../base/json/index.ts';
import { createEchoes, type Echoes } from '../../base/secret/index.ts';
import { parseHttpDate } from '../../base/time/index.ts';
import { type Bindings, createPageAllowance, type PageAllowance } from '../../language/expression/index.ts';
import type { CompiledStream, Connector, ConnectorScope } from '../connector/connector.ts';
import type { ExtractedItem } from '../extract/index.ts';
import type { PagingProgress, Step } from '../pagination/index.ts';
import type { CompiledRequest } from '../request/index.ts';
import type { StatusMeaning } from '../retry/index.ts';
import { findNumbers } from './find-numbers.ts';
import { createRunBudget, type RunBudget } from './pacer.ts';
import type { PageBody } from './page-body.ts';
import type { Ports } from './ports.ts';
import {
  createRequestSender,
  type Reply,
  type RequestSender,
  type RereadReply,
  type SenderContext,
} from './request-sender.ts';
import { findReportedErrors, findStatedError, formatReasonText } from './vendor-reason.ts';

/** Page that has arrived completely. */
export interface VendorPage {
  readonly kind: 'page';
  readonly body: PageBody;
  /** Time of the request, epoch ms: the earlier of our clock and the vendor's. */
  readonly date: number;
  /** Limits of what the expressions over its items take together. */
  readonly allowance: PageAllowance;
  /** Items of the page; iterate once. */
  items(bindings: Bindings): AsyncIterable<readonly ExtractedItem[]>;
  /** Returns the errors that the page reports beside its data, as GraphQL does; call it after the items were iterated. */
  reportedErrors(): string | undefined;
  /** Reads all items, so that `facts` are known before the iteration. The fingerprint is then that of the items. */
  hold(bindings: Bindings): Promise<void>;
  /** Items of another stream that reads this page too. */
  itemsOf(member: CompiledStream, bindings: Bindings): AsyncIterable<readonly ExtractedItem[]>;
  /** Facts for the paginator; call it after the items were iterated. */
  facts(): Parameters<CompiledStream['paginator']['advance']>[1];
}

type PageReply = VendorPage | Exclude<Reply, { kind: 'response' | 'expired' }>;

/** Next paging step; a paginator that is stuck is an error. */
export type AdvanceStep = Exclude<Step, { kind: 'stuck' }>;

/** Client of the vendor's API with the credentials of one connection. */
export interface VendorClient {
  /** Requests one page of a stream. Rejects with JOB_FILE_EXPIRED if the status means that. */
  page(
    stream: CompiledStream,
    scope: ConnectorScope,
    at: { progress: PagingProgress; meaningOf?: StatusMeaning | undefined; signal?: AbortSignal },
  ): Promise<PageReply>;
  /** Returns the next paging step. Rejects with PAGE_LIMIT_REACHED, or with the paginator's error code. */
  advance(stream: CompiledStream, progress: PagingProgress, page: VendorPage): Promise<AdvanceStep>;
  /** Returns whether a position or a cursor contains a secret, as some next links do: it must not be saved. */
  namesSecret(value: PagingProgress | Json): boolean;
  /** Sends another request of a stream, such as those of its job. Secrets in the response are redacted. */
  ask(
    stream: CompiledStream,
    request: CompiledRequest,
    call: { scope: ConnectorScope; meaningOf?: StatusMeaning | undefined; signal?: AbortSignal },
  ): Promise<Exclude<Reply, RereadReply>>;
  /** Logs in with every auth that the connector's streams use. */
  logIn(signal?: AbortSignal): Promise<void>;
}

/** Returns true if the list must be read otherwise. */
export const isReread = (reply: { readonly kind: string }): reply is RereadReply =>
  reply.kind === 'splitWindow' || reply.kind === 'restartList';

/** Responses of jobs may list thousands of signed URLs. */
const ANSWER_BYTES = 32 << 20;

/** Creates the client: it signs, rate-limits, sends and retries requests, and redacts echoed secrets. */
export function createVendorClient(connector: Connector, ports: Ports, side: SenderContext): VendorClient {
  const echoes = createEchoes(connector.secrets);
  const budget = createRunBudget(connector, ports.clock);
  const sender: RequestSender = createRequestSender(connector, ports, { ...side, echoes, budget });
  return {
    logIn: (signal) => sender.logIn(signal),
    async ask(stream, request, call) {
      const reply = await sender.call({ stream, request, parseBytes: ANSWER_BYTES, ...call });
      if (isReread(reply)) throw reply.error;
      if (reply.kind !== 'response') return reply;
      // Captured values go into the state and into records, and unknown statuses into messages.
      const headers = redactJson(reply.headers, echoes.redact) as typeof reply.headers;
      return {
        ...reply,
        headers,
        body: reply.page.echoes ? redactJson(reply.body as Json, echoes.redact) : reply.body,
      };
    },
    namesSecret(value) {
      const text = JSON.stringify(value);
      return echoes.redact(text) !== text;
    },
    async page(stream, scope, { progress, meaningOf, signal }) {
      const askedAt = ports.clock.now();
      const call = {
        stream,
        request: stream.fetch,
        scope: { ...scope, page: stream.paginator.scope(progress) },
        patch: stream.paginator.patch(progress),
        meaningOf,
        ...(signal ? { signal } : {}),
      };
      const reply = await sender.call(call);
      if (reply.kind === 'expired')
        throw engineError('JOB_FILE_EXPIRED', { stream: stream.name, status: reply.status });
      if (reply.kind !== 'response') return reply;
      if (!EMPTY_STATUSES.has(reply.status)) return buildPage(stream, reply, { askedAt, echoes, budget });
      await reply.page.discard();
      return { kind: 'end' };
    },
    async advance(stream, progress, page) {
      const step = await stream.paginator.advance(progress, page.facts());
      if (step.kind === 'stuck') throw new EngineError(step.code, { ...step.details, stream: stream.name });
      if (step.kind === 'done' && step.truncated) {
        throw engineError('PAGE_LIMIT_REACHED', { stream: stream.name, maxPages: progress.pages + 1 });
      }
      return step;
    },
  };
}

/** Statuses of a page without content: no content, reset content, not modified. */
const EMPTY_STATUSES: ReadonlySet<number> = new Set([204, 205, 304]);

type Reader = ReturnType<CompiledStream['extraction']['read']>;

/** Reading of a page's items: its variables, and the reader once it is open. */
interface ItemReading {
  readonly bindings: Bindings;
  readonly onOpen?: (opened: Reader) => void;
  readonly onError: (error: EngineError) => EngineError;
}

function buildPage(
  stream: CompiledStream,
  reply: Extract<Reply, { kind: 'response' }>,
  { askedAt, echoes, budget }: { askedAt: number; echoes: Echoes; budget: RunBudget },
): VendorPage {
  const { page: body, headers, url } = reply;
  let reader: Reader | undefined;
  let seen: Bindings = {};
  let held: (readonly ExtractedItem[])[] | undefined;
  const allowance = createPageAllowance();
  const place = { stream: stream.name, status: reply.status };
  const reportedErrors = () => formatReasonText(findReportedErrors(reader?.envelope()), echoes.redact);
  /** Quotes the errors of a page without data instead of reporting its missing list. */
  const explain = (error: EngineError): EngineError => {
    if (error.code !== 'RECORDS_MISSING') return error;
    const refusal = reportedErrors();
    if (refusal !== undefined) return engineError('REQUEST_REFUSED', { ...place, vendorReason: refusal }, error);
    const vendorReason = formatReasonText(findStatedError(reader?.envelope()), echoes.redact);
    return vendorReason === undefined ? error : addDetails(error, { vendorReason });
  };
  const readItems = async function* (
    { extraction, transform }: CompiledStream,
    { bindings, onOpen, onError }: ItemReading,
  ): AsyncGenerator<readonly ExtractedItem[]> {
    const opened = extraction.read(body.content(), bindings, allowance);
    onOpen?.(opened);
    const context = { scope: bindings, allowance, needsInterpreter: body.needsInterpreter };
    try {
      for await (const extracted of opened) {
        budget.checkPage(opened.itemsSeen);
        const shown = body.echoes ? redactItems(extracted, echoes.redact) : extracted;
        yield transform ? await transform(shown, context) : shown;
      }
    } catch (error) {
      throw isEngineError(error) ? onError(error) : error;
    }
  };
  return {
    kind: 'page',
    reportedErrors,
    body,
    allowance,
    date: Math.min(askedAt, parseHttpDate(headers['date']) ?? askedAt),
    async hold(bindings) {
      const batches: (readonly ExtractedItem[])[] = [];
      for await (const batch of this.items(bindings)) batches.push(batch);
      held = batches;
    },
    async *items(bindings) {
      if (held) return yield* held;
      seen = bindings;
      const onOpen = (opened: Reader) => {
        reader = opened;
      };
      yield* readItems(stream, { bindings, onOpen, onError: (error) => explain(addDetails(error, place)) });
    },
    async *itemsOf(member, bindings) {
      yield* readItems(member, {
        bindings,
        onError: (error) => addDetails(error, { ...place, stream: member.name }),
      });
    },
    facts: () => ({
      envelope: reader?.envelope() ?? null,
      itemsSeen: reader?.itemsSeen ?? 0,
      headers,
      url,
      get fingerprint() {
        return held === undefined ? body.fingerprint() : hashItems(held);
      },
      bindings: seen,
      ...(stream.decoder.type === 'json'
        ? { findNumbers: (digits: readonly string[]) => findNumbers(body, digits) }
        : {}),
      ...(reader?.firstItem === undefined ? {} : { firstItem: reader.firstItem }),
      ...(reader?.lastItem === undefined ? {} : { lastItem: reader.lastItem }),
    }),
  };
}

/** Returns the same text for pages with the same items. */
function hashItems(batches: readonly (readonly ExtractedItem[])[]): string {
  const digest = createHash('sha256');
  for (const batch of batches)
    for (const one of batch) digest.update(one.kind === 'item' ? stableStringify(one.value) : one.raw).update('\n');
  return digest.digest('base64url');
}

type Redact = (text: string) => string;

/** Redacts secrets in every string and key of a JSON value. */
function redactJson(value: Json, redact: Redact): Json {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((inner: Json) => redactJson(inner, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), redactJson(inner, redact)]));
}

/** Redacts secrets in the items of a page. */
const redactItems = (extracted: readonly ExtractedItem[], redact: Redact): readonly ExtractedItem[] =>
  extracted.map((one) =>
    one.kind === 'item'
      ? { ...one, value: redactJson(one.value, redact) }
      : { ...one, pointer: redact(one.pointer), message: redact(one.message), raw: redact(one.raw) },
  );
