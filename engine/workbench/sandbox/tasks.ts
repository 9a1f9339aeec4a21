import { type RiskFormula, tryFormula } from '../../inventory/risk/index.ts';
import { type Manifest, type ParsedManifest, parseManifest } from '../../manifest/index.ts';
import {
  type DerivedCase,
  type DeriveRequest,
  deriveCase,
  type ExplainedSample,
  type ExplainRequest,
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

/** What is evaluated on behalf of a manifest that is not trusted: input and output of each task, both plain JSON. */
export interface Tasks {
  /** A manifest's text → the manifest and its issues. */
  readonly validate: { readonly input: { readonly text: string }; readonly output: ParsedManifest };
  readonly preview: { readonly input: Sampled; readonly output: Preview };
  /** What each item of a sample became, and which of its leaves each target was made from. */
  readonly lineage: { readonly input: Sampled; readonly output: readonly Lineage[] };
  /** All that a studio shows of a map over a sample. */
  readonly explain: { readonly input: ExplainRequest; readonly output: ExplainedSample };
  /** A recorded case, replayed. */
  readonly replay: {
    readonly input: { readonly manifest: Manifest; readonly recording: Recording };
    readonly output: CaseOutcome;
  };
  /** A sample made into a case. */
  readonly derive: { readonly input: DeriveRequest; readonly output: DerivedCase };
  /** A formula for risk, tried. */
  readonly risk: { readonly input: { readonly formula: unknown }; readonly output: RiskFormula };
  /** The pages that a recorded case holds. */
  readonly pages: {
    readonly input: { readonly manifest: Manifest; readonly recording: Recording };
    readonly output: readonly RecordedPage[];
  };
}

export type TaskName = keyof Tasks;

type Perform<T extends TaskName> = (input: Tasks[T]['input']) => Tasks[T]['output'] | Promise<Tasks[T]['output']>;

/** The tasks by name; what they throw is an EngineError or a defect of ours. */
export const TASKS: { readonly [T in TaskName]: Perform<T> } = {
  validate: ({ text }) => parseManifest(text),
  preview: ({ manifest, map, sample, options }) => previewMap(manifest, map, sample, options),
  lineage: ({ manifest, map, sample, options }) => traceLineage(manifest, map, sample, options),
  explain: explainSample,
  replay: ({ manifest, recording }) => runCase(manifest, recording),
  derive: deriveCase,
  risk: ({ formula }) => tryFormula(formula),
  pages: ({ manifest, recording }) => readRecordedPages(manifest, recording),
};
