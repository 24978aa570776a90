/** A weakness that became known in a package that we lock, and the versions without it. */
type Advisory = {
  package: string;
  /** A range in npm's notation that every locked copy must be in. */
  safe: string;
  id: string;
  what: string;
};

/**
 * Advisories are added when they are published and stay for as long as the package is locked, so that no merge or
 * downgrade brings an old weakness back. Found as GitHub publishes them: https://github.com/advisories.
 */
export const ADVISORIES: Advisory[] = [
  // What the server runs.
  row(
    "@trpc/server",
    ">=11.1.1",
    "CVE-2025-43855",
    "a WebSocket with bad connection parameters ends the process",
  ),
  row("@trpc/server", ">=11.8.0", "CVE-2025-68130", "form fields reach Object.prototype"),
  row("hono", ">=4.11.4", "CVE-2026-22817", "the header of a JWT chooses its algorithm"),
  row("hono", ">=4.11.4", "CVE-2026-22818", "the same for keys without an algorithm"),
  row("hono", ">=4.12.4", "GHSA-q5qw-h33p-qvwr", "%2F leads around guards of static files"),
  row("hono", ">=4.12.12", "CVE-2026-39407", "double slashes lead around guards of static files"),
  row("hono", ">=4.12.18", "CVE-2026-44456", "the body limit lets chunked bodies through"),
  row("hono", ">=4.12.18", "CVE-2026-44459", "dates of a JWT that are no dates pass"),
  row("hono", ">=4.12.18", "GHSA-p77w-8qqv-26rm", "the cache gives one user's answer to another"),
  row("hono", ">=4.12.21", "CVE-2026-47673", "any scheme of Authorization is taken for Bearer"),
  row("hono", ">=4.12.21", "CVE-2026-47675", "attributes of a cookie can be injected"),
  row("hono", ">=4.12.21", "CVE-2026-47676", "a mounted application sees another path than its guard"),
  row("hono", ">=4.12.25", "CVE-2026-54286", "%5C leads around guards of static files on Windows"),
  row("hono", ">=4.12.25", "CVE-2026-54288", "the body limit believes a Content-Length that lies"),
  row("jose", ">=4.15.5", "CVE-2024-28176", "an encrypted token grows without end when unpacked"),
  row("jose", ">=4.9.2", "CVE-2022-36083", "a token chooses how long its key is derived"),
  row("nodemailer", ">=7.0.7", "GHSA-mm7p-fcc7-pg87", "a quoted address is sent to another domain"),
  row("nodemailer", ">=7.0.11", "CVE-2025-14874", "a nested address ends the process"),
  row("nodemailer", ">=9.0.1", "GHSA-268h-hp4c-crq3", "line breaks in List-* headers add headers"),
  row("nodemailer", ">=9.0.1", "GHSA-p6gq-j5cr-w38f", "a raw message reads files and fetches addresses"),
  row("nodemailer", ">=9.1.0", "GHSA-2x7j-588g-ccc2", "a long list of addresses takes quadratic time"),
  row("follow-redirects", ">=1.15.6", "CVE-2024-28849", "credentials for a proxy follow to another host"),
  row("follow-redirects", ">=1.16.0", "CVE-2026-40895", "custom credentials follow to another host"),
  row("mongodb", ">=5.8.0", "CVE-2021-32050", "credentials in events of the driver"),
  row("bson", ">=1.1.4", "CVE-2020-7610", "an object chooses how it is serialized"),
  row("semver", ">=7.5.2 || ^6.3.1", "CVE-2022-25883", "a long range takes exponential time"),
  row("debug", ">=4.3.1 <4.4.2 || >=4.4.3", "CVE-2025-59144", "4.4.2 was published by a thief"),
  row("ms", ">=2.0.0", "CVE-2017-20162", "a long text takes quadratic time"),
  row("zod", ">=3.22.3", "CVE-2023-4316", "a long address takes exponential time"),
  // What browsers get.
  row("react-router", ">=7.12.0", "CVE-2026-21884", "script through the restored position of a page"),
  row("react-router", ">=7.12.0", "CVE-2026-22029", "an open redirect becomes script"),
  row("react-router", ">=7.12.0", "CVE-2026-22030", "forms of other sites reach actions"),
  row("react-router", ">=7.12.0", "CVE-2025-68470", "an address that leads to another site"),
  row("react-router", ">=7.15.1", "CVE-2026-33245", "redirects to javascript: addresses"),
  row("react-router", ">=7.18.0", "GHSA-jjmj-jmhj-qwj2", "a backslash leads to another site"),
  row(
    "react-router",
    ">=7.18.2 <8.0.0 || >=8.3.0",
    "GHSA-qwww-vcr4-c8h2",
    "forms of other sites reach actions",
  ),
  // What builds and tests.
  row("vite", ">=8.0.5", "CVE-2026-39363", "the development server gives files away"),
  row("vite", ">=8.0.5", "CVE-2026-39364", "the development server gives denied files away"),
  row("rollup", ">=4.59.0", "CVE-2026-27606", "a bundle writes outside its folder"),
  row("postcss", ">=8.5.23", "GHSA-fxqj-rqcc-2cmp", "a style sheet reads files"),
  row("picomatch", ">=4.0.4", "CVE-2026-33671", "a pattern takes exponential time"),
  row("minimatch", ">=10.2.1 || ^5.1.7", "CVE-2026-26996", "a pattern takes exponential time"),
  row("brace-expansion", ">=5.0.9 || ^2.1.4", "GHSA-rgw5-rvv9-x895", "a pattern takes all memory"),
  row("fast-uri", ">=3.1.5", "GHSA-7p8r-x3mc-p8w7", "a backslash hides the host of an address"),
  row("ajv", ">=8.18.0", "GHSA-2g4f-4pwh-qvx6", "a pattern in data takes exponential time"),
  row("glob", ">=11.1.0", "CVE-2025-64756", "file names run as commands"),
  row("@babel/core", ">=7.29.6", "CVE-2026-49356", "code that is compiled reads source maps of the machine"),
  row("@babel/traverse", ">=7.23.2", "CVE-2023-45133", "compiling runs the code that is compiled"),
  row("nanoid", ">=3.3.8", "CVE-2024-55565", "a size that is no integer gives predictable ids"),
  row("json5", ">=2.2.2", "CVE-2022-46175", "a text reaches Object.prototype"),
  row("terser", ">=5.14.2", "CVE-2022-25858", "a text takes exponential time"),
];

function row(name: string, safe: string, id: string, what: string): Advisory {
  return { package: name, safe, id, what };
}
