import { type Fact, Facts } from '../components/facts.tsx';
import { formatEditLink, type TabProps } from './tab.ts';

/** What narrows what is read. */
export function FiltersTab({ answer }: TabProps) {
  const facts = Object.entries(answer.connection.filters).map(
    ([stream, text]): Fact => [`Filter of ${stream}`, <code>{text}</code>],
  );
  return (
    <>
      {facts.length === 0 ? (
        <p class="tab-none">Nothing is filtered: all that the account sees is read.</p>
      ) : (
        <Facts facts={facts} />
      )}
      <p class="tab-deeds">
        <a class="button" href={formatEditLink(answer, 2)}>
          Edit the filters
        </a>
      </p>
    </>
  );
}
