import { checkbox, confirm, input, select } from '@inquirer/prompts';
import { findFilterProblem, isBuiltIn, listProducedEntities, type Manifest } from '../../../manifest/index.ts';
import type { ConnectionDraft, TransformMap } from '../../../platform/connections/index.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { PROMPT_OPTIONS, rethrowInterrupt } from './ask.ts';

/** Answers of the wizard's scope step. */
export type ScopeAnswers = Pick<ConnectionDraft, 'select' | 'filters' | 'maps' | 'preserveAbsent'>;

async function askTypes(message: string, types: readonly string[]): Promise<string[] | undefined> {
  if (types.length === 0) return undefined;
  const choices = types.map((value) => ({ value, checked: true }));
  const chosen = await checkbox({ message, choices }, PROMPT_OPTIONS);
  return chosen.length === types.length ? undefined : chosen;
}

async function askEntities(manifest: Manifest): Promise<string[] | undefined> {
  const names = listProducedEntities(manifest).map(({ name }) => name);
  return names.every(isBuiltIn) ? undefined : askTypes('Entities', names);
}

async function askSelect(manifest: Manifest): Promise<ConnectionDraft['select']> {
  const { about } = manifest;
  for (;;) {
    const entities = await askEntities(manifest);
    const assetTypes = await askTypes('Asset types', about.assetTypes);
    const findingTypes = await askTypes('Finding types', about.findingTypes);
    const isEmpty = entities?.length === 0 || (assetTypes?.length === 0 && findingTypes?.length === 0);
    if (!isEmpty)
      return {
        ...(assetTypes ? { assetTypes } : {}),
        ...(findingTypes ? { findingTypes } : {}),
        ...(entities ? { entities } : {}),
      };
  }
}

async function askFilters({ filters = {} }: Manifest): Promise<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const [stream, { syntax, examples }] of Object.entries(filters)) {
    const message = `Filter for ${stream}, such as ${escapeForTerminal(examples[0] ?? '')} (optional)`;
    const validate = (text: string) => (text === '' ? true : (findFilterProblem(syntax, text)?.problem ?? true));
    const text = await input({ message, validate }, PROMPT_OPTIONS);
    if (text !== '') given[stream] = text;
  }
  return given;
}

async function askMaps(maps: readonly TransformMap[]): Promise<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const map of new Set(maps.map((one) => one.map))) {
    const clones = maps.filter((one) => one.map === map && !one.readOnly);
    if (clones.length === 0) continue;
    const choices = [
      { name: "the connector's map", value: '' },
      ...clones.map(({ id, name }) => ({ name, value: id })),
    ];
    const id = await select({ message: `Transform map for "${map}"`, choices }, PROMPT_OPTIONS);
    if (id !== '') given[map] = id;
  }
  return given;
}

/** Prompts for the types to sync and, optionally, the advanced settings. Throws INTERRUPTED. */
export async function askScope(manifest: Manifest, maps: readonly TransformMap[]): Promise<ScopeAnswers> {
  try {
    const chosen = await askSelect(manifest);
    if (
      !(await confirm(
        { message: 'Change advanced settings (filters, transform maps, absent findings)?', default: false },
        PROMPT_OPTIONS,
      ))
    )
      return { select: chosen, filters: {}, maps: {}, preserveAbsent: false };
    const filters = await askFilters(manifest);
    const chosenMaps = await askMaps(maps);
    const message = 'Keep the status of findings that the vendor no longer lists (otherwise they become FIXED)?';
    return {
      select: chosen,
      filters,
      maps: chosenMaps,
      preserveAbsent: await confirm({ message, default: false }, PROMPT_OPTIONS),
    };
  } catch (error) {
    return rethrowInterrupt(error);
  }
}
