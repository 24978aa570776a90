/** What a collection holds about people, how long, and what becomes of it when one of them is erased. */
type Holding = { personal: string; kept: string; erased: string };

const ACCOUNT = "while there is an account";

/**
 * One row for each collection: docs/privacy.md is made of it, and a test fails when a collection is missing here. `kept`
 * says what the code does; a change of one is a change of the other.
 */
export const PERSONAL_DATA: Record<string, Holding> = {
  users: {
    personal: "name, e-mail address, phone, password (Argon2id)",
    kept: ACCOUNT,
    erased: "emptied; the id and the role stay",
  },
  sessions: {
    personal: "address of the network, browser, times of signing in",
    kept: "until they expire, 90 days at most",
    erased: "deleted",
  },
  oneTimeLinks: {
    personal: "that a letter was sent",
    kept: "hours to days, until they expire",
    erased: "deleted",
  },
  secondFactors: { personal: "secret of the application, sealed", kept: ACCOUNT, erased: "deleted" },
  mailOutbox: {
    personal: "e-mail address",
    kept: "until it is sent, or of no use any more",
    erased: "deleted",
  },
  vendors: {
    personal: "e-mail address and phone of the business, which may be a person's",
    kept: "while there is a business",
    erased: "emptied with its owner's account",
  },
  vendorMembers: {
    personal: "that an account acts for a business, and as what",
    kept: "while it does",
    erased: "deleted",
  },
  drivers: {
    personal: "name, e-mail address, phone, numbers of vehicle and licence; last position",
    kept: `${ACCOUNT}; the position \`LOCATION_RETENTION_DAYS\``,
    erased: "emptied; id, vehicle type and totals stay",
  },
  orders: {
    personal:
      "recipient's name and phone, places, items, notes, reason of cancelling, driver's name and phone, tracking link",
    kept: "open ones whole; `ORDER_RETENTION_DAYS` after the close",
    erased: "redacted; of a driver, his name and phone alone",
  },
  assignments: {
    personal: "driver's name",
    kept: "as its order's",
    erased: "the name becomes “Driver”",
  },
  proofs: {
    personal: "photo and signature (files)",
    kept: "as its order's; SHA-256, size and time stay",
    erased: "file deleted with its order",
  },
  locationEvents: {
    personal: "where a driver was, and when",
    kept: "`LOCATION_RETENTION_DAYS`",
    erased: "deleted",
  },
  events: {
    personal:
      "names, sentences of the timeline, opened parts of the chain of custody; when a driver was on duty",
    kept: "personal parts as its order's, changes of duty `LOCATION_RETENTION_DAYS`, the rest 5 years",
    erased: "names become roles, parts are closed; records and hashes stay",
  },
  muteProcesses: { personal: "nothing", kept: "seconds", erased: "nothing to erase" },
  eventFeed: { personal: "nothing", kept: "always", erased: "nothing to erase" },
  idempotency: {
    personal: "the answer of a command, as the order was then",
    kept: "24 hours",
    erased: "deleted",
  },
  geocodes: {
    personal: "addresses, of nobody in particular",
    kept: "30 days",
    erased: "deleted with the order",
  },
  mapBudgets: { personal: "nothing", kept: "62 days", erased: "nothing to erase" },
  mapCalls: {
    personal: "nothing: how many map calls an order has cost",
    kept: "400 days after the last of them",
    erased: "nothing to erase",
  },
  driverWays: {
    personal:
      "the way that a driver is on, and the doors that it leads to; only while a map is paid for by the question",
    kept: "while he has orders in hand, an hour at most after the map was asked",
    erased: "deleted",
  },
  etaLog: {
    personal: "nothing: when an order was expected and when it came, distances in four bands",
    kept: "90 days",
    erased: "nothing to erase",
  },
  erasures: {
    personal: "whom an erasure is about, until it is done",
    kept: "then ids, by whose request and when, for good",
    erased: "emptied with its last step",
  },
  audit: {
    personal: "name, address and browser of who acted or read, e-mail address that somebody tried",
    kept: "`AUDIT_RETENTION_DAYS`",
    erased: "names become roles, addresses ids; what was done stays",
  },
};

/** The rows as a table in Markdown. */
export const personalDataTable = (): string =>
  [
    "| collection | what is personal in it | kept | when its person is erased |",
    "| --- | --- | --- | --- |",
    ...Object.entries(PERSONAL_DATA).map(
      ([name, { personal, kept, erased }]) => `| \`${name}\` | ${personal} | ${kept} | ${erased} |`,
    ),
  ].join("\n");
