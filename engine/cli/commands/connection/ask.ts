import { confirm, editor, input, password, select } from '@inquirer/prompts';
import { engineError } from '../../../base/errors/index.ts';
import {
  findSetting,
  isSecretSetting,
  listSchemasAt,
  type Manifest,
  type SettingValues,
  splitSettingPath,
} from '../../../manifest/index.ts';
import type { InventoryChoice, TransformMap } from '../../../platform/connections/index.ts';
import type { Options } from '../../options.ts';
import type { Terminal } from '../../terminal.ts';

/** Prompts are written to stderr; stdout is reserved for results. */
export const PROMPT_OPTIONS = { output: process.stderr };

interface AskCall {
  readonly options: Pick<Options, 'json'>;
  readonly terminal: Terminal;
}

/** Reports whether the user can be prompted: on a terminal and without --json. */
export const canAsk = ({ options, terminal }: AskCall): boolean => !options.json && terminal.canAsk();

/** Rethrows Ctrl-C at a prompt as INTERRUPTED, and other errors unchanged. */
export function rethrowInterrupt(error: unknown): never {
  throw error instanceof Error && error.name === 'ExitPromptError' ? engineError('INTERRUPTED', {}, error) : error;
}

/** Settings to prompt for, and the values of the connection. */
interface AskedFields {
  readonly fields: readonly string[];
  readonly saved: SettingValues;
}

/**
 * Prompts for credentials: secrets with hidden input, which the terminal redacts from then on, and others with their saved
 * value as the default. Throws INTERRUPTED.
 */
export async function askCredentials(
  manifest: Manifest,
  { fields, saved }: AskedFields,
  terminal: Terminal,
): Promise<Readonly<Record<string, string>>> {
  const given: Record<string, string> = {};
  for (const field of fields) {
    const message = listSchemasAt(manifest.settings, splitSettingPath(field))[0]?.title ?? field;
    const isRequired = manifest.settings.required?.includes(field) === true;
    const validate = (text: string) => text !== '' || !isRequired || 'This value is required.';
    const isSecret = isSecretSetting(manifest, field);
    const before = findSetting(saved, splitSettingPath(field));
    const value = await (isSecret
      ? password({ message, mask: '•', validate }, PROMPT_OPTIONS)
      : input({ message, validate, ...(before === undefined ? {} : { default: String(before) }) }, PROMPT_OPTIONS)
    ).catch(rethrowInterrupt);
    if (value === '') continue;
    if (isSecret) terminal.learn(value);
    given[field] = value;
  }
  return given;
}

/** Prompts for the fate of a connection's inventory, or for confirmation if it is given. Returns undefined to cancel. Throws INTERRUPTED. */
export async function askDelete(
  question: string,
  given: InventoryChoice | undefined,
): Promise<InventoryChoice | undefined> {
  const choices = [
    { name: 'delete the connection and keep its inventory', value: 'keep' },
    { name: 'delete the connection with its inventory', value: 'remove' },
    { name: 'cancel', value: undefined },
  ] as const;
  if (given === undefined)
    return select<InventoryChoice | undefined>({ message: `${question}.`, choices }, PROMPT_OPTIONS).catch(
      rethrowInterrupt,
    );
  const message = `${question}: delete the connection and ${given} them?`;
  return (await askConfirm(message)) ? given : undefined;
}

/** Prompts for confirmation; the default is no. Throws INTERRUPTED. */
export const askConfirm = (message: string): Promise<boolean> =>
  confirm({ message, default: false }, PROMPT_OPTIONS).catch(rethrowInterrupt);

/** Opens a map's spec in the user's editor and returns the result. Throws INTERRUPTED, MAP_UNREADABLE. */
export async function askSpec({ name, spec }: TransformMap): Promise<unknown> {
  const text = await editor(
    {
      message: `Edit "${name}"`,
      default: `${JSON.stringify(spec, null, 2)}\n`,
      postfix: '.json',
      waitForUserInput: false,
    },
    PROMPT_OPTIONS,
  ).catch(rethrowInterrupt);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw engineError('MAP_UNREADABLE', { file: 'from the editor', reason: 'it is not JSON' }, error);
  }
}
