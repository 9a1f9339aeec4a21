import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { refuse } from './untranslatable.ts';

/** Types of components that may leave theirs out, by the type and the key of their parent. */
const DEFAULT_TYPES: Readonly<Record<string, string>> = {
  'CompositeErrorHandler.error_handlers': 'DefaultErrorHandler',
  'DatetimeBasedCursor.end_datetime': 'MinMaxDatetime',
  'DatetimeBasedCursor.end_time_option': 'RequestOption',
  'DatetimeBasedCursor.start_datetime': 'MinMaxDatetime',
  'DatetimeBasedCursor.start_time_option': 'RequestOption',
  'DeclarativeStream.retriever': 'SimpleRetriever',
  'DeclarativeStream.schema_loader': 'JsonFileSchemaLoader',
  'DeclarativeStream.incremental_sync': 'DatetimeBasedCursor',
  'DefaultErrorHandler.response_filters': 'HttpResponseFilter',
  'DefaultPaginator.page_size_option': 'RequestOption',
  'DefaultPaginator.page_token_option': 'RequestOption',
  'HttpRequester.error_handler': 'DefaultErrorHandler',
  'ListPartitionRouter.request_option': 'RequestOption',
  'ParentStreamConfig.request_option': 'RequestOption',
  'ParentStreamConfig.stream': 'DeclarativeStream',
  'RecordSelector.extractor': 'DpathExtractor',
  'RecordSelector.record_filter': 'RecordFilter',
  'SimpleRetriever.paginator': 'NoPagination',
  'SimpleRetriever.record_selector': 'RecordSelector',
  'SimpleRetriever.requester': 'HttpRequester',
  'SubstreamPartitionRouter.parent_stream_configs': 'ParentStreamConfig',
  'AddFields.fields': 'AddedFieldDefinition',
};

/** Names of old versions: types, and keys by type. */
const OLD_TYPES: Readonly<Record<string, string>> = {
  SubstreamSlicer: 'SubstreamPartitionRouter',
  ListStreamSlicer: 'ListPartitionRouter',
  DatetimeStreamSlicer: 'DatetimeBasedCursor',
  LimitPaginator: 'DefaultPaginator',
  JsonSchema: 'JsonFileSchemaLoader',
  Bearer: 'BearerAuthenticator',
  ApiKey: 'ApiKeyAuthenticator',
};

const OLD_KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DpathExtractor: { field_pointer: 'field_path' },
  SimpleRetriever: { stream_slicer: 'partition_router' },
  DeclarativeStream: { stream_cursor_field: 'cursor_field' },
  ListPartitionRouter: { slice_values: 'values' },
  ParentStreamConfig: { stream_slice_field: 'partition_field' },
  DefaultPaginator: { limit_option: 'page_size_option' },
  RequestOption: { pass_by: 'inject_into' },
  HttpRequester: { method: 'http_method' },
  DatetimeBasedCursor: {
    stream_state_field_start: 'partition_field_start',
    stream_state_field_end: 'partition_field_end',
  },
};

const MAX_OBJECTS = 500_000;

type Parameters = Readonly<Record<string, Json>>;

/** Objects that describe data instead of components. */
const isSchema = ({ type }: JsonObject): boolean => type === 'object' || (typeof type === 'object' && type !== null);

/** Parameters of a component: `$parameters`, and `$options` of old versions. */
const takeParameters = (component: JsonObject): Parameters => {
  const found = component['$parameters'] ?? component['$options'];
  return isObject(found) ? found : {};
};

function renameOld(component: JsonObject): JsonObject {
  const type = String(component['type'] ?? '');
  const current = Object.hasOwn(OLD_TYPES, type) ? (OLD_TYPES[type] ?? type) : type;
  const keys = Object.hasOwn(OLD_KEYS, current) ? (OLD_KEYS[current] ?? {}) : {};
  const entries = Object.entries(component).map(([key, value]) => {
    const name = Object.hasOwn(keys, key) ? (keys[key] ?? key) : key;
    return [name, value] as const;
  });
  const renamed = Object.fromEntries(entries) as JsonObject;
  return type === '' ? renamed : { ...renamed, type: current };
}

/** Options of a propagation. */
export interface Propagation {
  /** Copies the position of an object to its copy. */
  readonly onCopy: (from: object, to: object) => void;
}

/**
 * Gives the parameters of each component to the components below it, and adds the types that were left out. The
 * parameters stay in `$parameters`, where expressions read them.
 */
export function propagateParameters(component: JsonObject, { onCopy }: Propagation): JsonObject {
  let objects = 0;
  const visit = (source: JsonObject, identifier: string, inherited: Parameters): JsonObject => {
    if (++objects > MAX_OBJECTS) refuse(`it expands to more than ${MAX_OBJECTS} objects`);
    if (isSchema(source)) return source;
    const named = renameOld(addType(source, identifier));
    onCopy(source, named);
    const parameters = { ...inherited, ...takeParameters(named) };
    if (typeof named['type'] !== 'string') return visitMembers(named, identifier, parameters, source);
    const filled = { ...named };
    for (const [key, value] of Object.entries(parameters)) if (isEmpty(filled[key])) filled[key] = value;
    delete filled['$options'];
    delete filled['$parameters'];
    const own = Object.keys(parameters).length > 0 ? { $parameters: parameters } : {};
    return visitMembers({ ...filled, ...own } as JsonObject, named['type'], parameters, source);
  };
  const visitMembers = (node: JsonObject, type: string, parameters: Parameters, source: JsonObject): JsonObject => {
    const isComponent = typeof node['type'] === 'string';
    const entries = Object.entries(node).map(([key, value]) => {
      if (key === '$parameters') return [key, value] as const;
      const identifier = isComponent ? `${type}.${key}` : type;
      const { [key]: _, ...others } = parameters;
      if (isObject(value)) {
        if (!isComponent && typeof value['type'] !== 'string') return [key, value] as const;
        return [key, visit(value, identifier, others)] as const;
      }
      if (!Array.isArray(value) || !isComponent) return [key, value as Json] as const;
      return [key, value.map((member) => (isObject(member) ? visit(member, identifier, others) : member))] as const;
    });
    const visited = Object.fromEntries(entries) as JsonObject;
    onCopy(source, visited);
    return visited;
  };
  return visit(component, '', {});
}

/** Values that parameters replace, as in the original: absent and empty ones. */
const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

function addType(component: JsonObject, identifier: string): JsonObject {
  if (component['type'] !== undefined || typeof component['class_name'] === 'string') return component;
  const type = Object.hasOwn(DEFAULT_TYPES, identifier) ? DEFAULT_TYPES[identifier] : undefined;
  return type === undefined ? component : { type, ...component };
}
