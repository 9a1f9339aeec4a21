/** Weakness with its names at each vendor. */
export interface Flaw {
  readonly name: string;
  readonly cwe: number;
  readonly cweName: string;
  readonly category: number;
  readonly severity: number;
  readonly about: string;
  readonly advice: string;
  readonly issueTypeId: string;
  readonly threatClass: string;
  readonly owasp: string;
}

const flaw = (
  [name, cwe, cweName]: [string, number, string],
  [category, severity, issueTypeId, threatClass, owasp]: [number, number, string, string, string],
  [about, advice]: [string, string],
): Flaw => ({ name, cwe, cweName, category, severity, issueTypeId, threatClass, owasp, about, advice });

/** Weaknesses of various severities; names contain brackets, quotes and letters beyond ASCII. */
export const FLAWS: readonly Flaw[] = [
  flaw(
    ['SQL Injection', 89, "Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')"],
    [19, 5, 'attSqlInjectionChecks', 'catSqlInjection', 'A03:2021'],
    ['A request value reaches a database statement unchanged.', 'Bind values as parameters.'],
  ),
  flaw(
    ['Cross-Site Scripting (XSS)', 80, 'Improper Neutralization of Script-Related HTML Tags in a Web Page (Basic XSS)'],
    [20, 3, 'attCrossSiteScripting', 'catCrossSiteScripting', 'A03:2021'],
    ['A page returns user input unescaped.', 'Encode output for its context.'],
  ),
  flaw(
    [
      'OS Command Injection',
      78,
      "Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')",
    ],
    [18, 5, 'attCommandInjection', 'catOsCommanding', 'A03:2021'],
    ['An external file name becomes part of a shell command.', 'Run the program without a shell.'],
  ),
  flaw(
    ['Directory Traversal', 73, 'External Control of File Name or Path'],
    [9, 3, 'attPathTraversal', 'catPathTraversal', 'A01:2021'],
    ['Dots in a path lead out of the upload folder.', 'Resolve the path and check its prefix.'],
  ),
  flaw(
    ['Information Leakage', 209, 'Generation of Error Message Containing Sensitive Information'],
    [14, 2, 'attErrorMessage', 'catInformationLeakage', 'A05:2021'],
    ['A stack trace is shown to the user.', 'Respond with a reference number and log the details.'],
  ),
  flaw(
    ['Cryptographic Issues', 327, 'Use of a Broken or Risky Cryptographic Algorithm'],
    [10, 3, 'attWeakCipher', 'catInsufficientTransportLayerProtection', 'A02:2021'],
    ['The session identifier is protected by MD5.', 'Use a current algorithm, such as HMAC-SHA-256.'],
  ),
  flaw(
    ['Credentials Management', 798, 'Use of Hard-coded Credentials'],
    [11, 4, 'attHardcodedSecret', 'catInsufficientAuthentication', 'A07:2021'],
    ['A password is hard-coded in the source.', 'Read it from the secret store at startup.'],
  ),
  flaw(
    ['Server-Side Request Forgery', 918, 'Server-Side Request Forgery (SSRF)'],
    [35, 4, 'attServerSideRequestForgery', 'catUrlRedirectorAbuse', 'A10:2021'],
    ['The server fetches any URL that a form contains.', 'Allow a fixed list of hosts only.'],
  ),
  flaw(
    ['CRLF Injection', 93, "Improper Neutralization of CRLF Sequences ('CRLF Injection')"],
    [21, 3, 'attHttpResponseSplitting', 'catHttpResponseSplitting', 'A03:2021'],
    ['A line break in a request is written to the log.', 'Strip control characters before logging.'],
  ),
  flaw(
    ['Missing "Content-Security-Policy" header', 693, 'Protection Mechanism Failure'],
    [41, 1, 'attContentSecurityPolicy', 'catApplicationMisconfiguration', 'A05:2021'],
    ['The page sends no Content-Security-Policy.', 'Send a policy with the allowed origins.'],
  ),
  flaw(
    ['Cookie without Secure attribute', 614, "Sensitive Cookie in HTTPS Session Without 'Secure' Attribute"],
    [42, 2, 'attCookieNotSecure', 'catInsufficientTransportLayerProtection', 'A05:2021'],
    ['The session cookie is also sent over plain HTTP.', 'Set the attribute.'],
  ),
  flaw(
    ['Clickjacking – fehlender Rahmenschutz', 1021, 'Improper Restriction of Rendered UI Layers or Frames'],
    [43, 2, 'attClickjacking', 'catClickjacking', 'A05:2021'],
    ['Another site can frame the login page.', 'Send frame-ancestors.'],
  ),
  flaw(
    ['Deserialization of Untrusted Data', 502, 'Deserialization of Untrusted Data'],
    [27, 5, 'attDeserialization', 'catApplicationMisconfiguration', 'A08:2021'],
    ['A cookie is deserialized to objects of any class.', 'Accept plain data only.'],
  ),
  flaw(
    ['XML External Entity Reference', 611, 'Improper Restriction of XML External Entity Reference'],
    [31, 4, 'attXmlExternalEntity', 'catXmlExternalEntities', 'A05:2021'],
    ['The parser loads external entities.', 'Disable document types.'],
  ),
  flaw(
    ['User Agent Fuzzer', 0, ''],
    [44, 0, 'attUserAgentFuzzer', 'catFingerprinting', 'A00'],
    ['Responses depend on the user agent.', 'Compare the responses manually.'],
  ),
  flaw(
    ['Überlauf im Puffer', 120, "Buffer Copy without Checking Size of Input ('Classic Buffer Overflow')"],
    [5, 4, 'attBufferOverflow', 'catBufferOverflow', 'A06:2021'],
    ['A header is copied to a buffer that may be too short.', 'Check the length first.'],
  ),
];

/** Subjects and parts that application names are composed of. */
const SUBJECTS = [
  'Shop',
  'Checkout',
  'Customer Portal',
  'Kundenkonto',
  'Billing',
  'Warehouse',
  'Ticketing',
  'Loyalty',
  'Partner Portal',
  'Search',
  'Newsletter',
  'Café Finder',
  'Payments',
  'Claims',
  'Careers',
  'Media Library',
] as const;
const PARTS = ['web', 'API', 'admin', 'mobile backend', 'worker', 'gateway', 'R&D', 'legacy "v1"'] as const;
const STAGES = ['prod', 'acceptance', 'staging', 'EU', 'US'] as const;
export const UNITS = ['Retail', 'Finance & Risk', 'Logistics', 'Not Specified', 'Corporate IT'] as const;
export const PEOPLE = [
  { name: 'Ada Nowak', email: 'ada.nowak@example.com' },
  { name: 'Bram de Vries', email: 'bram.devries@example.com' },
  { name: 'Chiara Rossi', email: 'chiara.rossi@example.com' },
  { name: 'Dáithí Ó Briain', email: 'daithi.obriain@example.com' },
  { name: 'Emre Yılmaz', email: 'emre.yilmaz@example.com' },
] as const;
export const TAGS = ['pci', 'internet-facing', 'gdpr', 'tier 1', 'legacy', 'Q3 audit'] as const;
export const PATHS = [
  '/login',
  '/item',
  '/basket',
  '/api/v2/orders',
  '/search',
  '/account/profile',
  '/upload',
  '/reports/monthly',
  '/',
  '/admin/users',
] as const;
export const PARAMETERS = ['id', 'q', 'redirect', 'user name', 'file', 'sort[]', 'token', 'lang'] as const;
export const METHODS = ['GET', 'POST', 'GET', 'PUT', 'DELETE', 'HEAD'] as const;
export const SOURCES = [
  'src/main/java/shop/OrderController.java',
  'src/main/java/shop/user/Login.java',
  'web/WEB-INF/views/contact.jsp',
  'app/models/invoice.rb',
  'Services/Export.cs',
  'lib/parse/header.c',
  'server/routes/upload.ts',
  'api/handlers/search.go',
] as const;
export const COMPONENTS = [
  ['spring-beans', 'jar', 'JAVA'],
  ['log-writer', 'jar', 'JAVA'],
  ['left-pad-plus', 'tgz', 'JAVASCRIPT'],
  ['yaml-quick', 'whl', 'PYTHON'],
  ['Json.Fast', 'dll', 'DOTNET'],
  ['rack-proxy', 'gem', 'RUBY'],
  ['okhttp-core', 'jar', 'JAVA'],
  ['image-magic', 'so', 'CPP'],
] as const;

/** Returns a unique application name; some names contain characters that need escaping in URLs and CSV. */
export const applicationName = (index: number): string => {
  const subject = SUBJECTS[index % SUBJECTS.length];
  const part = PARTS[Math.floor(index / SUBJECTS.length + index) % PARTS.length];
  return `${subject} ${part} (${STAGES[index % STAGES.length]}) ${String(index).padStart(4, '0')}`;
};

/** Returns the host name of an application. */
export const applicationHost = (index: number): string =>
  `${['shop', 'portal', 'pay', 'track', 'media'][index % 5]}-${String(index).padStart(4, '0')}.example.com`;
