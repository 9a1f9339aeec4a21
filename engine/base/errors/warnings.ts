/** Row of the catalogue. Declares its details as the parameter of `message`; `createWarning` accepts no others. */
interface WarningRow<D = never> {
  /** Meaning in the reference, and what to do. */
  readonly meaning: string;
  readonly message: (d: D) => string;
}

/** Part of a run that a warning is about. */
interface InStream {
  readonly stream: string;
  /** Empty for the whole stream. */
  readonly partition?: string;
}

interface Counted {
  readonly count: number;
}

const ofPartition = ({ partition }: InStream): string => (partition ? ` of ${partition}` : '');

/** Every warning of a run report. Codes are never reused. */
export const WARNINGS = {
  PARTITION_SKIPPED: {
    meaning:
      'A partition (an application, an environment) was skipped: the vendor answered with a status of `skipOn` (403 or 404 by default, and 410 with 404) after all retries, or its id cannot be sent in a request. Exit code 3; if every partition is skipped, the run fails with `ALL_PARTITIONS_SKIPPED`',
    message: (d: InStream & { cause: string }) =>
      `skipped "${d.stream}" of ${d.partition || 'the connection'}: ${d.cause}`,
  },
  NO_PARTITIONS: {
    meaning:
      'A stream was not read, because a list of its partitions is empty, such as a list setting without values. Exit code 3',
    message: (d: InStream) => `"${d.stream}" was not read: a list of its partitions is empty`,
  },
  DEPTH_REACHED: {
    meaning:
      'A stream that is its own parent has items below the last level that `depth` allows: they are missing. Raise `depth`. Exit code 3',
    message: (d: InStream) =>
      `"${d.stream}" was read down to the last level that "depth" allows: items below it are missing`,
  },
  VENDOR_ERRORS: {
    meaning:
      "A GraphQL response had `errors` beside its `data`: data may be missing. The message quotes the vendor's reason",
    message: (d: InStream & { reason: string }) =>
      `the vendor sent "${d.stream}"${ofPartition(d)} with errors, so data may be missing: ${d.reason}`,
  },
  TOTAL_DIFFERS: {
    meaning:
      'The vendor announced a different number of items than it sent: the data moved while it was read, or some items are hidden',
    message: (d: InStream & Counted & { announced: number; read: number }) =>
      `the vendor announced ${d.announced} items of "${d.stream}" and sent ${d.read}: the data changed during the read`,
  },
  TOTAL_CHANGED: {
    meaning:
      'All announced items arrived, but the announced total changed in between: items that moved between pages may be missing',
    message: (d: InStream & Counted & { fewest: number; announced: number }) =>
      `the vendor's total of "${d.stream}" varied between ${d.fewest} and ${d.announced} during the read: items that moved between pages may be missing`,
  },
  RESULTS_CAPPED: {
    meaning:
      "A list reached the vendor's maximum of results (`maxResults` of the paginator) and could not be read in smaller parts: further items are missing",
    message: (d: InStream & { maximum: number }) =>
      `the vendor returns at most ${d.maximum} items of a list of "${d.stream}", and a list reached this number: further items are missing`,
  },
  ORDER_DIFFERS: {
    meaning:
      'A list that the manifest declares as sorted by the cursor, newest first, is not sorted: it was read as a whole',
    message: (d: InStream) =>
      `the items of "${d.stream}" are not sorted by the cursor, newest first: the whole list was read`,
  },
  LIST_RESTARTED: {
    meaning:
      'The vendor ended a list before its last page, and an error rule (`restartList`) read it again from the first one. Records with an identity are written once',
    message: (d: InStream) =>
      `the vendor ended a list of "${d.stream}"${ofPartition(d)} before its last page: it is read again from the first one`,
  },
  REJECTS_NOT_STORED: {
    meaning:
      'A stream had more rejects than are stored (`defaults.budget.rejects` of the manifest, 10,000 by default); the rest were counted, with one example per code. Exit code 3',
    message: (d: InStream & Counted & { rejectCode: string; example: string }) =>
      `${d.count} rejects of "${d.stream}" with ${d.rejectCode} were counted and not stored, for example: ${d.example}`,
  },
  REPEATED_RECORDS: {
    meaning:
      'The vendor sent some records more than once; the `duplicates` policy of their entity decided which was kept',
    message: (d: Counted & { entity: string; policy: string }) =>
      `the vendor sent ${d.count} ${d.entity} records more than once; ${d.policy} was written`,
  },
  REPEATED_ITEMS: {
    meaning: 'The vendor sent some parent items (scans, for example) more than once: the list moved while it was read',
    message: (d: InStream & Counted) =>
      `the vendor sent ${d.count} items of "${d.stream}" more than once: the list changed during the read`,
  },
  CURSOR_UNREADABLE: {
    meaning:
      'No item or page of an incremental stream had a readable cursor, so the next run reads from the same start again. Correct `incremental` (`cursor`, `type`, `readFormat`)',
    message: (d: InStream & Counted) =>
      `none of ${d.count} values of the cursor of "${d.stream}" could be read: the next run reads from the same start again; correct "incremental" ("cursor", "type", "readFormat")`,
  },
  FIELDS_ABSENT: {
    meaning:
      'No item of a stream had any of the fields that the manifest expects (`expects` of the stream): the vendor omits or has renamed them. The message states what the records lack',
    message: (d: InStream & { fields: string; without: string }) =>
      `no item of "${d.stream}" has ${d.fields}. ${d.without}`.trim(),
  },
  RUN_LIMITED: {
    meaning:
      '`--limit` or `--partitions` ended the read of a stream early: no cursor is saved, and nothing is taken for absent',
    message: (d: InStream & { limit: string }) =>
      `"${d.stream}" was read up to the limit of ${d.limit}; the rest was left out`,
  },
  JOB_RECREATED: {
    meaning:
      "The files of a vendor's job expired before all were read: the job was created once more and read from its start. Records that were already written are not written again",
    message: (d: InStream) =>
      `the vendor's job for "${d.stream}" expired before all of its files were read: it was created again and read from its start`,
  },
  JOB_NOT_DELETED: {
    meaning:
      'The vendor refused to delete a job that was read. The records are complete; delete it manually if the vendor limits the number of jobs',
    message: (d: InStream & { reason: string }) => `cannot delete the vendor's job for "${d.stream}": ${d.reason}`,
  },
  JOB_NOT_ABORTED: {
    meaning:
      'The vendor refused to abort a job that is not needed any more. Abort it manually if the vendor limits the number of jobs',
    message: (d: InStream & { reason: string }) => `cannot abort the vendor's job for "${d.stream}": ${d.reason}`,
  },
  ENTITY_OMITTED: {
    meaning:
      'The destination contains assets and findings only, so the records of another entity are not in it. Use `ndjson:<dir>`, `stdout` or a store for them',
    message: (d: Counted & { entity: string; format: string }) =>
      `${d.count} records of "${d.entity}" are not in ${d.format}, which contains assets and findings only`,
  },
} as const satisfies Record<string, WarningRow>;

export type WarningCode = keyof typeof WARNINGS;

/** Details that the message of a code needs. */
type WarningDetails<C extends WarningCode> = Parameters<(typeof WARNINGS)[C]['message']>[0];

/** Warning of a run report. */
interface CreatedWarning extends Partial<InStream & Counted> {
  readonly code: WarningCode;
  readonly message: string;
}

/** Creates a warning of the catalogue. Its stream, partition and count are those of the details. */
export function createWarning<C extends WarningCode>(code: C, details: WarningDetails<C>): CreatedWarning {
  const message = WARNINGS[code].message as (d: unknown) => string;
  const { stream, partition, count } = details as Partial<InStream & Counted>;
  return {
    code,
    message: message(details),
    ...(stream === undefined ? {} : { stream }),
    ...(partition ? { partition } : {}),
    ...(count === undefined ? {} : { count }),
  };
}
