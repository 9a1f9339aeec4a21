import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { ApiError, toErrorBody } from '../api/client.ts';
import { streamRead } from '../api/reads.ts';
import type { ErrorBody, ReadEnd, ReadEvent, ReadLimits, ReadPage, ReadWait } from '../api/types.generated.ts';
import {
  listSettings,
  nestSettings,
  pickShown,
  type Setting,
  type SettingValue,
  trimLists,
  type Values,
} from '../wizard/settings.ts';

/** Input of the panel: the draft, and what the user may do with a page. */
export interface TestReadInput {
  /** Returns the text of the manifest that is read. */
  readonly getDraft: () => string;
  /** Connector whose connections are offered, and whose folder contains schema files; absent for a new one. */
  readonly connectorId?: string | undefined;
  /** Stream that is selected at first. */
  readonly stream?: string | undefined;
  /** Secret settings of the connector that a person's consent fills in. */
  readonly consent?: readonly string[] | undefined;
  /** Settings that connect to a simulated vendor. */
  readonly example?: Readonly<Record<string, unknown>> | undefined;
  /** Makes a page the sample of its stream. */
  readonly onUseAsSample: (text: string, contentType: string, stream: string) => void;
  /** Changes the list that a stream reads its items from. */
  readonly onUseRecords?: ((proposal: RecordsProposal) => void) | undefined;
}

export type RecordsProposal = NonNullable<NonNullable<ReadEnd['noRecords']>['proposal']>;

export type ReadState =
  | { readonly kind: 'idle' | 'running' | 'stopped' }
  | { readonly kind: 'ended'; readonly end: ReadEnd }
  | { readonly kind: 'failed'; readonly error: ErrorBody };

/** Parts of a draft that the panel needs. */
interface DraftParts {
  readonly streams: readonly string[];
  readonly settings: object;
}

/** State of the panel. Settings that are typed here are only kept in this object, and only sent in the body of a read. */
export interface TestReadModel {
  readonly input: TestReadInput;
  readonly streams: ReadonlySignal<readonly string[]>;
  readonly settings: ReadonlySignal<readonly Setting[]>;
  readonly stream: ReadonlySignal<string>;
  /** Id of the saved connection; '' for typed settings; undefined until the connections are known. */
  readonly connection: Signal<string | undefined>;
  readonly values: Signal<Values>;
  /** Returns the typed settings, nested as in a request. */
  readonly typed: () => Record<string, unknown>;
  readonly limits: Signal<ReadLimits>;
  readonly state: Signal<ReadState>;
  readonly pages: Signal<readonly ReadPage[]>;
  /** Number of requests sent, and the last one. */
  readonly requests: Signal<{ readonly count: number; readonly last: string }>;
  readonly wait: Signal<ReadWait | undefined>;
  choose(stream: string): void;
  set(name: string, value: SettingValue | undefined): void;
  start(): Promise<void>;
  stop(): void;
}

const LIMITS: ReadLimits = { partitions: 2, pages: 2, items: 10, seconds: 60 };

/** Returns the parts of a draft, or undefined while its text is not a manifest. */
function parseDraft(text: string): DraftParts | undefined {
  try {
    const { streams, settings } = JSON.parse(text) as { streams?: object; settings?: object };
    return { streams: Object.keys(streams ?? {}), settings: settings ?? {} };
  } catch {
    return undefined;
  }
}

const CUT_OFF: ErrorBody = {
  code: 'STUDIO_UNREACHABLE',
  message: 'The connection to the studio was lost during the read.',
  fix: 'Check that `mapwright studio` is still running, then read again.',
};

/** Creates the state of a panel. Call `stop` on unmount. */
export function createTestRead(input: TestReadInput): TestReadModel {
  let known: DraftParts = { streams: [], settings: {} };
  const parts = computed(() => {
    known = parseDraft(input.getDraft()) ?? known;
    return known;
  });
  const chosen = signal(input.stream ?? '');
  const streams = computed(() => parts.value.streams);
  const stream = computed(() => streams.value.find((name) => name === chosen.value) ?? streams.value[0] ?? '');
  const connection = signal<string | undefined>(undefined);
  const values = signal<Values>({});
  const settings = computed(() => listSettings(parts.value.settings, values.value));
  const limits = signal(LIMITS);
  const state = signal<ReadState>({ kind: 'idle' });
  const pages = signal<readonly ReadPage[]>([]);
  const requests = signal({ count: 0, last: '' });
  const wait = signal<ReadWait | undefined>(undefined);
  let running: AbortController | undefined;

  const set = (name: string, value: SettingValue | undefined) => {
    const { [name]: _, ...others } = values.value;
    values.value = value === undefined || value === '' ? others : { ...others, [name]: value };
  };
  const takeEvent = (event: ReadEvent) => {
    wait.value = event.type === 'wait' ? event.wait : undefined;
    if (event.type === 'request')
      requests.value = { count: requests.value.count + 1, last: `${event.request.method} ${event.request.url}` };
    else if (event.type === 'page') pages.value = [...pages.value, event.page];
    else if (event.type === 'rotated') set(event.setting, event.value);
    else if (event.type === 'end') state.value = { kind: 'ended', end: event.end };
    else if (event.type === 'failed') state.value = { kind: 'failed', error: event.error };
  };
  const typed = () => nestSettings(pickShown(settings.peek(), trimLists(values.peek())));
  const source = () => (!connection.value ? { settings: typed() } : { connection: connection.value });
  const stop = () => {
    running?.abort();
    running = undefined;
    wait.value = undefined;
    if (state.peek().kind === 'running') state.value = { kind: 'stopped' };
  };
  return {
    ...{ input, streams, settings, stream, connection, values, typed, limits, state, pages, requests, wait, set, stop },
    choose: (name) => {
      chosen.value = name;
    },
    async start() {
      stop();
      const own = new AbortController();
      running = own;
      state.value = { kind: 'running' };
      pages.value = [];
      requests.value = { count: 0, last: '' };
      const { connectorId: connector } = input;
      const request = { manifest: input.getDraft(), stream: stream.value, limits: limits.value, ...source() };
      try {
        const take = (event: ReadEvent) => own === running && takeEvent(event);
        await streamRead({ ...request, ...(connector === undefined ? {} : { connector }) }, take, own.signal);
        if (own === running && state.value.kind === 'running') state.value = { kind: 'failed', error: CUT_OFF };
      } catch (thrown) {
        if (own.signal.aborted) return;
        state.value = { kind: 'failed', error: thrown instanceof ApiError ? toErrorBody(thrown) : CUT_OFF };
      }
    },
  };
}
