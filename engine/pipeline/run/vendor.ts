import { addDetails, EngineError, engineError, isEngineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import { createEchoes, type Echoes } from '../../base/secret/index.ts';
import { parseHttpDate } from '../../base/time/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { Session } from '../auth/index.ts';
import type { CompiledStream, Connector, Scope } from '../connector/connector.ts';
import type { Extracted } from '../extract/index.ts';
import type { Progress, Step } from '../pagination/index.ts';
import type { CompiledRequest, RequestPatch } from '../request/index.ts';
import { type Budget, createBudget } from './budget.ts';
import { type Caller, type CallerSide, createCaller, type Reply } from './caller.ts';
import type { PageBody } from './page-body.ts';
import type { Ports } from './ports.ts';
import { cleaned, withoutEchoes } from './without-echoes.ts';

/** A page that has arrived. */
export interface Page {
  readonly kind: 'page';
  readonly body: PageBody;
  /** When it was asked for, epoch ms: the earlier of our clock and the vendor's. */
  readonly date: number;
  /** Its items; to be iterated once. */
  items(bindings: Bindings): AsyncIterable<readonly Extracted[]>;
  /** What the paginator goes by, once the items were iterated. */
  facts(): Parameters<CompiledStream['paginator']['advance']>[1];
}

type PageReply = Page | Exclude<Reply, { kind: 'answer' }>;

/** The vendor's API with one connection's credentials. */
export interface Vendor {
  /** Asks for one page of a stream. */
  page(stream: CompiledStream, scope: Scope, at: { progress: Progress; signal?: AbortSignal }): Promise<PageReply>;
  /** Where the next page is. Rejects with PAGE_LIMIT_REACHED, or with the code of what paging is stuck on. */
  advance(stream: CompiledStream, progress: Progress, page: Page): Promise<Exclude<Step, { kind: 'stuck' }>>;
  /** Whether a place holds a secret, as next links of some vendors do: no state may. */
  namesSecret(progress: Progress): boolean;
  /** Sends any other request of a stream (its job's). */
  ask(
    stream: CompiledStream,
    request: CompiledRequest,
    call: { scope: Scope; patch?: RequestPatch; signal?: AbortSignal },
  ): Promise<Reply>;
  /** The session that requests are signed with now; logs in when there is none. */
  session(signal?: AbortSignal): Promise<Session | undefined>;
}

/** Connects a connector to the world: signs, paces, sends, retries. `learn` is told secrets that logins bring. */
export function connectVendor(connector: Connector, ports: Ports, side: CallerSide): Vendor {
  const echoes = createEchoes(connector.secrets);
  const budget = createBudget(connector, ports.clock);
  const caller: Caller = createCaller(connector, ports, { ...side, echoes, budget });
  return {
    session: (signal) => caller.session(signal),
    async ask(stream, request, call) {
      const reply = await caller.call({ stream, request, look: true, ...call });
      if (reply.kind !== 'answer' || !reply.page.echoes) return reply;
      // What is captured of it goes into the state, and a status that is not known into a message.
      return { ...reply, body: cleaned(reply.body as Json, echoes.redact) };
    },
    namesSecret(progress) {
      const text = JSON.stringify(progress);
      return echoes.redact(text) !== text;
    },
    async page(stream, scope, { progress, signal }) {
      const askedAt = ports.clock.now();
      const call = {
        stream,
        request: stream.fetch,
        scope,
        patch: stream.paginator.patch(progress),
        ...(signal ? { signal } : {}),
      };
      const reply = await caller.call(call);
      return reply.kind === 'answer' ? pageOf(stream, reply, { askedAt, echoes, budget }) : reply;
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

function pageOf(
  stream: CompiledStream,
  reply: Extract<Reply, { kind: 'answer' }>,
  { askedAt, echoes, budget }: { askedAt: number; echoes: Echoes; budget: Budget },
): Page {
  const { page: body, headers, url } = reply;
  let reader: ReturnType<CompiledStream['extraction']['read']> | undefined;
  let seen: Bindings = {};
  return {
    kind: 'page',
    body,
    date: Math.min(askedAt, parseHttpDate(headers['date']) ?? askedAt),
    async *items(bindings) {
      reader = stream.extraction.read(body.content(), bindings);
      seen = bindings;
      try {
        for await (const extracted of reader) {
          budget.checkPage(reader.itemsSeen);
          yield body.echoes ? withoutEchoes(extracted, echoes.redact) : extracted;
        }
      } catch (error) {
        throw isEngineError(error) ? addDetails(error, { stream: stream.name }) : error;
      }
    },
    facts: () => ({
      envelope: reader?.envelope() ?? null,
      itemsSeen: reader?.itemsSeen ?? 0,
      headers,
      url,
      get fingerprint() {
        return body.fingerprint();
      },
      bindings: seen,
      ...(reader?.lastItem === undefined ? {} : { lastItem: reader.lastItem }),
    }),
  };
}
