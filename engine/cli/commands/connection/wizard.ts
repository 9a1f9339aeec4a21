import { confirm, input, select } from '@inquirer/prompts';
import { engineError } from '../../../base/errors/index.ts';
import { formatTextTable } from '../../../base/format/text-table.ts';
import type { Manifest } from '../../../manifest/index.ts';
import { flattenSettings, formatSetting, isSecretSetting } from '../../../manifest/index.ts';
import { MOST_DESCRIPTION } from '../../../platform/connections/draft.ts';
import {
  type ConnectionDraft,
  listMaps,
  revealRotated,
  type TransformMap,
  testDraftConnection,
} from '../../../platform/connections/index.ts';
import { formatSchedule } from '../../../platform/schedule/index.ts';
import { listConnectorIds } from '../../catalogue.ts';
import type { CommandCall } from '../../command.ts';
import { type CliPlatform, resolveConnectorRef } from '../../open-platform.ts';
import type { Terminal } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { addConsent, setSecrets } from './add-consent.ts';
import { PROMPT_OPTIONS, rethrowInterrupt } from './ask.ts';
import { askSchedule } from './ask-schedule.ts';
import { askScope } from './ask-scope.ts';
import { askSettings } from './ask-settings.ts';
import { showChecks } from './show-checks.ts';

const printStep = ({ tell, paint }: Terminal, number: number, title: string) =>
  tell(`\n${paint.err('bold', `Step ${number} of 3: ${title}`)}\n`);

async function askConnector(platform: CliPlatform, given: string | undefined): Promise<string> {
  if (given !== undefined) return resolveConnectorRef(given);
  const ids = await listConnectorIds();
  const manifests = await Promise.all(ids.map((id) => platform.manifestOf(id)));
  const choices = manifests.map(({ id, title }) => ({ name: title, value: id }));
  return select({ message: 'Connector', choices }, PROMPT_OPTIONS);
}

function printPrerequisites({ about }: Manifest, terminal: Terminal): void {
  const { prerequisites = [], credentials } = about;
  for (const line of [...prerequisites, ...(credentials?.steps ?? [])])
    terminal.tell(terminal.paint.err('dim', `  · ${escapeForTerminal(line)}\n`));
}

const validateUnusedName = async ({ store }: CliPlatform, name: string): Promise<string | true> => {
  if (name.trim() === '' || name.trim() !== name) return 'Enter a name without leading or trailing spaces.';
  const taken = await store.db.selectFrom('connection').select('id').where('name', '=', name).executeTakeFirst();
  return taken === undefined || 'A connection with this name exists.';
};

async function askProfile(platform: CliPlatform, manifest: Manifest) {
  const name = await input(
    { message: 'Name', default: manifest.title, validate: (text) => validateUnusedName(platform, text) },
    PROMPT_OPTIONS,
  );
  const isShort = (text: string) =>
    [...text].length <= MOST_DESCRIPTION || `Use at most ${MOST_DESCRIPTION} characters.`;
  const description = await input({ message: 'Description (optional)', validate: isShort }, PROMPT_OPTIONS);
  return { name, description };
}

/** Prompts for settings until Test Connection passes; with --force, skips the test. Throws INTERRUPTED, CONNECTION_UNTESTED. */
async function askUntilTested(
  call: CommandCall,
  platform: CliPlatform,
  { draft, manifest }: { draft: ConnectionDraft; manifest: Manifest },
) {
  let { settings } = draft;
  for (;;) {
    settings = await askSettings(manifest, settings, call.terminal);
    settings = await addConsent(call, manifest, settings);
    const candidate = { ...draft, settings };
    if (call.options.force) return candidate;
    call.terminal.tell('\n');
    const result = await showChecks(call, (how) => testDraftConnection(platform, candidate, how));
    settings = setSecrets(settings, revealRotated(result));
    if (result.ok) return { ...candidate, settings };
    if (!(await confirm({ message: 'Change the settings and test again?' }, PROMPT_OPTIONS)))
      throw engineError('CONNECTION_UNTESTED');
  }
}

function printReview(
  draft: ConnectionDraft,
  { manifest, maps }: { readonly manifest: Manifest; readonly maps: readonly TransformMap[] },
  terminal: Terminal,
): void {
  const mapNames = new Map(maps.map(({ id, name }) => [id, name]));
  const { select: chosen, filters, schedule } = draft;
  const rows = [
    ['name', draft.name],
    ['description', draft.description || '–'],
    ['connector', `${manifest.title} ${manifest.version}`],
    ...Object.entries(flattenSettings(draft.settings)).map(([name, value]) => [
      name,
      isSecretSetting(manifest, name) ? '••••••••' : formatSetting(value),
    ]),
    ['asset types', (chosen.assetTypes ?? manifest.about.assetTypes).join(', ') || 'none'],
    ['finding types', (chosen.findingTypes ?? manifest.about.findingTypes).join(', ') || 'none'],
    ...(chosen.entities ? [['entities', chosen.entities.join(', ')]] : []),
    ...Object.entries(filters).map(([stream, text]) => [`filter ${stream}`, text]),
    ...Object.entries(draft.maps).map(([map, id]) => [`map ${map}`, mapNames.get(id) ?? id]),
    ['absent findings', draft.preserveAbsent ? 'keep their status' : 'become FIXED'],
    ['schedule', schedule ? formatSchedule(schedule) : 'manual'],
    ['status', draft.active ? 'active' : 'inactive'],
  ];
  terminal.tell(formatTextTable(rows.map((cells) => cells.map(escapeForTerminal))));
}

/**
 * Runs the three steps of creating a connection on a terminal: profile and Test Connection, scope and schedule, review.
 * Throws INTERRUPTED, and CONNECTION_UNTESTED if the user stops testing.
 */
export async function runWizard(
  call: CommandCall,
  platform: CliPlatform,
  given: string | undefined,
): Promise<ConnectionDraft> {
  const { terminal } = call;
  const blank = { description: '', settings: {}, select: {}, filters: {}, maps: {}, schedule: null };
  const flags = { manualOnly: false, active: true, preserveAbsent: false };
  try {
    const connector = await askConnector(platform, given);
    const manifest = await platform.manifestOf(connector);
    printStep(terminal, 1, 'profile and connection');
    printPrerequisites(manifest, terminal);
    const draft = { ...blank, ...flags, connector, ...(await askProfile(platform, manifest)) };
    const tested = await askUntilTested(call, platform, { draft, manifest });
    printStep(terminal, 2, 'scope and schedule');
    const maps = await listMaps(platform, [connector]);
    const scope = await askScope(manifest, maps);
    const schedule = await askSchedule(terminal, platform.clock.now());
    const message = 'Pause the schedule and run only manually?';
    const manualOnly = schedule !== null && (await confirm({ message, default: false }, PROMPT_OPTIONS));
    const active = await confirm({ message: 'Activate the connection?' }, PROMPT_OPTIONS);
    const complete = { ...tested, ...scope, schedule, manualOnly, active };
    printStep(terminal, 3, 'review and confirm');
    printReview(complete, { manifest, maps }, terminal);
    if (await confirm({ message: 'Create the connection?' }, PROMPT_OPTIONS)) return complete;
    throw engineError('INTERRUPTED');
  } catch (error) {
    return rethrowInterrupt(error);
  }
}
