import type { Issue } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { toSentence } from '../components/message.tsx';
import { type DraftModel, showInText } from './model.ts';

/** Properties of the views of a draft. */
export interface ViewProps {
  readonly model: DraftModel;
  /** True while the text is beside the view. */
  readonly isWide: boolean;
}

function Problem({ issue, show }: { readonly issue: Issue; readonly show: () => void }) {
  return (
    <li class="problem-row">
      <Chip tone={issue.severity === 'error' ? 'bad' : 'warn'}>{issue.severity}</Chip>
      <div>
        <p>
          <b>{toSentence(issue.message)}</b> {issue.fix}
        </p>
        <p class="muted mono">{issue.path === '' ? 'manifest.json' : issue.path}</p>
      </div>
      <Button kind="quiet" onClick={show}>
        Show
      </Button>
    </li>
  );
}

/** All problems of the manifest, each with its fix and its position. */
export function ProblemsPanel({ model, isWide }: ViewProps) {
  const problems = model.problems.value;
  if (problems.length === 0) return <p class="draft-note">No problems. The manifest is valid.</p>;
  return (
    <ul class="problem-list">
      {problems.map((issue) => (
        <Problem
          key={`${issue.path} ${issue.rule} ${issue.message}`}
          issue={issue}
          show={() => showInText(model, issue.path, isWide)}
        />
      ))}
    </ul>
  );
}
