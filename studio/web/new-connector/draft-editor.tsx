import { useRef } from 'preact/hooks';
import { NotKept } from '../components/not-kept.tsx';
import { Panel } from '../components/panel.tsx';
import { panelId, Tabs, tabId } from '../components/tabs.tsx';
import { ManifestEditor } from '../mapping/manifest-editor.tsx';
import { FormPanel } from './form/form-panel.tsx';
import { Head } from './head.tsx';
import type { DraftModel, TabId } from './model.ts';
import { ProblemsPanel } from './problems-panel.tsx';
import { ProposalsPanel } from './proposals-panel.tsx';
import { ReadPanel } from './read-panel.tsx';
import { findDecision } from './review.ts';
import { SamplePanel } from './sample-panel.tsx';
import { PARTS_KEY, TEXT_KEY } from './stored-draft.ts';
import { useWide } from './use-wide.ts';

function listTabs(model: DraftModel, isWide: boolean) {
  const { proposals, content, accepted, problems } = model;
  const open = proposals.value.filter((one) => findDecision(one, content.value, accepted.value) === 'open').length;
  return [
    ...(proposals.value.length > 0 ? [{ id: 'proposals', title: 'Proposals', count: open }] : []),
    { id: 'form', title: 'Form' },
    { id: 'sample', title: 'Sample' },
    { id: 'read', title: 'Test read' },
    { id: 'problems', title: 'Problems', count: problems.value.length },
    ...(isWide ? [] : [{ id: 'text', title: 'Text' }]),
  ];
}

const PANELS = {
  proposals: ProposalsPanel,
  form: FormPanel,
  sample: SamplePanel,
  read: () => null,
  problems: ProblemsPanel,
  text: () => null,
} as const;

const Text = ({ model: { draft, problems, selected } }: { readonly model: DraftModel }) => (
  <Panel title="Text" class="draft-text" note="manifest.json">
    <ManifestEditor draft={draft} problems={problems} selected={selected} />
  </Panel>
);

interface DraftEditorProps {
  readonly model: DraftModel;
  readonly onDiscard: () => void;
}

/** Second step: proposals, form, sample and problems beside the text of the same manifest. */
export function DraftEditor({ model, onDiscard }: DraftEditorProps) {
  const isWide = useWide();
  const tabs = listTabs(model, isWide);
  const chosen = tabs.some(({ id }) => id === model.tab.value) ? model.tab.value : 'form';
  const View = PANELS[chosen];
  const isText = chosen === 'text';
  const isRead = chosen === 'read';
  const wasRead = useRef(false);
  wasRead.current ||= isRead;
  return (
    <>
      <Head model={model} onDiscard={onDiscard} />
      <NotKept of={TEXT_KEY} what="The manifest is" />
      <NotKept of={PARTS_KEY} what="The proposals and samples are" />
      <div class="draft">
        <section class="draft-parts">
          <Tabs
            label="Parts of the draft"
            tabs={tabs}
            chosen={chosen}
            onChoose={(id) => {
              model.tab.value = id as TabId;
            }}
          />
          <div class="draft-part" role="tabpanel" id={panelId(chosen)} aria-labelledby={tabId(chosen)} tabIndex={-1}>
            {isText ? <Text model={model} /> : <View model={model} isWide={isWide} />}
            {/* Stays mounted, so that typed settings and pages survive a look at another tab. */}
            {wasRead.current && (
              <div class="draft-read" hidden={!isRead}>
                <ReadPanel model={model} />
              </div>
            )}
          </div>
        </section>
        {isWide && <Text model={model} />}
      </div>
    </>
  );
}
