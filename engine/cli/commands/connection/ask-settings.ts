import { confirm, input, number, password, select } from '@inquirer/prompts';
import { listConsentSettings } from '../../../manifest/auth-parts.ts';
import {
  checkSettings,
  findChoice,
  findDiscriminator,
  findSetting,
  formatSetting,
  type Manifest,
  nameChoice,
  setSetting,
} from '../../../manifest/index.ts';
import type { SettingValue } from '../../../pipeline/connector/index.ts';
import type { Terminal } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { PROMPT_OPTIONS, rethrowInterrupt } from './ask.ts';

type Settings = Readonly<Record<string, SettingValue>>;
type Property = Manifest['settings']['properties'][string];

/** Prompt for one setting. */
interface SettingPrompt {
  readonly name: string;
  readonly property: Property;
  /** Value if the user enters nothing. */
  readonly before: SettingValue | undefined;
  readonly required: boolean;
}

const findProblem = async (
  manifest: Manifest,
  given: Settings,
  path: readonly string[],
): Promise<string | undefined> => {
  const { issues } = await checkSettings(manifest.settings, given);
  const pointer = `/${path.join('/')}`;
  return issues.find((issue) => issue.path === pointer || issue.path.startsWith(`${pointer}/`))?.message;
};

const formatHint = ({ property, before, required }: SettingPrompt): string => {
  const list = property.items?.type === 'object' ? ' (JSON list)' : ' (separated by commas)';
  return `${property.type === 'array' ? list : ''}${!required && before === undefined ? ' (optional)' : ''}`;
};

const formatMessage = (prompt: SettingPrompt): string =>
  `${escapeForTerminal(prompt.property.title ?? prompt.name)}${formatHint(prompt)}`;

const formatDefault = ({ property, before }: SettingPrompt): string =>
  property.items?.type === 'object' ? JSON.stringify(before) : formatSetting(before);

/** Prompts for one setting according to its type. Returns undefined if it is left empty. */
async function askSetting(
  prompt: SettingPrompt,
  validate: (value: SettingValue) => Promise<string | true>,
): Promise<SettingValue | undefined> {
  const { property, before, required } = prompt;
  const message = formatMessage(prompt);
  const check = (text: string) => (text === '' && !required ? true : validate(text));
  if (property.writeOnly) return (await password({ message, mask: '•', validate: check }, PROMPT_OPTIONS)) || undefined;
  if (property.enum) {
    const choices = property.enum.map((value) => ({ name: String(value), value: value as SettingValue }));
    return select<SettingValue>(
      { message, choices, ...(before === undefined ? {} : { default: before }) },
      PROMPT_OPTIONS,
    );
  }
  if (property.type === 'boolean') return confirm({ message, default: before === true }, PROMPT_OPTIONS);
  if (property.type === 'string' || property.type === 'array') {
    const initial = before === undefined || before === '' ? {} : { default: formatDefault(prompt) };
    const text = await input({ message, validate: check, ...initial }, PROMPT_OPTIONS);
    return text === '' ? undefined : text;
  }
  return number(
    { message, required, step: 'any', ...(before === undefined ? {} : { default: Number(before) }) },
    PROMPT_OPTIONS,
  );
}

/** Prompts for the settings of one connector. */
interface Asking {
  readonly manifest: Manifest;
  readonly before: Settings;
  readonly terminal: Terminal;
  given: Settings;
}

/** Prompts for one of the groups of a choice. Returns the group. */
async function askChoice(asking: Asking, path: readonly string[], property: Property) {
  const { oneOf = [] } = property;
  const name = findDiscriminator(property) ?? '';
  const known = findSetting(asking.given, path) ?? findSetting(asking.before, path) ?? property.default;
  const before = findChoice(property, known as SettingValue | undefined);
  const choices = oneOf.map((choice) => ({
    name: escapeForTerminal(choice.title),
    value: choice,
    ...(choice.description ? { description: escapeForTerminal(choice.description) } : {}),
  }));
  const message = escapeForTerminal(property.title ?? path.at(-1) ?? '');
  const chosen = await select({ message, choices, ...(before ? { default: before } : {}) }, PROMPT_OPTIONS);
  asking.given = setSetting(asking.given, [...path, name], nameChoice(name, chosen));
  return chosen;
}

interface Group {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

async function askScalar(asking: Asking, path: readonly string[], property: Property, required: boolean) {
  const { manifest, terminal, before } = asking;
  const { values } = await checkSettings(manifest.settings, asking.given);
  const fallback = findSetting(values, path);
  const name = path.at(-1) ?? '';
  const prompt: SettingPrompt = { name, property, before: findSetting(before, path) ?? fallback, required };
  const validate = async (value: SettingValue) =>
    (await findProblem(manifest, setSetting(asking.given, path, value), path)) ?? true;
  const value = await askSetting(prompt, validate);
  if (property.writeOnly && value !== undefined) terminal.learn(String(value));
  if (value === undefined) return;
  const given = setSetting(asking.given, path, value);
  const typed = findSetting((await checkSettings(manifest.settings, given)).values, path);
  // Derived defaults are not stored, so that they follow later changes of the settings that they derive from.
  if (!isEqual(typed, fallback)) asking.given = setSetting(given, path, typed);
}

async function askGroup(asking: Asking, above: readonly string[], { properties = {}, required = [] }: Group) {
  const { terminal } = asking;
  for (const [name, property] of Object.entries(properties)) {
    const path = [...above, name];
    // A person's consent fills in the setting later.
    if (property.const !== undefined || listConsentSettings(asking.manifest).includes(path.join('.'))) continue;
    if (property.description)
      terminal.tell(terminal.paint.err('dim', `  ${escapeForTerminal(property.description)}\n`));
    if (property.type !== 'object') await askScalar(asking, path, property, required.includes(name));
    else await askGroup(asking, path, property.oneOf ? await askChoice(asking, path, property) : property);
  }
}

/**
 * Prompts for the settings of a connector. The default of each is its previous value, or the value that follows from the
 * settings entered so far. Registers secrets with the terminal. Throws INTERRUPTED.
 */
export async function askSettings(manifest: Manifest, before: Settings, terminal: Terminal): Promise<Settings> {
  const asking: Asking = { manifest, before, terminal, given: {} };
  await askGroup(asking, [], manifest.settings).catch(rethrowInterrupt);
  return asking.given;
}
