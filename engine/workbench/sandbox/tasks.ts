import { type RiskFormula, tryFormula } from '../../inventory/risk/index.ts';
import { type Manifest, type ParsedManifest, parseManifest, type Rename, renameEntry } from '../../manifest/index.ts';
import {
  type Draft,
  type DraftRequest,
  importDraft,
  proposeStream,
  type StreamProposal,
  type StreamProposalRequest,
} from '../import/draft/index.ts';
import {
  type DerivedCase,
  type DeriveRequest,
  deriveCase,
  type ExplainedSample,
  type ExplainRequest,
  explainEmptyPage,
  explainSample,
  type Lineage,
  type Preview,
  type PreviewOptions,
  previewMap,
  traceLineage,
} from '../preview/index.ts';
import { type CaseOutcome, type Recording, runCase } from '../replay/index.ts';
import { type RecordedPage, readRecordedPages } from '../replay/pages.ts';

interface Sampled {
  readonly manifest: Manifest;
  /** Name of the map. */
  readonly map: string;
  /** The sample's text: a response body, a list of items, or one item. */
  readonly sample: string;
  readonly options?: PreviewOptions;
}

/** Input and output of each task, both plain JSON. */
export interface Tasks {
  /** Parses a manifest and returns its issues. */
  readonly validate: { readonly input: { readonly text: string }; readonly output: ParsedManifest };
  readonly preview: { readonly input: Sampled; readonly output: Preview };
  /** Returns the outcome of each item of a sample, and the leaves that each target was computed from. */
  readonly lineage: { readonly input: Sampled; readonly output: readonly Lineage[] };
  /** Explains a map over a sample, for the studio. */
  readonly explain: { readonly input: ExplainRequest; readonly output: ExplainedSample };
  /** Explains why a stream finds no items on a page. */
  readonly emptyPage: {
    readonly input: { readonly manifest: Manifest; readonly stream: string; readonly text: string };
    readonly output: ExplainedSample['noRecords'];
  };
  /** Replays a recorded case. */
  readonly replay: {
    readonly input: { readonly manifest: Manifest; readonly recording: Recording };
    readonly output: CaseOutcome;
  };
  /** Creates a recorded case from a sample. */
  readonly derive: { readonly input: DeriveRequest; readonly output: DerivedCase };
  /** Imports a draft of a connector from a source, whose secrets the draft does not contain. */
  readonly draft: { readonly input: DraftRequest; readonly output: Draft };
  /** Proposes how to complete a stream of a draft. */
  readonly propose: { readonly input: StreamProposalRequest; readonly output: StreamProposal };
  /** Renames an entry of a manifest, with every reference to it. */
  readonly rename: { readonly input: Rename & { readonly text: string }; readonly output: string };
  /** Validates and evaluates a risk formula. */
  readonly risk: { readonly input: { readonly formula: unknown }; readonly output: RiskFormula };
  /** Returns the pages of a recorded case. */
  readonly pages: {
    readonly input: { readonly manifest: Manifest; readonly recording: Recording };
    readonly output: readonly RecordedPage[];
  };
}

export type TaskName = keyof Tasks;

type Perform<T extends TaskName> = (input: Tasks[T]['input']) => Tasks[T]['output'] | Promise<Tasks[T]['output']>;

/** Tasks by name. They throw only EngineErrors, except for bugs. */
export const TASKS: { readonly [T in TaskName]: Perform<T> } = {
  validate: ({ text }) => parseManifest(text),
  preview: ({ manifest, map, sample, options }) => previewMap(manifest, map, sample, options),
  lineage: ({ manifest, map, sample, options }) => traceLineage(manifest, map, sample, options),
  explain: explainSample,
  emptyPage: explainEmptyPage,
  replay: ({ manifest, recording }) => runCase(manifest, recording),
  derive: deriveCase,
  draft: importDraft,
  propose: proposeStream,
  rename: ({ text, ...rename }) => renameEntry(text, rename),
  risk: ({ formula }) => tryFormula(formula),
  pages: ({ manifest, recording }) => readRecordedPages(manifest, recording),
};
