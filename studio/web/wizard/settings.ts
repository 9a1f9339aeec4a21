/** Scalar, or the values of a list. */
export type SettingValue = string | number | boolean | readonly unknown[];

/** Values by dotted path, such as `login.user`. */
export type Values = Readonly<Record<string, SettingValue>>;

/** Setting as described by the manifest. */
export interface Setting {
  /** Dotted path: `login.user` is a setting of the group `login`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  /** Type of the values of a list. */
  readonly items?: Setting['type'] | 'object';
  /** Settings of each element of a list of groups. */
  readonly elements?: readonly Setting[];
  readonly format?: string;
  readonly required: boolean;
  /** The value is never displayed after it is stored. */
  readonly secret: boolean;
  /** Changes with the secrets, such as a key ID. */
  readonly credential: boolean;
  readonly advanced: boolean;
  /** The default is derived from other settings. */
  readonly derived: boolean;
  /** Allowed values. */
  readonly options?: readonly Choice[];
  /** Title of the empty option. */
  readonly none?: string;
  /** Suggested values; other values are allowed. */
  readonly suggestions?: readonly Choice[];
  readonly fallback?: SettingValue;
  readonly example?: SettingValue;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Choice {
  readonly value: string;
  readonly title: string;
}

/** Keywords of the settings' JSON Schema that the form uses. */
interface Property {
  readonly type?: Setting['type'] | 'object';
  readonly items?: Property;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly (Schema & { readonly title: string })[];
  readonly const?: string | number | boolean;
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly credential?: boolean;
  readonly advanced?: boolean;
  readonly derive?: string;
  readonly enum?: readonly (string | number)[];
  readonly choices?: readonly { readonly value: string | number; readonly title: string }[];
  readonly default?: SettingValue;
  readonly examples?: readonly SettingValue[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

const zones = (): readonly Choice[] => Intl.supportedValuesOf('timeZone').map((value) => ({ value, title: value }));

function listChoices(property: Property): Pick<Setting, 'options' | 'suggestions'> {
  const titled = property.choices?.map(({ value, title }) => ({ value: String(value), title })) ?? [];
  if (property.format === 'timeZone') return { suggestions: zones() };
  if (!property.enum) return titled.length === 0 ? {} : { suggestions: titled };
  const titleOf = (value: string) => titled.find((one) => one.value === value)?.title ?? value;
  return { options: property.enum.map((value) => ({ value: String(value), title: titleOf(String(value)) })) };
}

const optionalFact = <K extends string, V>(name: K, value: V | undefined) =>
  value === undefined ? {} : { [name]: value };

function toSetting(name: string, property: Property, required: boolean): Setting {
  const { type = 'string', items } = property;
  return {
    name,
    title: property.title ?? name,
    description: property.description ?? '',
    type: type === 'object' ? 'string' : type,
    required,
    secret: property.writeOnly === true,
    credential: property.credential === true,
    advanced: property.advanced === true,
    derived: property.derive !== undefined,
    ...listChoices(property),
    ...optionalFact('items', items?.type),
    ...optionalFact('elements', items?.properties && listGroup(items, '', {})),
    ...optionalFact('format', property.format),
    ...optionalFact('fallback', property.default),
    ...optionalFact('example', property.examples?.[0]),
    ...optionalFact('minimum', property.minimum),
    ...optionalFact('maximum', property.maximum),
  };
}

/** Returns the property that names each choice. */
const findDiscriminator = ({ oneOf = [] }: Property): string =>
  Object.entries(oneOf[0]?.properties ?? {}).find(([, one]) => one.const !== undefined)?.[0] ?? '';

/** Returns the setting that selects a choice, and the settings of the selected one. */
function listChoice(name: string, property: Property, { required, values }: { required: boolean; values: Values }) {
  const { oneOf = [], default: group } = property;
  const key = findDiscriminator(property);
  const options = oneOf.map(({ title, properties }) => ({ title, value: String(properties?.[key]?.const ?? '') }));
  const first = required ? (options[0]?.value ?? '') : '';
  const given = (group as Readonly<Record<string, string>> | undefined)?.[key] ?? first;
  const path = `${name}.${key}`;
  const selected = String(values[path] ?? given);
  const { default: _, examples: __, ...rest } = property;
  const select: Setting = {
    ...toSetting(path, { ...rest, type: oneOf[0]?.properties?.[key]?.type ?? 'string' }, required),
    options,
    ...(given === '' ? { none: 'none' } : { fallback: given }),
  };
  const choice = oneOf[options.findIndex(({ value }) => value === selected)];
  return [select, ...(choice ? listGroup(choice, `${name}.`, values) : [])];
}

function listGroup({ properties = {}, required = [] }: Schema, prefix: string, values: Values): readonly Setting[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    const [name, isRequired] = [`${prefix}${key}`, required.includes(key)];
    if (property.const !== undefined) return [];
    if (property.oneOf) return listChoice(name, property, { required: isRequired, values });
    if (property.type === 'object') return listGroup(property, `${name}.`, values);
    return [toSetting(name, property, isRequired)];
  });
}

/** Returns the settings of a manifest's schema in declaration order: of groups with choices, those of the selected one. */
export const listSettings = (schema: object, values: Values = {}): readonly Setting[] =>
  listGroup(schema as Schema, '', values);

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns settings of the API by dotted path. */
export const flattenSettings = (settings: Readonly<Record<string, unknown>>, prefix = ''): Values =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]): [string, SettingValue][] =>
      isGroup(value)
        ? Object.entries(flattenSettings(value, `${prefix}${name}.`))
        : [[`${prefix}${name}`, value as SettingValue]],
    ),
  );

function setPath(group: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    group[name] = value;
    return;
  }
  const inner = isGroup(group[name]) ? { ...group[name] } : {};
  setPath(inner, rest, value);
  group[name] = inner;
}

/** Returns settings by dotted path as the API expects them. */
export function nestSettings(values: Values): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) setPath(settings, path.split('.'), value);
  return settings;
}

/** Returns the values of the settings that the form shows, with the choices that are selected by default. */
export function pickShown(settings: readonly Setting[], values: Values): Values {
  const hasGroup = (name: string) => {
    const group = `${name.split('.').slice(0, -1).join('.')}.`;
    return Object.keys(values).some((one) => one !== name && one.startsWith(group));
  };
  return Object.fromEntries(
    settings.flatMap(({ name, options, fallback, required }): [string, SettingValue][] => {
      const value = values[name];
      if (value !== undefined) return [[name, value]];
      const isChoice = name.includes('.') && options !== undefined && fallback !== undefined;
      return isChoice && (required || hasGroup(name)) ? [[name, fallback]] : [];
    }),
  );
}

/** Formats a value for display. */
export const formatValue = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(formatValue).join(', ') || 'none';
  return isGroup(value) ? Object.values(value).map(formatValue).join(' · ') : String(value);
};

/** Converts lines to the values of a list; keeps an empty last line, in which the user types. */
const splitLines = ({ items }: Setting, text: string): readonly unknown[] =>
  text.split('\n').map((line) => {
    const number = Number(line);
    return (items === 'integer' || items === 'number') && line.trim() !== '' && !Number.isNaN(number) ? number : line;
  });

/** Removes empty lines from the values of lists. */
export const trimLists = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, SettingValue][] => {
      if (!Array.isArray(value)) return [[name, value]];
      return [[name, value.filter((one) => typeof one !== 'string' || one.trim() !== '')]];
    }),
  );

/** Converts typed text to the type of the setting; returns undefined for an empty text. */
export function typedValue(setting: Setting, text: string): SettingValue | undefined {
  if (text === '') return undefined;
  if (setting.type === 'array') return splitLines(setting, text);
  if (setting.type === 'boolean') return text === 'true';
  if (setting.type === 'string') return text;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

const isWeb = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);

function numberProblem({ minimum, maximum, type }: Setting, value: SettingValue): string | undefined {
  if (typeof value !== 'number') return 'Enter a number.';
  if (type === 'integer' && !Number.isInteger(value)) return 'Enter a whole number.';
  if (minimum !== undefined && value < minimum) return `Enter ${minimum} or more.`;
  if (maximum !== undefined && value > maximum) return `Enter ${maximum} or less.`;
  return undefined;
}

/** Validates a value in the form; returns a message or undefined. The server validates all of it again. */
export function findProblem(setting: Setting, value: SettingValue | undefined): string | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0 && setting.required))
    return setting.required ? `${setting.title} is required.` : undefined;
  if (setting.type === 'integer' || setting.type === 'number') return numberProblem(setting, value);
  if (setting.format === 'uri' && !isWeb(String(value)))
    return 'Enter a complete URL, for example https://example.com.';
  return undefined;
}
