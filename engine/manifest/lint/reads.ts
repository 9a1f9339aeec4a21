import { isEngineError } from '../../base/errors/index.ts';
import { readsOf } from '../../language/expression/index.ts';
import { compileTemplate } from '../../language/template/index.ts';
import type { ExpressionSite, Sites, TemplateSite } from './sites.ts';

/** One path that a site reads of the scope, e.g. `['settings', 'api_id']`. */
export interface ScopeRead {
  readonly names: readonly string[];
  readonly path: string;
  readonly site: ExpressionSite | TemplateSite;
}

// What does not parse is the syntax rules' business.
function quietly<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (isEngineError(error)) return otherwise;
    throw error;
  }
}

function* ofExpression(site: ExpressionSite): Generator<ScopeRead> {
  const reads = quietly(() => readsOf(site.source), undefined);
  if (!reads) return;
  const inputs =
    site.sees === 'scope'
      ? reads.input
      : site.sees === 'settings'
        ? reads.input.map((names) => ['settings', ...names])
        : [];
  for (const names of inputs) yield { names, path: site.path, site };
  for (const [name, paths] of Object.entries(reads.variables))
    for (const names of paths) yield { names: [name, ...names], path: site.path, site };
}

function* ofTemplate(site: TemplateSite): Generator<ScopeRead> {
  for (const names of quietly(() => compileTemplate(site.text, site.place).names, []))
    yield { names, path: site.path, site };
}

/** Everything that expressions and templates read beside their own page or item. */
export function* scopeReads({ expressions, templates }: Sites): Generator<ScopeRead> {
  for (const site of expressions) yield* ofExpression(site);
  for (const site of templates) yield* ofTemplate(site);
}
