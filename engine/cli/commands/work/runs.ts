import { formatTextTable } from '../../../base/format/text-table.ts';
import { groupRejects } from '../../../inventory/store/reject-groups.ts';
import { isBuiltIn } from '../../../manifest/index.ts';
import { readConnectionRow } from '../../../platform/connections/index.ts';
import {
  cancelRun,
  closeAbsentOfRun,
  listRejects,
  listRuns,
  type RunSummary,
  readRun,
  readRunRow,
  retryRejects,
  retryRun,
} from '../../../platform/worker/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { type Paint, printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { formatExampleItem } from '../../text/reject-text.ts';
import { countRejected, formatState } from '../../text/state-text.ts';
import { openWorkContext } from './open-work.ts';
import { printRunResult, runHere } from './run-here.ts';

const formatTime = (at: number | null): string =>
  at === null ? '' : new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const formatDuration = ({ startedAt, finishedAt }: RunSummary): string =>
  startedAt === null || finishedAt === null ? '' : `${((finishedAt - startedAt) / 1000).toFixed(1)} s`;

/** Counts the written records of the entities that are not built in. */
const countOthers = (report: RunSummary['report']): number =>
  Object.entries(report?.entities ?? {}).reduce((sum, [name, { written }]) => sum + (isBuiltIn(name) ? 0 : written), 0);

function formatRunTable(runs: readonly RunSummary[], paint: Paint): string {
  const hasOthers = runs.some(({ report }) => countOthers(report) > 0);
  const heads = [
    'run',
    'connection',
    'state',
    'reason',
    'started (UTC)',
    'took',
    'assets',
    'findings',
    ...(hasOthers ? ['others'] : []),
    'rejects',
    'error',
  ];
  const rows = runs.map((run) => {
    const { asset, finding } = run.report?.entities ?? {};
    const rejects = countRejected(run.report);
    const state = formatState(run.state, rejects, paint);
    return [
      ...[run.id, escapeForTerminal(run.connection), state, run.reason, formatTime(run.startedAt), formatDuration(run)],
      ...[asset ? String(asset.written) : '', finding ? String(finding.written) : ''],
      ...(hasOthers ? [String(countOthers(run.report) || '')] : []),
      String(rejects || ''),
      run.error?.code ?? '',
    ];
  });
  return formatTextTable([heads.map((head) => paint('dim', head)), ...rows]);
}

/** `runs list [connection]`: lists the newest runs first. */
export const list: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { db } = platform.store;
  const connection = args[0] === undefined ? undefined : await readConnectionRow(db, args[0]);
  const { count: limit = 20 } = options;
  const runs = await listRuns(db, { limit, ...(connection ? { connectionId: connection.id } : {}) });
  if (options.json) await printJson(terminal, runs);
  else if (runs.length > 0) await terminal.print(formatRunTable(runs, terminal.paint.out));
  else terminal.tell('no runs yet; start one with mapwright connection run <name>\n');
  return EXIT.done;
};

/** `runs show <run>`: prints the report of a run, also while it is in progress. Throws RUN_UNKNOWN. */
export const show: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const run = await readRun(platform.store.db, args[0] ?? '', platform.clock.now());
  if (!options.json) {
    const progress = run.streams.map(({ stream, done, slices }) => `${stream} ${done}/${slices}`).join(', ');
    await terminal.print(
      `run ${run.id} of ${escapeForTerminal(run.connection)}: ${run.state}${progress ? `; slices done: ${progress}` : ''}\n\n`,
    );
  }
  await printRunResult({ options, terminal }, run);
  return EXIT.done;
};

type StoredReject = Awaited<ReturnType<typeof listRejects>>[number];

/** Formats rejects as a table with a row per group of identical ones, fixed and open rejects apart. */
function formatRejectTable(rejects: readonly StoredReject[], paint: Paint): string {
  const heads = ['count', 'entity', 'stream', 'code', 'pointer', 'message', 'example'];
  const groups = [...Map.groupBy(rejects, ({ mended_at: fixedAt }) => fixedAt === null).values()].flatMap(groupRejects);
  const rows = groups.map(
    ({ example: { entity, stream, code, pointer, message, item, mended_at: fixedAt }, count }) => [
      ...[String(count), entity, stream, fixedAt === null ? code : paint('dim', `${code} (fixed)`), pointer],
      ...[escapeForTerminal(message), formatExampleItem(item)],
    ],
  );
  return formatTextTable([heads.map((head) => paint('dim', head)), ...rows], ['right']);
}

/** `runs rejects <run>`: prints the rejects of a run, grouped, as a table, or all as JSON. Throws RUN_UNKNOWN. */
export const rejects: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { db } = platform.store;
  const { id } = await readRunRow(db, args[0] ?? '');
  const { count: limit = 100 } = options;
  const found = await listRejects(db, id, { limit });
  if (options.json) {
    await printJson(
      terminal,
      found.map(({ item, scope: _, ...reject }) => ({ ...reject, item: JSON.parse(item) as unknown })),
    );
    return EXIT.done;
  }
  if (found.length === 0) terminal.tell('the run has no rejects\n');
  else await terminal.print(formatRejectTable(found, terminal.paint.out));
  if (found.length === limit) terminal.tell(`only the first ${limit} rejects are counted; use --count to read more\n`);
  return EXIT.done;
};

async function fixRejects(
  { options, terminal }: Pick<CommandCall, 'options' | 'terminal'>,
  runId: string,
): Promise<number> {
  await using work = await openWorkContext({ options, terminal });
  const result = await retryRejects({ ...work.parts, id: `cli-${process.pid}` }, runId);
  if (options.json) await printJson(terminal, result);
  else await terminal.print(`${result.remapped} rejects mapped and stored, ${result.rejected} rejected again\n`);
  return result.rejected > 0 ? EXIT.incomplete : EXIT.done;
}

/** `runs retry <run>`: resumes a failed or cancelled run, or re-maps the rejects of a finished one. Throws RUN_UNKNOWN. */
export const retry: Act = async ({ args, options, terminal }) => {
  const { id, state } = await (async () => {
    await using platform = await openPlatform({ options, terminal }, { create: false });
    // Awaited here, because the store is closed on return.
    return await readRunRow(platform.store.db, args[0] ?? '');
  })();
  if (state === 'PROCESSED') return fixRejects({ options, terminal }, id);
  return runHere({ options, terminal }, async ({ platform, queue }) => {
    await retryRun(platform, queue, id);
    return id;
  });
};

/** `runs cancel <run>`: cancels a run. Throws RUN_UNKNOWN, RUN_NOT_OPEN. */
export const cancel: Act = async ({ args, options, terminal }) => {
  await using work = await openWorkContext({ options, terminal });
  const { platform, queue } = work;
  const { id } = await readRunRow(platform.store.db, args[0] ?? '');
  await queue.start();
  await cancelRun(platform, queue, id);
  if (options.json) await printJson(terminal, { run: id, state: 'CANCELLED' });
  else await terminal.print(`cancelled run ${id}; its stored records are kept\n`);
  return EXIT.done;
};

/** `runs close-absent <run>`: closes findings missing from a complete run, regardless of the safety limit. Throws ABSENT_NOT_CLOSED. */
export const closeAbsent: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { id } = await readRunRow(platform.store.db, args[0] ?? '');
  const findings = await closeAbsentOfRun(platform, id);
  if (options.json) await printJson(terminal, { run: id, findings });
  else await terminal.print(`set ${findings} findings missing from the run to FIXED\n`);
  return EXIT.done;
};
