import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLeaveGuard } from '../app/leave-guard.tsx';
import { ExpressionPanel } from './expression-panel.tsx';
import { Head } from './head.tsx';
import { Help } from './help.tsx';
import { Layout } from './layout.tsx';
import { createLineage } from './lineage.ts';
import { createMapping, type MappingModel } from './model.ts';
import type { OpenedMap } from './opened-map.ts';
import { OutputPanel } from './output-panel.tsx';
import type { MapPlace } from './place.ts';
import { SaveMap } from './save-map.tsx';
import { SaveTest } from './save-test.tsx';
import { SourcePanel } from './source-panel.tsx';
import { TargetsPanel } from './targets-panel.tsx';
import { UseMap } from './use-map.tsx';
import { useMappingCommands } from './use-mapping-commands.ts';
import './mapping.css';

const DIALOGS = { help: Help, 'save-test': SaveTest, 'save-map': SaveMap, 'use-map': UseMap } as const;

export type OpenDialog = keyof typeof DIALOGS | undefined;

const useUnsavedChanges = ({ custom, connector, edited, draft, saved, place }: MappingModel): void =>
  useLeaveGuard(
    {
      title: () => custom.peek()?.name ?? `the map of ${connector.connector.title}`,
      isEdited: () => edited.peek(),
      keeps: place.keeps,
      discard: () => void draft.edit(saved.peek()),
    },
    [draft, place],
  );

interface ViewProps {
  readonly opened: OpenedMap;
  readonly place: MapPlace;
}

/** Opened map: live preview on a sample, with the source of each value. */
export function MappingView({ opened, place }: ViewProps) {
  const mapping = useMemo(() => createMapping(opened, place), [opened, place]);
  const lineage = useMemo(() => createLineage(mapping), [mapping]);
  const [dialog, setDialog] = useState<OpenDialog>(undefined);
  useEffect(() => mapping.stop, [mapping]);
  useUnsavedChanges(mapping);
  useMappingCommands(mapping, setDialog);
  const Shown = dialog && DIALOGS[dialog];
  return (
    <>
      <Head mapping={mapping} onDialog={setDialog} />
      <Layout
        source={<SourcePanel mapping={mapping} lineage={lineage} />}
        targets={<TargetsPanel mapping={mapping} lineage={lineage} />}
        expression={<ExpressionPanel mapping={mapping} lineage={lineage} />}
        output={<OutputPanel mapping={mapping} lineage={lineage} />}
      />
      {Shown && <Shown mapping={mapping} onClose={() => setDialog(undefined)} />}
    </>
  );
}
