import { useEffect, useMemo } from 'preact/hooks';
import { ReadForm } from './form.tsx';
import { createTestRead, type TestReadInput } from './model.ts';
import { Outcome } from './outcome.tsx';
import { PageView } from './page-view.tsx';
import './test-read.css';

export type { RecordsProposal, TestReadInput } from './model.ts';

/**
 * Test read of a draft: reads the first pages of a stream with a saved connection or with typed settings, and shows
 * everything that happens. Fills its container and scrolls. The input of the first render is used.
 */
export function TestReadPanel(input: TestReadInput) {
  const model = useMemo(() => createTestRead(input), []);
  useEffect(() => model.stop, [model]);
  return (
    <div class="test-read">
      <ReadForm model={model} />
      <Outcome model={model} />
      {model.pages.value.map((page) => (
        <PageView
          key={`${page.stream} ${page.partition} ${page.page}`}
          page={page}
          input={input}
          isOwn={page.stream === model.stream.value}
        />
      ))}
    </div>
  );
}
