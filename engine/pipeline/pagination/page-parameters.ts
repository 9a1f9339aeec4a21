import type { Into } from '../../manifest/types.generated.ts';
import type { RequestPatch } from '../request/http-request.ts';

type Parameters = Readonly<Record<string, string | number>>;

const stringifyValues = (values: Parameters): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const PATCHES: { readonly [I in Into]: (parameters: Parameters) => RequestPatch } = {
  query: (parameters) => ({ query: stringifyValues(parameters) }),
  json: (parameters) => ({ json: parameters }),
  form: (parameters) => ({ form: stringifyValues(parameters) }),
};

/** Builds the request patch that sets page parameters in the query, the form or the JSON body (numbers stay numbers). */
export const buildPatch = (into: Into = 'query', parameters: Parameters): RequestPatch => PATCHES[into](parameters);

/** Returns one parameter, or none when its name or value is undefined. */
export const buildParameter = (name: string | undefined, value: string | number | undefined): Parameters =>
  name === undefined || value === undefined ? {} : { [name]: value };
