import { isObject, type Json, type JsonObject, toPointer } from '../../../base/json/index.ts';
import { isCredentialName } from '../credential-names.ts';
import type { Operation, Parameter } from '../described.ts';
import { getList, getObject, getText } from '../members.ts';
import { PAGE_NAMES } from '../propose/page-names.ts';
import { listProperties, type SchemaView } from '../shape/schema-view.ts';

/** Operation of a document, with what selects it. */
export interface DocumentedOperation extends Operation {
  readonly id?: string | undefined;
  readonly tags: readonly string[];
  readonly isDeprecated: boolean;
  /** The operation object itself. */
  readonly source: JsonObject;
}

/** Headers that are no parameters, by the specification. */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);

const toScalar = (value: Json | undefined): string | number | boolean | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

/** Returns the value that a required parameter has without a choice: its default, or its only value. */
function findFixedValue({
  default: usual,
  const: only,
  enum: values,
}: JsonObject): string | number | boolean | undefined {
  const single = Array.isArray(values) && values.length === 1 ? (values[0] as Json) : undefined;
  return toScalar(only) ?? toScalar(single) ?? toScalar(usual);
}

function toParameter(given: Json, { view, hasSchemes }: ParameterContext): Parameter[] {
  const parameter = view.resolve(given);
  const name = getText(parameter, 'name');
  const place = getText(parameter, 'in');
  if (name === undefined || (place !== 'query' && place !== 'header' && place !== 'path')) return [];
  if (place === 'header' && IGNORED_HEADERS.has(name.toLowerCase())) return [];
  // Declared again although the security schemes cover it.
  if (hasSchemes && place !== 'path' && isCredentialName(name)) return [];
  const schema = view.resolve(parameter['schema']);
  const isRequired = parameter['required'] === true;
  const value = isRequired && place !== 'path' ? findFixedValue(schema) : undefined;
  return [{ name, in: place, isRequired, schema, description: getText(parameter, 'description'), value }];
}

interface ParameterContext {
  readonly view: SchemaView;
  /** True if the document has security schemes. */
  readonly hasSchemes: boolean;
}

const isJson = (type: string): boolean =>
  /^(?:\*\/\*|application\/(?:json|[\w.-]+\+json))(?:;|$)/i.test(type) || /json/i.test(type);

interface ResponseForm {
  readonly schema?: JsonObject;
  readonly headers: readonly string[];
}

function readResponse(operation: JsonObject, view: SchemaView): ResponseForm {
  const responses = getObject(operation, 'responses');
  const status = ['200', '2XX', '206', '201', 'default'].find((one) => Object.hasOwn(responses, one));
  const response = status === undefined ? {} : view.resolve(responses[status]);
  const content = getObject(response, 'content');
  const type = Object.keys(content).find(isJson);
  const headers = Object.keys(getObject(response, 'headers')).map((name) => name.toLowerCase());
  const schema = type === undefined ? undefined : getObject(content, type)['schema'];
  return { headers, ...(isObject(schema) ? { schema } : {}) };
}

/** Returns the members of a JSON body to send: those with a default, the required ones with an example, and the page parameters. */
function readBody(operation: JsonObject, view: SchemaView): Pick<Operation, 'body'> {
  const content = getObject(view.resolve(operation['requestBody']), 'content');
  const type = Object.keys(content).find(isJson);
  if (type === undefined) return {};
  const schema = view.resolve(getObject(content, type)['schema']);
  const isPage = (name: string) =>
    [PAGE_NAMES.page, PAGE_NAMES.offset, PAGE_NAMES.size, PAGE_NAMES.cursor].some((is) => is(name));
  const members = listProperties(schema).flatMap(([name, given]) => {
    const member = view.resolve(given);
    const value = toScalar(member['default']);
    if (value === undefined && !isPage(name)) return [];
    return [[name, value ?? null] as const];
  });
  return { body: { kind: 'json', value: Object.fromEntries(members) } };
}

const METHODS = ['get', 'post'] as const;

/** Lists the GET and POST operations of a document. */
export function listOperations(document: JsonObject, view: SchemaView): DocumentedOperation[] {
  const schemes = getObject(getObject(document, 'components'), 'securitySchemes');
  const hasSchemes = Object.keys(schemes).length > 0;
  return Object.entries(getObject(document, 'paths')).flatMap(([path, given]) => {
    const item = view.resolve(given);
    return METHODS.flatMap((method) => {
      const source = getObject(item, method);
      if (Object.keys(source).length === 0) return [];
      const parameters = [...getList(item, 'parameters'), ...getList(source, 'parameters')].flatMap((one) =>
        toParameter(one, { view, hasSchemes }),
      );
      const { schema, headers } = readResponse(source, view);
      return [
        {
          from: toPointer(['paths', path, method]),
          id: getText(source, 'operationId'),
          title: getText(source, 'summary'),
          description: getText(source, 'description'),
          tags: getList(source, 'tags').filter((tag) => typeof tag === 'string'),
          isDeprecated: source['deprecated'] === true,
          method: method === 'get' ? 'GET' : 'POST',
          path: path.startsWith('/') ? path : `/${path}`,
          parameters: [...new Map(parameters.map((one) => [`${one.in} ${one.name}`, one])).values()],
          ...(method === 'post' ? readBody(source, view) : {}),
          schema,
          responseHeaders: headers,
          pages: [],
          source,
        } satisfies DocumentedOperation,
      ];
    });
  });
}
