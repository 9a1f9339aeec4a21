import type { Json } from '../../base/json/index.ts';
import type { Into } from '../../manifest/types.generated.ts';
import type { RequestPatch } from '../request/http-request.ts';

type Parameters = Readonly<Record<string, Json>>;

const formatValue = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Formats values as text; null leaves the parameter out. */
const formatValues = (values: Parameters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, formatValue(value)]])),
  );

const PATCHES: { readonly [I in Into]: (parameters: Parameters) => RequestPatch } = {
  query: (parameters) => ({ query: formatValues(parameters) }),
  json: (parameters) => ({ json: parameters }),
  form: (parameters) => ({ form: formatValues(parameters) }),
  header: (parameters) => ({ headers: formatValues(parameters) }),
};

/** Builds the request patch that sets page parameters: with their types in a JSON body, as text or JSON text elsewhere. */
export const buildPatch = (into: Into = 'query', parameters: Parameters): RequestPatch => PATCHES[into](parameters);

/** Returns one parameter, or none when its name or value is undefined. */
export const buildParameter = (name: string | undefined, value: Json | undefined): Parameters =>
  name === undefined || value === undefined ? {} : { [name]: value };
