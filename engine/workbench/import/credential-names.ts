/** Matches words of names that credentials have. */
const CREDENTIAL =
  /(?:^|[-_. ])(?:api[-_]?key|apikey|key|token|secret|auth|authorization|authentication|password|passwd|pwd|session|sessionid|sid|signature|sig|credentials?|jwt|csrf|xsrf|cookie|bearer|license[-_]?key)(?:$|[-_. ])/;

/** Matches names that contain such a word and are no credentials. */
const HARMLESS =
  /(?:page|next|continuation|sync|cursor|pagination|skip|start|resume|delta)[-_. ]?(?:token|key)|(?:sort|order|group|project|issue|primary|foreign|partition|row|public|object)[-_. ]?key|key[-_. ]?(?:word|id)|token[-_. ]?type|auth[-_. ]?type/;

const toKebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** Reports whether a name is that of a credential: `X-Api-Key`, `access_token`, but not `page_token`. */
export const isCredentialName = (name: string): boolean => {
  const kebab = toKebab(name);
  return CREDENTIAL.test(kebab) && !HARMLESS.test(kebab);
};

/** Values that are secrets under any name: JWTs, and keys with a well-known prefix. */
const SECRET_VALUE =
  /^(?:eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|(?:gh[pousr]|github_pat|glpat|sk|pk|rk|xox[abposr]|shpat|dop_v1|npm|hf|AKIA|ASIA|AIza|ya29|SG|EAA|sq0|key|pat)[-_.]?[A-Za-z0-9_.-]{16,})$/;

/** Reports whether a value looks like a secret. */
export const isSecretValue = (value: string): boolean => SECRET_VALUE.test(value);
