import { confirm, input, select } from '@inquirer/prompts';
import { engineError } from '../../../base/errors/index.ts';
import type { Manifest } from '../../../manifest/index.ts';
import { isSecretSetting } from '../../../manifest/index.ts';
import { MOST_DESCRIPTION } from '../../../platform/connections/draft.ts';
import {
  type ConnectionDraft,
  listMaps,
  type TransformMap,
  testNewConnection,
} from '../../../platform/connections/index.ts';
import { scheduleText } from '../../../platform/schedule/index.ts';
import { catalogueIds } from '../../catalogue.ts';
import type { Call } from '../../command.ts';
import { type CliPlatform, connectorRef } from '../../open-platform.ts';
import { shown } from '../../shown.ts';
import type { Terminal } from '../../terminal.ts';
import { textTable } from '../../text-table.ts';
import { ASKED, asInterrupt } from './ask.ts';
import { askSchedule } from './ask-schedule.ts';
import { askScope } from './ask-scope.ts';
import { askSettings } from './ask-settings.ts';
import { showChecks } from './show-checks.ts';

const step = ({ tell, paint }: Terminal, number: number, title: string) =>
  tell(`\n${paint.err('bold', `Step ${number} of 3: ${title}`)}\n`);

async function askConnector(platform: CliPlatform, given: string | undefined): Promise<string> {
  if (given !== undefined) return connectorRef(given);
  const ids = await catalogueIds();
  const manifests = await Promise.all(ids.map((id) => platform.manifestOf(id)));
  const choices = manifests.map(({ id, title }) => ({ name: title, value: id }));
  return select({ message: 'Connector', choices }, ASKED);
}

function tellBefore({ about }: Manifest, terminal: Terminal): void {
  const { prerequisites = [], credentials } = about;
  for (const line of [...prerequisites, ...(credentials?.steps ?? [])])
    terminal.tell(terminal.paint.err('dim', `  · ${shown(line)}\n`));
}

const unused = async ({ store }: CliPlatform, name: string): Promise<string | true> => {
  if (name.trim() === '' || name.trim() !== name) return 'Give a name, without spaces at its ends.';
  const taken = await store.db.selectFrom('connection').select('id').where('name', '=', name).executeTakeFirst();
  return taken === undefined || 'There is a connection of that name already.';
};

async function askProfile(platform: CliPlatform, manifest: Manifest) {
  const name = await input(
    { message: 'Name', default: manifest.title, validate: (text) => unused(platform, text) },
    ASKED,
  );
  const short = (text: string) => [...text].length <= MOST_DESCRIPTION || `At most ${MOST_DESCRIPTION} characters.`;
  const description = await input({ message: 'Description (may be left out)', validate: short }, ASKED);
  return { name, description };
}

/** Asks for the settings until Test Connection passes with them; with --force it is not run. Throws INTERRUPTED. */
async function askTested(
  call: Call,
  platform: CliPlatform,
  { draft, manifest }: { draft: ConnectionDraft; manifest: Manifest },
) {
  let { settings } = draft;
  for (;;) {
    settings = await askSettings(manifest, settings, call.terminal);
    const tried = { ...draft, settings };
    if (call.options.force) return tried;
    call.terminal.tell('\n');
    const { ok } = await showChecks(call, (how) => testNewConnection(platform, tried, how));
    if (ok) return tried;
    if (!(await confirm({ message: 'Change the settings and test again?' }, ASKED)))
      throw engineError('CONNECTION_UNTESTED');
  }
}

function tellReview(
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
    ...Object.entries(draft.settings).map(([name, value]) => [
      name,
      isSecretSetting(manifest, name) ? '••••••••' : String(value),
    ]),
    ['asset types', (chosen.assetTypes ?? manifest.about.assetTypes).join(', ') || 'none'],
    ['finding types', (chosen.findingTypes ?? manifest.about.findingTypes).join(', ') || 'none'],
    ...Object.entries(filters).map(([stream, text]) => [`filter ${stream}`, text]),
    ...Object.entries(draft.maps).map(([map, id]) => [`map ${map}`, mapNames.get(id) ?? id]),
    ['absent findings', draft.preserveAbsent ? 'stay as they are' : 'become FIXED'],
    ['schedule', schedule ? scheduleText(schedule) : 'by hand'],
    ['status', draft.active ? 'active' : 'inactive'],
  ];
  terminal.tell(textTable(rows.map((cells) => cells.map(shown))));
}

/**
 * The three steps of a connection on a terminal: profile and Test Connection, scope and schedule, review. Throws
 * INTERRUPTED, and CONNECTION_UNTESTED when the tests are given up.
 */
export async function wizard(call: Call, platform: CliPlatform, given: string | undefined): Promise<ConnectionDraft> {
  const { terminal } = call;
  const blank = { description: '', settings: {}, select: {}, filters: {}, maps: {}, schedule: null };
  const flags = { manualOnly: false, active: true, preserveAbsent: false };
  try {
    const connector = await askConnector(platform, given);
    const manifest = await platform.manifestOf(connector);
    step(terminal, 1, 'profile and connection');
    tellBefore(manifest, terminal);
    const draft = { ...blank, ...flags, connector, ...(await askProfile(platform, manifest)) };
    const tested = await askTested(call, platform, { draft, manifest });
    step(terminal, 2, 'scope and schedule');
    const maps = await listMaps(platform, [connector]);
    const scope = await askScope(manifest, maps);
    const schedule = await askSchedule(terminal, platform.clock.now());
    const message = 'Run by hand alone, whatever the schedule?';
    const manualOnly = schedule !== null && (await confirm({ message, default: false }, ASKED));
    const active = await confirm({ message: 'Active?' }, ASKED);
    const whole = { ...tested, ...scope, schedule, manualOnly, active };
    step(terminal, 3, 'review and confirm');
    tellReview(whole, { manifest, maps }, terminal);
    if (await confirm({ message: 'Create it?' }, ASKED)) return whole;
    throw engineError('INTERRUPTED');
  } catch (error) {
    return asInterrupt(error);
  }
}
