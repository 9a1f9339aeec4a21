import type { JsonObject } from '../../../base/json/index.ts';
import { NO_AUTH } from './auth.ts';
import { type Component, findComponent, findText, getType, refuseCustom } from './component.ts';
import { addCursorOptions, type CursorPlan } from './cursor.ts';
import { type DecoderPlan, planDecoder } from './decoder.ts';
import { planErrors } from './errors.ts';
import { planJob } from './job.ts';
import type { NameContext } from './locations.ts';
import { planNormalization } from './normalize.ts';
import { PAGE_NAMES, planPaging } from './paging.ts';
import { planRecords } from './records.ts';
import { joinUrl } from './request.ts';
import { addSliceOptions, planSlices, type SlicePlan } from './slices.ts';
import {
  type Build,
  type BuiltStream,
  createNote,
  getParameters,
  type Special,
  type StreamEnvironment,
  type StreamNote,
} from './stream-build.ts';
import { isCursorLost, listRecordFields, tryCursor, writeCursor } from './stream-cursor.ts';
import { buildRequest } from './stream-request.ts';
import type { Statement } from './transform.ts';
import { attempt, refuse } from './untranslatable.ts';

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
