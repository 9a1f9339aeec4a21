import { confirm, input, number, password, select } from '@inquirer/prompts';
import { checkSettings, type Manifest } from '../../../manifest/index.ts';
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

const findProblem = async (manifest: Manifest, given: Settings, name: string): Promise<string | undefined> => {
  const { issues } = await checkSettings(manifest.settings, given);
  return issues.find(({ path }) => path === `/${name}`)?.message;
};

const formatMessage = ({ property, name, before, required }: SettingPrompt): string => {
  const hint = !required && before === undefined ? ' (optional)' : '';
  return `${escapeForTerminal(property.title ?? name)}${hint}`;
};

/** Prompts for one setting according to its type. Returns undefined if it is left empty. */
async function askSetting(
  prompt: SettingPrompt,
  validate: (value: SettingValue) => Promise<string | true>,
): Promise<SettingValue | undefined> {
  const { property, before, required } = prompt;
  const message = formatMessage(prompt);
  if (property.writeOnly) {
    const check = (text: string) => (text === '' && !required ? true : validate(text));
    return (await password({ message, mask: '•', validate: check }, PROMPT_OPTIONS)) || undefined;
  }
  if (property.enum) {
    const choices = property.enum.map((value) => ({ name: String(value), value: value as SettingValue }));
    return select<SettingValue>(
      { message, choices, ...(before === undefined ? {} : { default: before }) },
      PROMPT_OPTIONS,
    );
  }
  if (property.type === 'boolean') return confirm({ message, default: before === true }, PROMPT_OPTIONS);
  if (property.type === 'string') {
    const check = (text: string) => (text === '' && !required ? true : validate(text));
    const text = await input(
      { message, validate: check, ...(before ? { default: String(before) } : {}) },
      PROMPT_OPTIONS,
    );
    return text === '' ? undefined : text;
  }
  return number(
    { message, required, step: 'any', ...(before === undefined ? {} : { default: Number(before) }) },
    PROMPT_OPTIONS,
  );
}

/**
 * Prompts for the settings of a connector. The default of each is its previous value, or the value that follows from the
 * settings entered so far. Registers secrets with the terminal. Throws INTERRUPTED.
 */
export async function askSettings(manifest: Manifest, before: Settings, terminal: Terminal): Promise<Settings> {
  const { properties, required = [] } = manifest.settings;
  const given: Record<string, SettingValue> = {};
  for (const [name, property] of Object.entries(properties)) {
    const { values } = await checkSettings(manifest.settings, given);
    const prompt: SettingPrompt = {
      name,
      property,
      before: before[name] ?? values[name],
      required: required.includes(name),
    };
    if (property.description)
      terminal.tell(terminal.paint.err('dim', `  ${escapeForTerminal(property.description)}\n`));
    const validate = async (value: SettingValue) =>
      (await findProblem(manifest, { ...given, [name]: value }, name)) ?? true;
    const value = await askSetting(prompt, validate).catch(rethrowInterrupt);
    if (property.writeOnly && value !== undefined) terminal.learn(String(value));
    // Derived defaults are not stored, so that they follow later changes of the settings that they derive from.
    if (value !== undefined && value !== values[name]) given[name] = value;
  }
  return given;
}
