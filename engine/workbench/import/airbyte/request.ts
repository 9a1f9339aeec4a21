import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { decodeComponent } from '../../../language/template/index.ts';
import { type Component, findComponent, findText, getType } from './component.ts';
import { isTemplate, parseJinja } from './jinja/template.ts';
import type { NameContext } from './locations.ts';
import { readsSecret } from './locations.ts';
import { type RequestValue, translateTemplate, translateValue, writeExpression, writeTemplate } from './templates.ts';
import { attempt, refuse } from './untranslatable.ts';

/** Request under construction: its parts, and the credentials that auth must add to it. */
export interface RequestDraft {
  readonly query: Record<string, Json>;
  readonly headers: Record<string, Json>;
  readonly form: Record<string, Json>;
  readonly json: Record<string, Json>;
  readonly credentials: JsonObject[];
  text?: Json;
  method: string;
}

export const createDraft = (): RequestDraft => ({
  query: {},
  headers: {},
  form: {},
  json: {},
  credentials: [],
  method: 'GET',
});

/** Part of a request that carries a value. */
export type Part = 'query' | 'header' | 'form' | 'json';

const TARGETS: Readonly<Record<Part, 'query' | 'headers' | 'form' | 'json'>> = {
  query: 'query',
  header: 'headers',
  form: 'form',
  json: 'json',
};

/** Adds a value to a part. In a JSON body, a name that starts with a slash is a pointer. */
export function addValue(draft: RequestDraft, part: Part, name: string, value: Json): void {
  const target = draft[TARGETS[part]];
  if (part !== 'json' || !name.startsWith('/')) {
    target[name] = value;
    return;
  }
  const steps = name
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  setNested(target, steps, value);
}

function setNested(target: Record<string, Json>, [step = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = isObject(target[step] ?? null) ? { ...(target[step] as JsonObject) } : {};
  setNested(inner as Record<string, Json>, rest, value);
  target[step] = inner as Json;
}

/** Literals of the original's language in a text: numbers and booleans of a JSON body. */
function parseLiteral(text: string): Json {
  const trimmed = text.trim();
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  return ({ True: true, False: false } as Readonly<Record<string, boolean>>)[trimmed] ?? text;
}

const isConstant = (text: string): boolean => !isTemplate(text);

/** Writes a value of a query, a header or a form as the original does. */
const writeScalar = (value: Json, context: NameContext): Json => {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? (translateValue(value, context) as Json) : value;
};

/** Returns the parameters of a request as an object; a text is parsed as a query. */
function readMembers(value: Json | undefined, what: string): JsonObject {
  if (value === undefined || value === null || value === '') return {};
  if (isObject(value)) return value;
  if (typeof value !== 'string') return refuse(`the ${what} are not an object`);
  if (/\{\{|\{%/.test(value)) return refuse(`the ${what} are one expression`);
  return Object.fromEntries(new URLSearchParams(value)) as JsonObject;
}

/** Secret as a template, for the credentials of a request. */
function findSecretTemplate(value: Json, context: NameContext): string | undefined {
  if (typeof value !== 'string') return undefined;
  const node = parseJinja(value);
  return node.kind !== 'const' && readsSecret(node, context) ? writeTemplate(node, context) : undefined;
}

/** Adds the members of a part; secrets become credentials. */
function addMembers(draft: RequestDraft, part: Part, members: JsonObject, context: NameContext): void {
  for (const [key, value] of Object.entries(members)) {
    if (key === '$parameters') continue;
    if (isObject(value) && Object.hasOwn(value, 'type') && part === 'query')
      refuse(`the parameter "${key}" is a ${getType(value as Component)}`);
    const name = translateTemplate(key, context, key);
    if (name.includes('{{')) refuse(`the name of the parameter "${key}" is computed`);
    const secret = findSecretTemplate(value as Json, context);
    if (secret !== undefined) draft.credentials.push({ type: 'apiKey', into: part, name, value: secret });
    else if (Array.isArray(value))
      draft[TARGETS[part]][name] = (value as Json[]).map((one) => writeScalar(one, context)) as Json;
    else if (value !== null && value !== '') draft[TARGETS[part]][name] = writeScalar(value as Json, context);
  }
}

/** Translates a JSON body member by member. */
function translateJson(
  value: Json,
  context: NameContext,
  onSecret: (path: readonly string[], template: string) => void,
  path: readonly string[] = [],
): Json | undefined {
  if (typeof value === 'string') {
    const secret = findSecretTemplate(value, context);
    if (secret !== undefined) return void onSecret(path, secret);
    return isConstant(value) ? escapeLiteral(parseLiteral(value)) : (translateJsonText(value, context) as Json);
  }
  if (Array.isArray(value))
    return (value as Json[]).map((one, at) => translateJson(one, context, onSecret, [...path, String(at)]) ?? null);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, member]) => {
    if (member === null) return [];
    const translated = translateJson(member as Json, context, onSecret, [...path, key]);
    return translated === undefined ? [] : [[key, translated] as const];
  });
  return Object.fromEntries(entries) as JsonObject;
}

const escapeLiteral = (value: Json): Json => (typeof value === 'string' ? value.replaceAll('{{', '\\{{') : value);

/** Text in a JSON body. Booleans stay booleans there. */
function translateJsonText(text: string, context: NameContext): RequestValue {
  const node = parseJinja(text);
  if (node.kind === 'text') {
    const value = translateValue(text, context);
    return value;
  }
  const code = attempt(() => writeExpression(node, context, 'input'));
  if ('reason' in code) return translateValue(text, context);
  const template = attempt(() => writeTemplate(node, context));
  if (code.value.type === 'boolean') return { expr: code.value.text };
  return 'value' in template ? template.value : { expr: code.value.text };
}

function addJson(draft: RequestDraft, value: Json, context: NameContext): void {
  if (typeof value === 'string') refuse('the JSON body is one expression');
  const onSecret = (path: readonly string[], template: string) =>
    draft.credentials.push({
      type: 'apiKey',
      into: 'json',
      name: path.length === 1 ? (path[0] ?? '') : `/${path.join('/')}`,
      value: template,
    });
  const body = translateJson(value, context, onSecret);
  if (isObject(body ?? null)) Object.assign(draft.json, body);
}

function addData(draft: RequestDraft, value: Json | undefined, context: NameContext): void {
  if (isObject(value ?? null)) addMembers(draft, 'form', value as JsonObject, context);
  else if (typeof value === 'string' && value !== '') draft.text = translateValue(value, context) as Json;
}

/** Bodies of the current version, by type. */
function addBody(draft: RequestDraft, body: Component, context: NameContext): void {
  const value = body['value'] as Json | undefined;
  const type = getType(body);
  if (type === 'RequestBodyJsonObject') addJson(draft, value ?? {}, context);
  else if (type === 'RequestBodyGraphQL') addJson(draft, value ?? {}, context);
  else if (type === 'RequestBodyUrlEncodedForm') addMembers(draft, 'form', readMembers(value, 'form fields'), context);
  else if (type === 'RequestBodyPlainText') addData(draft, String(value ?? ''), context);
  else refuse(`the body ${type} is not supported`);
}

/** Adds the options of a requester to a request. Fails for what has no counterpart. */
export function addOptions(draft: RequestDraft, requester: Component, context: NameContext): void {
  const provider = findComponent(requester, 'request_options_provider') ?? {};
  const options = { ...provider, ...requester };
  draft.method = (findText(options, 'http_method') ?? 'GET').toUpperCase();
  if (isObject(options['query_properties'] ?? null)) refuse('it requests the properties in chunks (QueryProperties)');
  if (isObject(options['fetch_properties_from_endpoint'] ?? null))
    refuse('it requests properties that an endpoint lists');
  addMembers(draft, 'query', readMembers(options['request_parameters'] as Json | undefined, 'parameters'), context);
  addMembers(draft, 'header', readMembers(options['request_headers'] as Json | undefined, 'headers'), context);
  const json = options['request_body_json'] as Json | undefined;
  if (json !== undefined && json !== null && json !== '') addJson(draft, json, context);
  addData(draft, options['request_body_data'] as Json | undefined, context);
  const body = findComponent(options, 'request_body');
  if (body) addBody(draft, body, context);
}

/** URL of a requester: base and path as templates. */
export interface RequestUrl {
  readonly base: string;
  readonly path: string;
  /** JSONata of the whole URL, if no template can express it. */
  readonly expr?: string;
}

/** Query in a path: everything after a question mark outside of expressions, if it consists of names and values. */
function splitQuery(path: string): { path: string; query: string } {
  const at = path.replaceAll(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, (found) => '_'.repeat(found.length)).indexOf('?');
  const query = path.slice(at + 1);
  const isPlain = listPairs(query).every((pair) => /^[^=/{}]+=/.test(pair));
  return at === -1 || !isPlain ? { path, query: '' } : { path: path.slice(0, at), query };
}

const listPairs = (query: string): string[] => query.match(/(?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|[^&])+/g) ?? [];

/** Adds the parameters that the path contains. */
function addPathQuery(draft: RequestDraft, query: string, context: NameContext): void {
  for (const pair of listPairs(query)) {
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1);
    addMembers(draft, 'query', { [decode(pair.slice(0, at))]: isTemplate(value) ? value : decode(value) }, context);
  }
}

const decode = (text: string): string => decodeComponent(text.replaceAll('+', ' '));

/** Replaces secrets in a URL by placeholders that auth fills. */
function moveSecrets(url: string, draft: RequestDraft | undefined, context: NameContext): string {
  return url.replaceAll(/\{\{(?:default )?settings\.([\w.]+)(?: "")?\}\}/g, (whole, path: string) => {
    if (!context.settings.isSecret(path.split('.'))) return whole;
    if (draft === undefined) return refuse('the URL contains a secret');
    const name = path.replaceAll('.', '_');
    if (!draft.credentials.some((one) => one['name'] === name && one['into'] === 'path'))
      draft.credentials.push({ type: 'apiKey', into: 'path', name, value: `{{settings.${path}}}` });
    return `{${name}}`;
  });
}

/** Translates the URL of a requester. Parameters in its path and secrets go to the draft. */
export function translateUrl(requester: Component, context: NameContext, draft: RequestDraft): RequestUrl {
  const url = readUrl(requester, context, draft);
  return { ...url, base: moveSecrets(url.base, draft, context), path: moveSecrets(url.path, draft, context) };
}

function readUrl(requester: Component, context: NameContext, draft: RequestDraft): RequestUrl {
  const base = findText(requester, 'url_base') ?? findText(requester, 'url') ?? refuse('the URL is missing');
  const { path, query } = splitQuery((findText(requester, 'path') ?? '').trim());
  if (query !== '') addPathQuery(draft, query, context);
  const baseTemplate = translateTemplate(base.trim(), context, 'Base URL');
  const pathTemplate = attempt(() => translateTemplate(path, context, 'Path'));
  if ('value' in pathTemplate) return splitUrl(baseTemplate, pathTemplate.value);
  const [host, tail] = [parseJinja(base.trim()), parseJinja(path)];
  const whole = `${writeExpression(host, context, 'input').text} & "/" & (${writeExpression(tail, context, 'input').text})`;
  return { base: baseTemplate, path: '', expr: `$replace(${whole}, /([^:])\\/\\/+/, "$1/")` };
}

/** Joins like the original, which drops empty segments. */
function splitUrl(base: string, path: string): RequestUrl {
  if (/^https?:\/\//.test(path)) return { base: path, path: '' };
  return { base: base.trim().replace(/\/+$/, ''), path: path.replace(/^\/+/, '').replaceAll(/\/{2,}/g, '/') };
}

/** Joins base and path. */
export const joinUrl = ({ base, path }: RequestUrl): string => (path === '' ? base : `${base}/${path}`);

/** Writes a draft as a request. `url` is its `path`, `url`, or neither. */
export function finishRequest(draft: RequestDraft, url: JsonObject): JsonObject {
  const { query, headers, form, json, text, method } = draft;
  const hasJson = Object.keys(json).length > 0;
  const hasForm = Object.keys(form).length > 0;
  if ([hasJson, hasForm, text !== undefined].filter(Boolean).length > 1) refuse('the request has two bodies');
  return {
    ...(method === 'GET' ? {} : { method }),
    ...url,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(hasJson ? { json } : {}),
    ...(hasForm ? { form } : {}),
    ...(text === undefined ? {} : { text }),
    // The original repeats requests of any method.
    ...(method === 'POST' || method === 'PATCH' ? { repeatable: true } : {}),
  } as JsonObject;
}
