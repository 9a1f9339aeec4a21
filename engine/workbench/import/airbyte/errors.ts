import type { Json, JsonObject } from '../../../base/json/index.ts';
import {
  type Component,
  findComponent,
  findText,
  getType,
  listComponents,
  listTexts,
  refuseCustom,
} from './component.ts';
import { atom, quoteText, type Step, toTruth, writePath } from './jinja/code.ts';
import { isTemplate, parseJinja } from './jinja/template.ts';
import { type Found, type NameContext, toCode } from './locations.ts';
import { translateTemplate, writeExpression } from './templates.ts';
import { refuse } from './untranslatable.ts';

/** Receives what a handler loses: a part that is not translated, or a difference. */
export interface HandlerNotes {
  readonly onLost: (part: string, component: Component, reason: string) => void;
  readonly onApproximated: (part: string, component: Component, reason: string) => void;
}

/** Reaction to responses. */
export interface ErrorPlan {
  readonly rules: readonly JsonObject[];
  readonly attempts?: number;
}

/** Names that conditions on a response can read. */
const RESPONSE_NAMES: Readonly<Record<string, (steps: readonly Step[]) => Found>> = {
  response: (steps) => toCode((root) => atom(writePath(root('body'), steps))),
  headers: ([name, ...steps]) =>
    toCode((root) =>
      atom(
        writePath(root('headers'), name === undefined ? [] : [String(name).toLowerCase(), ...steps]),
        name === undefined ? 'dict' : 'string',
      ),
    ),
};

const withResponse = (context: NameContext): NameContext => ({
  ...context,
  special: { ...context.special, ...RESPONSE_NAMES },
});

const ACTIONS: Readonly<Record<string, string>> = {
  FAIL: 'fail',
  RETRY: 'retry',
  RATE_LIMITED: 'retry',
  IGNORE: 'endOfPages',
  REFRESH_TOKEN_THEN_RETRY: 'reauthenticate',
  RESET_PAGINATION: 'restartList',
  SPLIT_REQUEST_WINDOW: 'splitWindow',
};

const CODES: readonly (readonly [status: number, code: string])[] = [
  [401, 'AUTH_REJECTED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [429, 'RATE_LIMITED'],
];

const findCode = (filter: Component, statuses: readonly number[]): string => {
  if (findText(filter, 'failure_type') === 'transient_error') return 'VENDOR_UNAVAILABLE';
  const codes = new Set(statuses.map((status) => CODES.find(([known]) => known === status)?.[1] ?? 'REQUEST_REFUSED'));
  return codes.size === 1 ? ([...codes][0] ?? 'REQUEST_REFUSED') : 'REQUEST_REFUSED';
};

const readStatuses = (filter: Component): number[] =>
  listTexts(filter, 'http_codes')
    .map(Number)
    .filter((status) => Number.isInteger(status) && status >= 100 && status <= 599);

/** Conditions of a filter, of which one is enough. */
function listConditions(filter: Component, context: NameContext): JsonObject[] {
  const statuses = readStatuses(filter);
  const predicate = findText(filter, 'predicate');
  const message = findText(filter, 'error_message_contains');
  const conditions: JsonObject[] = statuses.length > 0 ? [{ status: statuses }] : [];
  if (predicate !== undefined) {
    const node = parseJinja(predicate);
    if (node.kind === 'const') return refuse('the predicate is a constant');
    conditions.push({ when: toTruth(writeExpression(node, withResponse(context), 'input')).text });
  }
  if (message !== undefined && !isTemplate(message))
    conditions.push({ status: ERROR_STATUSES, when: `$contains($string(body), ${quoteText(message)})` });
  return conditions;
}

/** Statuses whose bodies are searched for messages. */
const ERROR_STATUSES = [
  400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 422, 423, 424, 429, 451, 500, 501, 502, 503, 504,
];

function translateFilter(
  filter: Component,
  context: NameContext,
  wait: Json | undefined,
  notes: HandlerNotes,
): JsonObject[] {
  const conditions = listConditions(filter, context);
  const action = (
    findText(filter, 'action') ?? (findText(filter, 'failure_type') === 'transient_error' ? 'RETRY' : 'FAIL')
  ).toUpperCase();
  if (conditions.length === 0) return [];
  if (action === 'SUCCESS') return translateSuccess(filter, conditions, notes);
  const own = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (own === undefined) return refuse(`the action ${action} is not supported`);
  const text = findText(filter, 'error_message');
  const fix = text === undefined || isTemplate(text) ? undefined : text.slice(0, 500);
  return conditions.map((condition) => ({
    ...condition,
    action: own,
    ...(own === 'fail' ? { code: findCode(filter, readStatuses(filter)), ...(fix === undefined ? {} : { fix }) } : {}),
    ...(own === 'retry' && wait !== undefined ? { wait } : {}),
  }));
}

/** A response that counts as a success: one without an error status is read anyway. */
function translateSuccess(filter: Component, conditions: readonly JsonObject[], notes: HandlerNotes): JsonObject[] {
  const statuses = readStatuses(filter).filter((status) => status >= 300);
  if (statuses.length === 0) return [];
  notes.onApproximated(
    'HttpResponseFilter',
    filter,
    `A response with the status ${statuses.join(', ')} ends the list; its body is not read.`,
  );
  return conditions.map((condition) => ({ ...condition, action: 'endOfPages' }));
}

/** Waits that a strategy asks for; undefined for the engine's own backoff. */
function translateBackoff(strategy: Component, context: NameContext, notes: HandlerNotes): Json | undefined {
  refuseCustom(strategy);
  const type = getType(strategy);
  const header = findText(strategy, 'header');
  const name = header === undefined ? undefined : translateTemplate(header, context, 'header');
  const regex = findText(strategy, 'regex');
  if (type === 'ConstantBackoffStrategy') {
    const seconds = findText(strategy, 'backoff_time_in_seconds') ?? '0';
    return isTemplate(seconds) ? `PT${translateTemplate(seconds, context, 'Wait')}S` : `PT${Number(seconds)}S`;
  }
  if (type === 'ExponentialBackoffStrategy') {
    notes.onApproximated(type, strategy, 'The delays are those of the engine: they double, with jitter.');
    return undefined;
  }
  if (name === undefined || name.includes('{{')) return refuse('the name of the header is computed');
  const unit =
    type === 'WaitTimeFromHeader'
      ? 'seconds'
      : type === 'WaitUntilTimeFromHeader'
        ? 'epochSeconds'
        : refuse(`the component ${type} is not supported`);
  if (regex === undefined) return { header: name, unit };
  const expr = `$match(${writePath('headers', [name.toLowerCase()])}, /${regex.replaceAll(/(?<!\\)\//g, '\\/')}/)[0].groups[0]`;
  return { expr: `$number(${expr})`, unit };
}

const RETRIED = [429, 500, 502, 503, 504];

function translateHandler(handler: Component, context: NameContext, notes: HandlerNotes): ErrorPlan {
  refuseCustom(handler);
  if (getType(handler) === 'CompositeErrorHandler') return translateComposite(handler, context, notes);
  const strategies = listComponents(handler, 'backoff_strategies');
  const waits = strategies.flatMap((strategy) => {
    const wait = translateBackoff(strategy, context, notes);
    return wait === undefined ? [] : [wait];
  });
  if (waits.length > 1)
    notes.onApproximated('DefaultErrorHandler', handler, 'Only the first backoff strategy with a stated wait applies.');
  const [wait] = waits;
  const rules = listComponents(handler, 'response_filters').flatMap((filter) => {
    refuseCustom(filter);
    return translateFilter(
      filter,
      { ...context, parameters: findComponent(filter, '$parameters') ?? context.parameters },
      wait,
      notes,
    );
  });
  const named = new Set(
    rules.flatMap(({ status, when }) => (when === undefined ? ((status as number[] | undefined) ?? []) : [])),
  );
  const rest = RETRIED.filter((status) => !named.has(status));
  const fallback = wait === undefined || rest.length === 0 ? [] : [{ status: rest, action: 'retry', wait }];
  const retries = Number(findText(handler, 'max_retries') ?? Number.NaN);
  return {
    rules: [...rules, ...fallback],
    ...(Number.isInteger(retries) && retries >= 0 ? { attempts: retries + 1 } : {}),
  };
}

function translateComposite(handler: Component, context: NameContext, notes: HandlerNotes): ErrorPlan {
  const plans = listComponents(handler, 'error_handlers').map((one) => translateHandler(one, context, notes));
  const attempts = plans.flatMap(({ attempts: own }) => (own === undefined ? [] : [own]));
  return {
    rules: plans.flatMap(({ rules }) => rules),
    ...(attempts.length > 0 ? { attempts: Math.max(...attempts) } : {}),
  };
}

const NONE: ErrorPlan = { rules: [] };

/** Translates the error handler of a requester. */
export function planErrors(requester: Component, context: NameContext, notes: HandlerNotes): ErrorPlan {
  const handler = findComponent(requester, 'error_handler');
  if (!handler) return NONE;
  return translateHandler(
    handler,
    { ...context, parameters: findComponent(handler, '$parameters') ?? context.parameters },
    notes,
  );
}
