/** Tests that verify each law: a test file and part of a test name. */
export const LAWS: Readonly<Record<string, readonly (readonly [file: string, test: string])[]>> = {
  'any page layout and any schedule of faults that ends in success: stored = served, each once': [
    ['faults/laws.test.ts', 'any schedule of faults that ends in success'],
    ['pipeline/pagination/laws.test.ts', 'cursor over pages of any lengths'],
  ],
  'any crash point, then resume: the same': [
    ['pipeline/run/kill.test.ts', 'pickRows(LIVES)'],
    ['inventory/store/kill.test.ts', 'again and again, is exact'],
  ],
  'a second run of the same data changes nothing': [
    ['inventory/store/laws.test.ts', 'a second run over the same data changes only the time of the last sighting'],
    ['pipeline/run/delta.test.ts', 'without changes, reads only the lookback again'],
  ],
  'rows that move while being paged: a loss implies a flag': [['faults/laws.test.ts', 'a loss implies a warning']],
  'cursors: any ties and lateness within the lookback lose nothing; never backward': [
    ['laws/cursors.test.ts', 'lose nothing, regardless of the number of reads'],
    ['laws/cursors.test.ts', 'the cursor never moves back'],
    ['pipeline/run/laws.test.ts', 'never move backward'],
  ],
  'a cursor never comes from an unfinished partition': [
    ['pipeline/run/delta.test.ts', 'keeps its cursor, and the others advance'],
  ],
  'requests ≤ pages + retry budget': [['laws/counts.test.ts', 'requests never exceed pages plus the retry budget']],
  'paging ends for any sequence of tokens': [
    ['pipeline/pagination/laws.test.ts', 'paging ends, for any sequence of tokens'],
  ],
  'backoff lies within [0, cap]': [['pipeline/retry/decide.test.ts', 'a wait lies between zero and its limit']],
  'reading Retry-After is total over texts': [
    ['pipeline/retry/retry-after.test.ts', 'any header values result in a non-negative wait, or none'],
  ],
  'windows touch, never overlap, cover the range': [
    ['base/time/windows.test.ts', 'windows are adjacent, never overlap, and cover the range'],
  ],
  'a token bucket never goes negative': [['pipeline/retry/bucket.test.ts', 'contains more starts than the limit']],
  'a schedule strictly increases, one slot per local day in every zone, 2024–2034': [
    ['platform/schedule/laws.test.ts', 'a daily schedule has one slot on each local day'],
    ['platform/schedule/laws.test.ts', 'strictly increase'],
  ],
  'a signature is that of an independent implementation, for any path and query': [
    ['pipeline/auth/hmac.test.ts', 'that of an independent implementation'],
    ['pipeline/auth/aws-sig-v4.test.ts', 'that of an independent implementation'],
  ],
  'rendering keeps origin and path depth for any value': [
    ['language/template/laws.test.ts', 'keeps origin, path depth and parameters for any value'],
  ],
  'redaction leaves no encoding of a secret and is idempotent': [
    ['base/secret/redaction.test.ts', 'is never left in a text'],
    ['base/secret/redaction.test.ts', 'redaction is idempotent'],
  ],
  'seal and open are inverse, and any changed bit fails': [
    ['platform/connections/vault.test.ts', 'does not decrypt after any bit was changed'],
    ['pipeline/run/rotating.test.ts', 'unsealSecrets(changed'],
    ['laws/sealed.test.ts', 'opens only for its connection, field and origin'],
  ],
  'the splitter is JSON.parse, for any document and any chunking': [
    ['base/json/splitter.test.ts', 'for any document with a list, any path to it, any chunking'],
  ],
  'mapped + rejected = read': [['laws/counts.test.ts', 'mapped + rejected + skipped = read']],
  'validate never throws': [['manifest/lint.test.ts', 'never throws for any manifest']],
  'a valid manifest always compiles': [
    ['laws/valid-compiles.test.ts', 'compiles after any change that keeps it valid'],
  ],
  'a compiled expression has the results of the JSONata interpreter': [
    ['language/expression/law.test.ts', 'random programs have the results of the interpreter'],
  ],
  'no output of any run holds a secret': [
    ['pipeline/run/echo.test.ts', 'ENCODINGS'],
    ['secrets-canary/canary.test.ts', 'leaks no secret'],
  ],
};
