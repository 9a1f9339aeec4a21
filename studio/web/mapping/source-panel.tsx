import { useRef } from 'preact/hooks';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { Panel } from '../components/panel.tsx';
import { panelId, Tabs, tabId } from '../components/tabs.tsx';
import type { LineageView } from './lineage.ts';
import { ManifestView } from './manifest-view.tsx';
import type { MappingModel } from './model.ts';
import { SampleTools, SampleView } from './sample-view.tsx';
import { TestReadView } from './test-read-view.tsx';

interface SourceProps {
  readonly mapping: MappingModel;
  readonly lineage: LineageView;
}

const ManifestFile = ({ mapping }: SourceProps) => (
  <span class="panel-note">{mapping.connector.file ?? 'in memory'}</span>
);

/** Tabs by id: the sample that the map reads, and the manifest that contains the map. */
const VIEWS = {
  sample: { title: 'Sample', View: SampleView, Tools: SampleTools },
  manifest: { title: 'Manifest', View: ManifestView, Tools: ManifestFile },
  read: { title: 'Test read', View: TestReadView, Tools: () => null },
} as const;

export type SourceTab = keyof typeof VIEWS;

const IDS = Object.keys(VIEWS) as SourceTab[];

/** Shows a tab of the source panel. */
export const showSource = (tab: SourceTab): void => setQuery({ source: tab === 'sample' ? '' : tab });

/** Source of the map as tabs. A tab that was opened stays mounted, so that its editor keeps its position and history. */
export function SourcePanel({ mapping, lineage }: SourceProps) {
  const requested = readQueryParameter('source');
  const chosen = IDS.find((id) => id === requested) ?? 'sample';
  const opened = useRef(new Set<SourceTab>());
  opened.current.add(chosen);
  const problems = mapping.live.problems.value.length;
  const tabs = IDS.map((id) => ({
    id,
    title: VIEWS[id].title,
    count: id === 'manifest' && problems > 0 ? problems : undefined,
  }));
  const { Tools } = VIEWS[chosen];
  const choose = (id: string) => showSource(IDS.find((one) => one === id) ?? 'sample');
  return (
    <Panel
      title="Source"
      class="panel-source"
      heading={<Tabs label="Source" tabs={tabs} chosen={chosen} onChoose={choose} />}
      tools={<Tools mapping={mapping} lineage={lineage} />}
    >
      {[...opened.current].map((id) => {
        const { View } = VIEWS[id];
        return (
          <div
            key={id}
            id={panelId(id)}
            class="panel-body"
            role="tabpanel"
            aria-labelledby={tabId(id)}
            hidden={id !== chosen}
          >
            <View mapping={mapping} lineage={lineage} />
          </div>
        );
      })}
    </Panel>
  );
}
