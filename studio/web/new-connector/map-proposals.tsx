import { draftApi } from '../api/drafts.ts';
import type { StreamProposalRequest } from '../api/types.generated.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { formatCount } from '../components/format-count.ts';
import { isContent, parseText, readAt } from './manifest-content.ts';
import { applyStreamProposal, type DraftModel, listNames } from './model.ts';
import type { ViewProps } from './problems-panel.tsx';
import { findCase } from './renames.ts';

type Entity = NonNullable<StreamProposalRequest['entity']>;

const TITLES: Readonly<Record<Entity, string>> = { finding: 'findings', asset: 'assets' };

/** Returns the page of a sample that has the ancestors of its items, too: `{"scope": …, "page": …}`. */
function unwrapPage(sample: string): string {
  const { content } = parseText(sample);
  const isScoped = isContent(content?.['scope']) && content['page'] !== undefined;
  return isScoped ? JSON.stringify(content['page']) : sample;
}

/** Returns the evidence for a stream: its sample, or the recorded case that was named after it. */
function findEvidence(
  { samples, cases, renames, content }: DraftModel,
  stream: string,
): Pick<StreamProposalRequest, 'sample' | 'recording'> {
  const sample = samples.value[stream];
  if (sample !== undefined) return { sample: unwrapPage(sample) };
  const recorded = findCase(cases.value, stream, { renames: renames.value, content: content.value });
  return recorded ? { recording: recorded.recording } : {};
}

/** Proposes what a stream lacks, and applies it as one undo step. */
export async function proposeStream(model: DraftModel, stream: string, entity?: Entity): Promise<void> {
  const request = {
    manifest: model.draft.text.peek(),
    stream,
    ...findEvidence(model, stream),
    ...(entity ? { entity } : {}),
  };
  const found = await runAndReport(() => draftApi.propose(request));
  if (!found) return;
  applyStreamProposal(model, found);
  if (found.proposals.length === 0) showToast('The sample gives no further proposal.');
  else {
    model.tab.value = 'proposals';
    showToast(`Added ${formatCount(found.proposals.length, 'proposal')} for ${stream}.`, {
      action: { title: 'Undo', run: model.draft.undo },
    });
  }
}

/** Returns the streams that no map reads, and whose items are known. */
function listUnmapped(model: DraftModel): string[] {
  const content = model.content.value;
  const read = new Set(listNames(content, '/maps').map((map) => readAt(content, `/maps/${map}/from`)));
  const isKnown = (stream: string) =>
    isContent(readAt(content, `/entities/${stream}`)) || Object.keys(findEvidence(model, stream)).length > 0;
  return listNames(content, '/streams').filter((stream) => !read.has(stream) && isKnown(stream));
}

/** Buttons that propose a map for the streams without one. */
export function MapProposals({ model }: Pick<ViewProps, 'model'>) {
  const streams = listUnmapped(model);
  if (streams.length === 0) return null;
  return (
    <section class="proposal-section">
      <h2>Maps</h2>
      <ul>
        {streams.map((stream) => (
          <li class="proposal" key={stream}>
            <div class="proposal-text">
              <p>
                The items of <code>{stream}</code> are saved as they are.
              </p>
            </div>
            <div class="proposal-actions">
              {(Object.keys(TITLES) as Entity[]).map((entity) => (
                <Button key={entity} onClick={() => void proposeStream(model, stream, entity)}>
                  Map to {TITLES[entity]}
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
