import { createHash, randomBytes } from 'node:crypto';
import { ROOT_CONTEXT, type SpanContext, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { WorkerEvent } from '../worker/index.ts';

/** Spans of runs, slices and requests for an OpenTelemetry collector. */
export interface Traces extends AsyncDisposable {
  readonly observe: (event: WorkerEvent) => void;
}

const TRACE_HEX = 32;
const SPAN_HEX = 16;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Derives trace and span ids from run and slice ids, so that all workers of a run write to one trace without coordination. */
const toTraceId = (runId: string): string => hash(runId).slice(0, TRACE_HEX);
const toSpanId = (id: string): string => hash(`span ${id}`).slice(0, SPAN_HEX);

/** Creates an id generator that returns the ids set for the next span, or random ones. The SDK requests them in any order. */
function createIdGenerator() {
  let next: { readonly traceId: string; readonly spanId: string } | undefined;
  const random = (hex: number) => randomBytes(hex / 2).toString('hex');
  return {
    setNext(ids: typeof next) {
      next = ids;
    },
    generateTraceId: () => next?.traceId ?? random(TRACE_HEX),
    generateSpanId: () => next?.spanId ?? random(SPAN_HEX),
  };
}

/** Finished span with epoch-millisecond times. */
interface FinishedSpan {
  readonly name: string;
  readonly runId: string;
  readonly spanId?: string;
  readonly parentId?: string;
  readonly start: number;
  readonly end: number;
  readonly kind?: SpanKind;
  readonly error?: string | undefined;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Creates traces for the collector in OTEL_EXPORTER_OTLP_ENDPOINT, or for `exporter` in tests. */
export function createTraces(
  { env, now }: { readonly env: Readonly<Record<string, string | undefined>>; readonly now: () => number },
  exporter?: SpanExporter,
): Traces {
  const ids = createIdGenerator();
  const provider = new TracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': env['OTEL_SERVICE_NAME'] ?? 'mapwright' }),
    spanProcessors: [new BatchSpanProcessor({ exporter: exporter ?? new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer('mapwright');
  const startedSlices = new Map<string, { readonly start: number; readonly attempt: number }>();

  const write = ({
    name,
    runId,
    spanId,
    parentId,
    start,
    end,
    kind = SpanKind.INTERNAL,
    error,
    attributes,
  }: FinishedSpan) => {
    const traceId = toTraceId(runId);
    const parent: SpanContext | undefined = parentId
      ? { traceId, spanId: parentId, traceFlags: TraceFlags.SAMPLED, isRemote: true }
      : undefined;
    ids.setNext(spanId ? { traceId, spanId } : undefined);
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    const span = tracer.startSpan(
      name,
      { kind, startTime: start, attributes: { ...attributes, 'mapwright.run': runId } },
      context,
    );
    if (error) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    span.end(end);
  };
  const endSlice = (event: Extract<WorkerEvent, { slice: string; attempt: number }>, error?: string) => {
    const { slice, stream, runId, connectionId, attempt } = event;
    const start = startedSlices.get(slice)?.start ?? now();
    startedSlices.delete(slice);
    const attributes = {
      'mapwright.connection': connectionId,
      'mapwright.stream': stream,
      'mapwright.attempt': attempt,
    };
    const name = stream === '' ? 'plan' : `read ${stream}`;
    write({
      name,
      runId,
      spanId: toSpanId(`${slice} ${attempt}`),
      parentId: toSpanId(runId),
      start,
      end: now(),
      error,
      attributes,
    });
  };
  return {
    observe(event) {
      if (event.type === 'slice-started') startedSlices.set(event.slice, { start: now(), attempt: event.attempt });
      else if (event.type === 'slice-failed') endSlice(event, event.code);
      else if (event.type === 'slice-finished' || event.type === 'slice-handed-back' || event.type === 'slice-lost')
        endSlice(event);
      else if (event.type === 'request') {
        const { runId, slice, request } = event;
        const { at, ms, method, path, status, attempt, error } = request;
        const attributes = {
          'http.request.method': method,
          'url.path': path,
          'mapwright.attempt': attempt,
          ...(status ? { 'http.response.status_code': status } : {}),
        };
        const parent = startedSlices.get(slice);
        write({
          name: method,
          runId,
          parentId: toSpanId(parent ? `${slice} ${parent.attempt}` : runId),
          start: at,
          end: at + ms,
          kind: SpanKind.CLIENT,
          error,
          attributes,
        });
      } else if (event.type === 'run-finished') {
        const { runId, connectionId, ms, report } = event;
        const attributes = { 'mapwright.connection': connectionId, 'mapwright.connector': report.connector };
        write({ name: 'sync', runId, spanId: toSpanId(runId), start: now() - ms, end: now(), attributes });
      }
    },
    [Symbol.asyncDispose]: () => provider.shutdown(),
  };
}
