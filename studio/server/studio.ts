import type { AllowPrivate, Sandbox, WorkerEvent, WorkerParts } from '../../engine/index.ts';
import type { ConnectorCatalogue } from './connector-catalogue.ts';
import type { Connectors } from './connectors.ts';
import type { Consents } from './consents.ts';
import type { EventHub } from './events.ts';
import type { Live } from './live.ts';
import type { Reach } from './reach.ts';
import type { Sessions } from './sessions.ts';

/** Location and origin of a manifest. */
export interface ManifestSource {
  /** The manifest's file. */
  readonly file: string;
  readonly origin: 'catalogue' | 'own' | 'demo';
  /** Replaces the file's content; such a manifest is read-only. */
  readonly text?: string;
  /** Payloads for its maps, in addition to the pages of its recorded cases. */
  readonly samples?: readonly Sample[];
  /** Settings that connect to a simulated vendor. */
  readonly example?: Readonly<Record<string, string | number | boolean>>;
}

/** Payload for trying maps. */
export interface Sample {
  readonly name: string;
  readonly title: string;
  /** Name of the recorded case. */
  readonly case: string;
  readonly stream: string;
  readonly items: number;
  readonly text: string;
}

/** Options of `createStudio`. */
export interface StudioOptions {
  /** Mapwright's version. */
  readonly version: string;
  readonly sessions: Sessions;
  /** Plain http on a loopback address when absent. */
  readonly reach?: Reach;
  readonly manifests: readonly ManifestSource[];
  /** The folder of the built page. */
  readonly web: string;
  /** Allows writing manifests and cases. */
  readonly write: boolean;
  /** Folder of new connectors; none can be saved when absent. */
  readonly folder?: string;
  /** Simulated vendors and data; shown on every screen. */
  readonly demo: boolean;
  /** Path of the first screen after a login. */
  readonly start?: string;
  /** Origins that may be reached at private addresses. */
  readonly allowPrivate: AllowPrivate;
  /** Store, queue and ports; the routes record `studio` as the actor. */
  readonly parts: Omit<WorkerParts, 'id'>;
  /** Metrics in Prometheus format; no /metrics route when absent. */
  readonly metrics?: { readonly contentType: string; text(): Promise<string> };
  /** Starts the worker and passes its events to `tell`; absent when another process executes runs. */
  readonly startWorker?: (tell: (event: WorkerEvent) => void) => { stop(): Promise<void> };
}

/** Dependencies of the routes. */
export interface Studio extends StudioOptions {
  readonly catalogue: ConnectorCatalogue;
  readonly events: EventHub;
  readonly connectors: Connectors;
  readonly live: Live;
  readonly consents: Consents;
  /** Sandbox for requests at every keystroke. */
  readonly typing: Sandbox;
  /** Sandbox for slower work: recorded cases and map comparisons. */
  readonly working: Sandbox;
}
