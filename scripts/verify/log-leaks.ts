/** What no log may hold, each with a line in which it has to be found: a search that finds nothing proves nothing. */
const FORBIDDEN = {
  "a password": {
    pattern: /a long test password|another long one/,
    example: 'password "a long test password"',
  },
  "an access token": {
    pattern: /eyJ[\w-]{8,}\.[\w-]{8,}\./,
    example: "Bearer eyJhbGciOiJIUzI1.eyJzdWIiOiIx.x",
  },
  "a hash of a password": { pattern: /\$argon2/, example: "$argon2id$v=19$m=19456" },
  "a key of a map service": {
    pattern: /google-key-of-tests/,
    example: "?key=google-key-of-tests-0123456789",
  },
  "a signing secret": { pattern: /a-secret-of-tests-that/, example: "a-secret-of-tests-that-signs-0123" },
  "an e-mail address": { pattern: /[\w.+-]+@[\w-]+\.[a-z]{2,}/, example: "of user1@medex.test" },
  "a phone number": { pattern: /\+358[ \d]{6,}/, example: "+358 50 765 4321" },
  "a name": { pattern: /Aino Laine|Ilmo Driver|Venla Vendor|Xenia|Kasper/, example: "for Aino Laine" },
  "an address": {
    pattern: /(Mannerheimintie|Aleksanterinkatu|Fabianinkatu) \d/,
    example: "Aleksanterinkatu 21, Helsinki",
  },
  "a tracking link": { pattern: /\/track\/[\w-]{32}/, example: `GET /track/${"a".repeat(32)}` },
} as const satisfies Record<string, { pattern: RegExp; example: string }>;

type Secret = keyof typeof FORBIDDEN;
const SECRETS = Object.keys(FORBIDDEN) as Secret[];

/** Looked for also in what is printed beside the log: welcome and answers of programs are for who reads them. */
const NEVER_PRINTED: readonly Secret[] = [
  "a password",
  "an access token",
  "a hash of a password",
  "a signing secret",
  "a key of a map service",
];

export type Leak = { secret: Secret; line: string };

/** What stands in these lines and must not; log lines are the JSON ones. */
export function leaksIn(text: string): Leak[] {
  return text.split("\n").flatMap(line => {
    const sought = line.startsWith("{") ? SECRETS : NEVER_PRINTED;
    return sought
      .filter(secret => FORBIDDEN[secret].pattern.test(line))
      .map(secret => ({ secret, line: line.slice(0, 400) }));
  });
}

/** The secrets that the search would miss: none, or the search is broken. */
export const missedBySearch = (): Secret[] =>
  SECRETS.filter(secret => {
    const line = JSON.stringify({ level: 30, msg: FORBIDDEN[secret].example });
    return !leaksIn(line).some(leak => leak.secret === secret);
  });
