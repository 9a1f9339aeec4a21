/** API call that an error is about; each part may be unknown. */
export interface VendorCall {
  /** Method and path. */
  readonly request?: string | undefined;
  /** Reason that the vendor's response gives, redacted and bounded. */
  readonly vendorReason?: string | undefined;
}

/** Formats the method and path of a call, to append within parentheses. */
export const formatRequest = ({ request }: VendorCall): string => (request ? `, ${request}` : '');

/** Formats the vendor's reason, to append to a message. */
export const formatReason = ({ vendorReason }: VendorCall): string => (vendorReason ? `: ${vendorReason}` : '');
