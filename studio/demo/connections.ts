import {
  type ConnectionDraft,
  createConnection,
  type Platform,
  startRun,
  type WorkerParts,
} from '../../engine/index.ts';
import type { ManifestPlace } from '../server/studio.ts';

type Settings = NonNullable<ManifestPlace['example']>;

/** A connection that the demo brings. */
interface Brought {
  readonly connector: string;
  readonly name: string;
  readonly description: string;
  readonly schedule: ConnectionDraft['schedule'];
  /** Runs at once, so that there is something to see. */
  readonly runs: boolean;
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const BROUGHT: readonly Brought[] = [
  {
    connector: 'hcl-appscan-dast',
    name: 'AppScan (simulated)',
    description: 'Dynamic scans of a simulated vendor on this machine; all data is made up.',
    schedule: null,
    runs: true,
  },
  {
    connector: 'veracode-sca',
    name: 'Veracode SCA (simulated)',
    description: 'Open-source findings of a simulated vendor on this machine; all data is made up.',
    schedule: { type: 'cron', cron: '30 2 * * *', zone: zone() },
    runs: false,
  },
];

const REST = { select: {}, filters: {}, maps: {}, manualOnly: false, active: true, preserveAbsent: false };

/** Saves the demo's connections to simulated vendors, whose settings `settingsOf` gives, and starts the first one's run. */
export async function bringConnections(
  { platform, queue }: Pick<WorkerParts, 'queue'> & { readonly platform: Platform },
  settingsOf: (connector: string) => Settings,
): Promise<void> {
  for (const { runs, ...one } of BROUGHT) {
    const draft: ConnectionDraft = { ...REST, ...one, settings: settingsOf(one.connector) };
    // Made up as their data are: nobody has tested them, and the audit log says so.
    const { id } = await createConnection(platform, draft, { force: true });
    if (runs) await startRun(platform, queue, { connection: id, order: { reason: 'manual' } });
  }
}
