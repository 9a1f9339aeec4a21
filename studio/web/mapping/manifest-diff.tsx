import { json } from '@codemirror/lang-json';
import { unifiedMergeView } from '@codemirror/merge';
import type { ReadonlySignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { CodeEditor } from '../components/code-editor.tsx';

interface ManifestDiffProps {
  readonly original: string;
  readonly text: ReadonlySignal<string>;
}

/** Changes of the manifest's text, marked in one editor. */
export function ManifestDiff({ original, text }: ManifestDiffProps) {
  const extensions = useMemo(
    () => [
      json(),
      unifiedMergeView({ original, mergeControls: false, gutter: true, collapseUnchanged: { margin: 2, minSize: 4 } }),
    ],
    [original],
  );
  return (
    <div class="panel-fill">
      <CodeEditor key={original} label="Changes to the manifest" text={text} extensions={extensions} />
    </div>
  );
}
