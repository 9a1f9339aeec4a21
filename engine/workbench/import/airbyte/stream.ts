import type { Json, JsonObject } from '../../../base/json/index.ts';
import { type AuthContext, combineAuths, NO_AUTH, translateAuth } from './auth.ts';
import { type Component, findComponent, findText, getType, refuseCustom } from './component.ts';
import { addCursorOptions, type CursorPlan, planCursor } from './cursor.ts';
import { type DecoderPlan, planDecoder } from './decoder.ts';
import { planErrors } from './errors.ts';
import type { Step } from './jinja/code.ts';
import { planJob } from './job.ts';
import type { Found, NameContext } from './locations.ts';
import { planNormalization } from './normalize.ts';
import { PAGE_NAMES, planPaging } from './paging.ts';
import { planRecords } from './records.ts';
import {
  addOptions,
  createDraft,
  finishRequest,
  joinUrl,
  type RequestDraft,
  type RequestUrl,
  translateUrl,
} from './request.ts';
import { addSliceOptions, type ParentStream, planSlices, type SlicePlan, type SourceNames } from './slices.ts';
import type { Statement } from './transform.ts';
import { attempt, refuse } from './untranslatable.ts';

/** Stream of the manifest under construction. */
export interface BuiltStream {
  readonly body: JsonObject;
  readonly auth: JsonObject;
  /** Base URL of its requests, and the origins of all of them. */
  readonly base: string;
  readonly origins: readonly string[];
  readonly slices: ReadonlyMap<string, Found>;
  /** Names of its partition values and those of its ancestors. */
  readonly sourceNames: SourceNames;
  readonly notes: readonly StreamNote[];
}

/** Part of a stream that differs, or that the manifest lacks. */
export interface StreamNote {
  readonly kind: 'approximated' | 'omitted';
  readonly part: string;
  readonly reason: string;
  readonly from: string | undefined;
}

/** Environment of the translation of streams. */
export interface StreamEnvironment {
  readonly auth: Omit<AuthContext, 'parameters' | 'slices' | 'translateLogin' | 'notes' | 'baseUrl'> & {
    readonly notes: AuthContext['notes'];
  };
  readonly findParent: (config: Component, keyPath: readonly string[]) => ParentStream;
  /** Base URL of the manifest; undefined while it is not known. */
  readonly addOrigin: (url: string) => string;
  /** Schema of the records of a stream. */
  readonly readSchema: (stream: Component) => JsonObject | undefined;
  /** Origin of links whose host only a response names. */
  readonly addDownloadHost: () => string;
  /** Returns the name of the authentication of a login request. */
  readonly nameSigner: (auth: JsonObject) => string;
  readonly pointerOf: (component: object) => string | undefined;
}

type Special = Readonly<Record<string, (steps: readonly Step[]) => Found>>;

/** State of the translation of one stream. */
interface Build {
  readonly environment: StreamEnvironment;
  readonly notes: StreamNote[];
  readonly origins: Set<string>;
  readonly auths: JsonObject[];
}

const getParameters = (component: Component): JsonObject =>
  (findComponent(component, '$parameters') ?? {}) as JsonObject;

const createNote = (kind: StreamNote['kind'], part: string, reason: string, from: string | undefined): StreamNote => ({
  kind,
  part,
  reason,
  from,
});

function createAuthContext({ environment }: Build, context: NameContext): AuthContext {
  const auth: AuthContext = {
    ...environment.auth,
    ...context,
    translateLogin: (requester) => {
      const own = { ...context, parameters: getParameters(requester) };
      const draft = createDraft();
      const url = translateUrl(requester, own, draft);
      addOptions(draft, requester, own);
      environment.addOrigin(joinUrl(url));
      // A login may send secrets itself.
      for (const { into, name, value } of draft.credentials)
        addLoginSecret(draft, String(into), String(name), String(value));
      const login = findComponent(requester, 'authenticator');
      const signer = login && getType(login) !== 'NoAuth' ? translateAuth(login, auth) : NO_AUTH;
      const own_ = getType(signer) === 'none' ? undefined : environment.nameSigner(signer);
      return { ...finishRequest(draft, writeUrl(url)), ...(own_ === undefined ? {} : { auth: own_ }) };
    },
  };
  return auth;
}

const PARTS: Readonly<Record<string, 'query' | 'headers' | 'form' | 'json'>> = {
  query: 'query',
  header: 'headers',
  form: 'form',
  json: 'json',
};

function addLoginSecret(draft: RequestDraft, into: string, name: string, value: string): void {
  const part = PARTS[into];
  if (part === undefined || name.startsWith('/'))
    refuse('the login sends a secret in a position without a counterpart');
  else draft[part][name] = value;
}

const writeUrl = (url: RequestUrl): JsonObject =>
  url.expr === undefined ? { url: joinUrl(url) } : { url: { expr: url.expr } };

/** Builds one request of a stream; pagination and slices are added by `extend`. */
function buildRequest(
  build: Build,
  requester: Component,
  context: NameContext,
  extend: (draft: RequestDraft, url: RequestUrl, own: NameContext) => void,
): { request: JsonObject; url: RequestUrl } {
  refuseCustom(requester);
  if (getType(requester) !== 'HttpRequester') refuse(`the component ${getType(requester)} is not supported`);
  const own = { ...context, parameters: getParameters(requester) };
  const draft = createDraft();
  const url = translateUrl(requester, own, draft);
  addOptions(draft, requester, own);
  extend(draft, url, own);
  const isLink = url.base === '{{file}}' && url.path === '';
  build.origins.add(isLink ? build.environment.addDownloadHost() : build.environment.addOrigin(url.base));
  build.auths.push(readAuth(build, requester, own, { draft, baseUrl: url.base }));
  return { request: finishRequest(draft, writeUrl(url)), url };
}

function readAuth(
  build: Build,
  requester: Component,
  context: NameContext,
  { draft, baseUrl }: { draft: RequestDraft; baseUrl: string },
): JsonObject {
  const authenticator = findComponent(requester, 'authenticator');
  const main = authenticator
    ? translateAuth(authenticator, { ...createAuthContext(build, context), baseUrl })
    : NO_AUTH;
  const tokenUrl = findTokenUrl(main);
  for (const url of tokenUrl) build.environment.addOrigin(url);
  return combineAuths(main, draft.credentials);
}

/** URLs of the token requests of an authentication. */
const findTokenUrl = (auth: Json): string[] => {
  if (typeof auth !== 'object' || auth === null) return [];
  return Object.entries(auth).flatMap(([key, value]) =>
    (key === 'tokenUrl' || key === 'url') && typeof value === 'string' ? [value] : findTokenUrl(value as Json),
  );
};

/** Plans the cursor of a stream; without it, every run reads everything. */
function tryCursor(build: Build, stream: Component, context: NameContext, slices: SlicePlan): CursorPlan | undefined {
  const component = findComponent(stream, 'incremental_sync');
  if (!component) return undefined;
  const own = { ...context, parameters: getParameters(component) };
  const result = attempt(() =>
    planCursor(
      component,
      own,
      slices.sources.some(
        (source) => 'parent' in source || 'union' in source || 'values' in source || 'setting' in source,
      ),
    ),
  );
  const from = build.environment.pointerOf(component);
  if ('reason' in result) {
    build.notes.push(createNote('omitted', getType(component), `${result.reason}; every run reads everything`, from));
    return undefined;
  }
  for (const reason of result.value.approximations)
    build.notes.push(createNote('approximated', getType(component), reason, from));
  return result.value;
}

const isCursorLost = (stream: Component, cursor: CursorPlan | undefined): boolean =>
  cursor === undefined && findComponent(stream, 'incremental_sync') !== undefined;

const sendsWindow = (requests: string): boolean => requests.includes('window.start');

/** Fields of a slice as the records of a stream see them. */
const listRecordFields = (
  slices: SlicePlan,
  cursor: CursorPlan | undefined,
  requests: Json,
): ReadonlyMap<string, Found> =>
  new Map([
    ...slices.fields,
    ...((sendsWindow(JSON.stringify(requests)) ? cursor?.fields : cursor?.recordFields) ?? []),
  ]);

/** Parts of a stream that follow from its cursor. */
function writeCursor(
  build: Build,
  stream: Component,
  cursor: CursorPlan | undefined,
  requests: Json,
  records: JsonObject,
): JsonObject {
  if (!cursor) return {};
  const text = JSON.stringify(requests);
  if (sendsWindow(text)) {
    const { order: _order, ...incremental } = cursor.incremental;
    return { incremental, window: cursor.window };
  }
  if (text.includes('window.end')) refuse('the requests send the end of the windows without their start');
  const from = build.environment.pointerOf(findComponent(stream, 'incremental_sync') ?? {});
  if (cursor.incremental['order'] === undefined && cursor.incremental['clientSide'] !== true)
    build.notes.push(
      createNote(
        'approximated',
        'DatetimeBasedCursor',
        'No request sends the start: later runs drop the items before the cursor.',
        from,
      ),
    );
  const format = JSON.stringify(records).includes('$cursor.start') ? { format: cursor.format } : {};
  const side = cursor.incremental['order'] === undefined ? { clientSide: true } : {};
  return { incremental: { ...cursor.incremental, ...format, ...side } };
}

/** Limit in the manifest schema. */
const MAX_ATTEMPTS = 20;

function addErrors(build: Build, requester: Component, context: NameContext): JsonObject {
  const { pointerOf } = build.environment;
  const note = (kind: StreamNote['kind']) => (part: string, component: Component, reason: string) =>
    build.notes.push(createNote(kind, part, reason, pointerOf(component)));
  const result = attempt(() =>
    planErrors(requester, context, { onLost: note('omitted'), onApproximated: note('approximated') }),
  );
  const handler = findComponent(requester, 'error_handler') ?? {};
  if ('reason' in result) {
    build.notes.push(createNote('omitted', getType(handler), result.reason, pointerOf(handler)));
    return {};
  }
  const { rules, attempts } = result.value;
  const policy = attempts === undefined ? {} : { retry: { attempts: Math.min(Math.max(attempts, 1), MAX_ATTEMPTS) } };
  return { ...(rules.length > 0 ? { errors: rules } : {}), ...policy };
}

/** Statements that convert the values of a record to the types of its schema. */
function readNormalization(
  { environment, notes }: Build,
  stream: Component,
  selector: Component,
): readonly Statement[] {
  const part = 'schema_normalization';
  const from = environment.pointerOf(selector);
  const custom = findComponent(selector, part);
  const mode = findText(selector, part) ?? 'None';
  if (custom) notes.push(createNote('omitted', part, 'it is Python code', from));
  if (custom || mode === 'None') return [];
  const plan = planNormalization(environment.readSchema(stream));
  if (plan === undefined)
    notes.push(
      createNote('omitted', part, 'values are not converted to the types of the schema, which is too large', from),
    );
  if (plan?.isPartial)
    notes.push(
      createNote(
        'approximated',
        part,
        'The members of lists keep their types; other values are converted to those of the schema.',
        from,
      ),
    );
  return plan?.statements ?? [];
}

function readRecords(
  build: Build,
  stream: Component,
  retriever: Component,
  context: NameContext,
  { decoder, cursor }: { decoder: DecoderPlan; cursor: CursorPlan | undefined },
): JsonObject {
  const selector = findComponent(retriever, 'record_selector') ?? refuse('"record_selector" is missing');
  refuseCustom(selector);
  const { pointerOf } = build.environment;
  const { records, absentWhen, item } = planRecords(stream, selector, {
    names: { ...context, parameters: getParameters(selector) },
    onLost: (part, component, reason) => build.notes.push(createNote('omitted', part, reason, pointerOf(component))),
    isRecent: cursor?.isRecent,
    normalization: readNormalization(build, stream, selector),
  });
  if (decoder.item === undefined) return { records, absentWhen, ...(item === undefined ? {} : { item }) };
  const inner = item === undefined ? decoder.item : `(${decoder.item}).${item}`;
  return { records, absentWhen, item: inner };
}

function buildSimple(
  build: Build,
  stream: Component,
  retriever: Component,
  context: NameContext,
  slices: SlicePlan,
): { body: JsonObject; base: string } {
  const requester = findComponent(retriever, 'requester') ?? refuse('"requester" is missing');
  const cursor = tryCursor(build, stream, context, slices);
  const fields = new Map([...slices.fields, ...(cursor?.fields ?? [])]);
  const position: Special = {
    next_page_token: (steps) => PAGE_NAMES['next_page_token']?.(steps) ?? refuse('"next_page_token" is not available'),
  };
  const names: NameContext = { ...context, slices: fields, special: position, isPartial: isCursorLost(stream, cursor) };
  let paginator: JsonObject = { type: 'none' };
  const { request, url } = buildRequest(build, requester, names, (draft, ownUrl, own) => {
    addSliceOptions(draft, slices, own);
    if (cursor) addCursorOptions(draft, cursor, own);
    const paging = findComponent(retriever, 'paginator');
    const parameters = paging ? getParameters(paging) : own.parameters;
    const page = { ...own, parameters, special: PAGE_NAMES };
    const plan = planPaging(retriever, draft, joinUrl(ownUrl) + (ownUrl.expr ?? ''), {
      request: { ...own, parameters },
      page,
    });
    paginator = plan.paginator;
    const pagingPointer = paging && build.environment.pointerOf(paging);
    for (const reason of plan.approximations)
      build.notes.push(createNote('approximated', 'DefaultPaginator', reason, pagingPointer));
    if (paginator['type'] === 'nextUrl' && Object.keys(draft.query).length > 0)
      build.notes.push(
        createNote(
          'approximated',
          'RequestPath',
          'The parameters of the first request are not added to the links of the next pages.',
          pagingPointer,
        ),
      );
  });
  const decoder = planDecoder(findComponent(retriever, 'decoder'));
  const records = readRecords(
    build,
    stream,
    retriever,
    { ...names, slices: listRecordFields(slices, cursor, request), special: {} },
    { decoder, cursor },
  );
  const body = {
    request,
    ...(decoder.decoder ? { decoder: decoder.decoder } : {}),
    ...records,
    ...(paginator['type'] === 'none' ? {} : { paginator }),
    ...writeCursor(build, stream, cursor, request, records),
    ...addErrors(build, requester, { ...names, parameters: getParameters(requester) }),
  };
  return { body: body as JsonObject, base: url.base };
}

function buildAsync(
  build: Build,
  stream: Component,
  retriever: Component,
  context: NameContext,
  slices: SlicePlan,
): { body: JsonObject; base: string } {
  const cursor = tryCursor(build, stream, context, slices);
  const fields = new Map([...slices.fields, ...(cursor?.fields ?? [])]);
  const names: NameContext = { ...context, slices: fields, isPartial: isCursorLost(stream, cursor) };
  let base = '';
  const job = planJob(retriever, {
    buildRequest: (requester, special, isFirst) => {
      const { request, url } = buildRequest(build, requester, { ...names, special }, (draft, _url, own) => {
        if (!isFirst) return;
        addSliceOptions(draft, slices, own);
        if (cursor) addCursorOptions(draft, cursor, own);
      });
      if (isFirst) base = url.base;
      return getType(build.auths.at(-1) ?? NO_AUTH) === 'none' ? { ...request, auth: 'none' } : request;
    },
  });
  const decoder = planDecoder(findComponent(retriever, 'download_decoder') ?? findComponent(retriever, 'decoder'));
  const records = readRecords(
    build,
    stream,
    retriever,
    { ...names, slices: listRecordFields(slices, cursor, job) },
    { decoder, cursor },
  );
  return {
    body: {
      job,
      ...(decoder.decoder ? { decoder: decoder.decoder } : {}),
      ...records,
      ...writeCursor(build, stream, cursor, job, records),
    } as JsonObject,
    base,
  };
}

/** Translates a stream. Fails if it cannot be read. */
export function buildStream(stream: Component, environment: StreamEnvironment): BuiltStream {
  refuseCustom(stream);
  const retriever = findComponent(stream, 'retriever') ?? refuse('"retriever" is missing');
  refuseCustom(retriever);
  const build: Build = { environment, notes: [], origins: new Set(), auths: [] };
  const context: NameContext = {
    settings: environment.auth.settings,
    parameters: getParameters(retriever),
    slices: new Map(),
  };
  const slices = planSlices(retriever, {
    ...context,
    findParent: environment.findParent,
    takenNames: new Map(),
    onApproximated: (reason) =>
      build.notes.push(createNote('approximated', 'partition_router', reason, environment.pointerOf(retriever))),
  });
  const type = getType(retriever);
  const { body, base } =
    type === 'AsyncRetriever'
      ? buildAsync(build, stream, retriever, context, slices)
      : type === 'SimpleRetriever'
        ? buildSimple(build, stream, retriever, context, slices)
        : refuse(`the component ${type} is not supported`);
  const [auth = NO_AUTH, ...others] = build.auths;
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(auth) && getType(other) !== 'none'))
    refuse('the steps of the job have different authenticators');
  return {
    body: { ...body, ...(slices.sources.length > 0 ? { partitions: slices.sources, skipOn: [] } : {}) } as JsonObject,
    auth,
    base,
    origins: [...build.origins],
    slices: slices.fields,
    sourceNames: slices.names,
    notes: build.notes,
  };
}
