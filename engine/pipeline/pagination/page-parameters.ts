import type { Into } from '../../manifest/types.generated.ts';
import type { RequestPatch } from '../request/http-request.ts';

type Values = Readonly<Record<string, string | number>>;

const toTexts = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

const PATCHES: { readonly [I in Into]: (values: Values) => RequestPatch } = {
  query: (values) => ({ query: toTexts(values) }),
  json: (values) => ({ json: values }),
  form: (values) => ({ form: toTexts(values) }),
};

/** Parameters as a patch of the place they go to; JSON bodies keep numbers as numbers. */
export const buildPatch = (into: Into = 'query', values: Values): RequestPatch => PATCHES[into](values);

/** A parameter, or nothing where its name or its value is not given. */
export const buildParameter = (name: string | undefined, value: string | number | undefined): Values =>
  name === undefined || value === undefined ? {} : { [name]: value };
