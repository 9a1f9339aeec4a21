import type { AllowPrivate, Sandbox, WorkerEvent, WorkerParts } from '../../engine/index.ts';
import type { ConnectorCatalogue } from './connector-catalogue.ts';
import type { Connectors } from './connectors.ts';
import type { EventHub } from './events.ts';
import type { Live } from './live.ts';
import type { Reach } from './reach.ts';
import type { Sessions } from './sessions.ts';

/** Where a manifest stands. */
export interface ManifestSource {
  /** The manifest's file. */
  readonly file: string;
  readonly origin: 'catalogue' | 'own' | 'demo';
  /** In place of what the file holds: nothing is written then. */
  readonly text?: string;
  /** Payloads to try its maps on, beside those of its recorded cases. */
  readonly samples?: readonly Sample[];
  /** Settings that lead to a simulated vendor. */
  readonly example?: Readonly<Record<string, string | number | boolean>>;
}

/** A payload to try maps on. */
export interface Sample {
  readonly name: string;
  readonly title: string;
  /** Of the recorded case. */
  readonly case: string;
  readonly stream: string;
  readonly items: number;
  readonly text: string;
}

/** What a studio is started with. */
export interface StudioOptions {
  /** Mapwright's version. */
  readonly version: string;
  readonly sessions: Sessions;
  /** Plain http on a loopback address when absent. */
  readonly reach?: Reach;
  readonly manifests: readonly ManifestSource[];
  /** The folder of the built page. */
  readonly web: string;
  /** Files may be written. */
  readonly write: boolean;
  /** Simulated vendors and made-up data; said on every screen. */
  readonly demo: boolean;
  /** Where a visitor begins: a path of the page. */
  readonly start?: string;
  /** Who may be reached at private addresses. */
  readonly allowPrivate: AllowPrivate;
  /** What connections, runs and the inventory are kept and done with; who acts is the studio. */
  readonly parts: Omit<WorkerParts, 'id'>;
  /** What Prometheus asks for, where it is kept. */
  readonly metrics?: { readonly contentType: string; text(): Promise<string> };
  /** Starts what makes runs move, and tells what happens; absent: another process does them. */
  readonly startWorker?: (tell: (event: WorkerEvent) => void) => { stop(): Promise<void> };
}

/** What the routes work with. */
export interface Studio extends StudioOptions {
  readonly catalogue: ConnectorCatalogue;
  readonly events: EventHub;
  readonly connectors: Connectors;
  readonly live: Live;
  /** For what is asked at every keystroke. */
  readonly typing: Sandbox;
  /** For what takes longer: recorded cases. */
  readonly working: Sandbox;
}
