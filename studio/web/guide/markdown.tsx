import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import type { ComponentChildren } from 'preact';

/** Converts a heading to its link fragment. */
const toSlug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');

/** Returns the URL if its scheme is safe. A guide is untrusted text, so `javascript:` links must not work. */
const safeHref = (href: string): string | undefined => (/^(https?:|mailto:|#|\/|\.)/i.test(href) ? href : undefined);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const decodeEntities = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);

const renderTokens = (tokens: readonly Token[] | undefined): ComponentChildren =>
  tokens?.map((token, at) => <Node key={at} token={token} />);

const HEADINGS = ['h1', 'h1', 'h2', 'h3', 'h4', 'h4', 'h4'] as const;

const HeadingNode = ({ token: { depth, text, tokens } }: { readonly token: Tokens.Heading }) => {
  const Tag = HEADINGS[depth] ?? 'h4';
  return <Tag id={toSlug(text)}>{renderTokens(tokens)}</Tag>;
};

const Table = ({ token: { header, rows } }: { readonly token: Tokens.Table }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling a wide table by keyboard requires focus
  <section class="table-scroll" tabIndex={0} aria-label="Table">
    <table>
      <thead hidden={header.every(({ text }) => text === '')}>
        <tr>
          {header.map((cell, at) => (
            <th key={at} scope="col">
              {renderTokens(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) => (
              <td key={column}>{renderTokens(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const List = ({ token: { ordered, items } }: { readonly token: Tokens.List }) => {
  const Tag = ordered ? 'ol' : 'ul';
  return (
    <Tag>
      {items.map((item, at) => (
        <li key={at}>{renderTokens(item.tokens)}</li>
      ))}
    </Tag>
  );
};

const Link = ({ href, children }: { readonly href: string | undefined; readonly children: ComponentChildren }) =>
  href === undefined ? <span>{children}</span> : <a href={href}>{children}</a>;

function Node({ token: given }: { readonly token: Token }) {
  const token = given as MarkedToken;
  switch (token.type) {
    case 'heading':
      return <HeadingNode token={token} />;
    case 'paragraph':
      return <p>{renderTokens(token.tokens)}</p>;
    case 'table':
      return <Table token={token} />;
    case 'list':
      return <List token={token} />;
    case 'blockquote':
      return <blockquote>{renderTokens(token.tokens)}</blockquote>;
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling long lines by keyboard requires focus
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case 'hr':
      return <hr />;
    case 'strong':
      return <strong>{renderTokens(token.tokens)}</strong>;
    case 'em':
      return <em>{renderTokens(token.tokens)}</em>;
    case 'codespan':
      return <code>{decodeEntities(token.text)}</code>;
    case 'link':
      return <Link href={safeHref(token.href)}>{renderTokens(token.tokens)}</Link>;
    case 'br':
      return <br />;
    case 'space':
      return null;
    case 'html':
      // Comments are for readers of the source. Other markup is displayed as text.
      return token.raw.trimStart().startsWith('<!--') ? null : token.raw;
    case 'text':
      return <>{'tokens' in token && token.tokens ? renderTokens(token.tokens) : decodeEntities(token.text)}</>;
    default:
      // Any other token is displayed as text and never becomes an element.
      return <>{token.raw}</>;
  }
}

export interface Section {
  readonly text: string;
  readonly id: string;
}

/** Renders Markdown to nodes, and lists its sections. Uses only the lexer, so that no text can become markup. */
export function renderMarkdown(text: string): {
  readonly nodes: ComponentChildren;
  readonly sections: readonly Section[];
} {
  const tokens = lexer(text);
  const sections = tokens.flatMap((token) =>
    token.type === 'heading' && token['depth'] === 2
      ? [{ text: decodeEntities(token['text']), id: toSlug(token['text']) }]
      : [],
  );
  return { nodes: renderTokens(tokens), sections };
}
