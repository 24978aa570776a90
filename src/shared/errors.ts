/**
 * The catalogue of everything that can go wrong and that a caller can act on. Clients branch on the code, never on
 * the text. `text` says what happened, `wayOut` what to do; `{name}` is filled from the error's details.
 */
type CatalogueEntry = {
  http: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  /** True when somebody on our side has to look at it. */
  report: boolean;
  text: string;
  wayOut: string;
};

export const CATALOGUE = {
  INVALID_INPUT: {
    http: 400,
    report: false,
    text: "Some fields are missing or not valid.",
    wayOut: "Correct the fields listed in `details.issues` and send again.",
  },
  OUTSIDE_SERVICE_AREA: {
    http: 422,
    report: false,
    text: "This place is outside the area that is served.",
    wayOut: "Pick a place inside the map, or check that latitude and longitude are not swapped.",
  },
  ADDRESS_NOT_FOUND: {
    http: 422,
    report: false,
    text: "No place was found for “{address}”.",
    wayOut: "Choose one of the suggestions, or set the place on the map.",
  },
  PASSWORD_TOO_COMMON: {
    http: 422,
    report: false,
    text: "This password is one of those that are tried first.",
    wayOut: "Choose another one; a short sentence is good.",
  },
  REASON_REQUIRED: {
    http: 422,
    report: false,
    text: "This belongs to somebody else: administrators say why they change it.",
    wayOut: "Send again with `reason`, one line of {min} to {max} characters. It is kept in the audit log.",
  },
  CURSOR_UNKNOWN: {
    http: 409,
    report: false,
    text: "Events after this cursor are no longer kept, or it is not a cursor of this service.",
    wayOut:
      'Read your orders anew and go on with `after: "now"`, or leave `after` out to begin with the oldest event.',
  },
  UNAUTHENTICATED: {
    http: 401,
    report: false,
    text: "You are not signed in.",
    wayOut: "Sign in and try again.",
  },
  INVALID_CREDENTIALS: {
    http: 401,
    report: false,
    text: "The e-mail address or the password is not right.",
    wayOut: "Check both and try again.",
  },
  SECOND_FACTOR_REQUIRED: {
    http: 401,
    report: false,
    text: "This account asks for a second factor.",
    wayOut: "Sign in again with `code`: six digits of the authenticator application, or a recovery code.",
  },
  INVALID_CODE: {
    http: 401,
    report: false,
    text: "This code is not right, or was used before.",
    wayOut: "Wait for the next code, or use a recovery code.",
  },
  SESSION_EXPIRED: {
    http: 401,
    report: false,
    text: "Your session has ended.",
    wayOut: "Sign in again.",
  },
  FORBIDDEN: {
    http: 403,
    report: false,
    text: "Your role does not allow this.",
    wayOut: "Ask somebody whose role does: {roles}.",
  },
  ACCOUNT_INACTIVE: {
    http: 403,
    report: false,
    text: "This account has been deactivated.",
    wayOut: "Ask your administrator to activate it.",
  },
  SECOND_FACTOR_ENROLMENT_REQUIRED: {
    http: 403,
    report: false,
    text: "Administrators need a second factor here.",
    wayOut: "Set one up in your account first.",
  },
  VENDOR_NOT_APPROVED: {
    http: 403,
    report: false,
    text: "This business has not been approved yet, or has been paused.",
    wayOut: "An administrator has to activate it before orders can be taken.",
  },
  CROSS_ORIGIN: {
    http: 403,
    report: false,
    text: "This request came from a page of another site.",
    wayOut: "Open MedEx at its own address, or have the origin added to CORS_ORIGINS.",
  },
  HTTPS_REQUIRED: {
    http: 403,
    report: false,
    text: "This request came over plain http, where others can read it.",
    wayOut: "Use the https address; sign in anew and replace any token that was sent.",
  },
  NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is nothing at this address.",
    wayOut: "Check the name of the procedure or the path.",
  },
  USER_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such account, or it is not yours to see.",
    wayOut: "Check the id.",
  },
  VENDOR_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such vendor, or it is not yours to see.",
    wayOut: "Check the id.",
  },
  MEMBER_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such member of this business.",
    wayOut: "Reload the list of the team.",
  },
  DRIVER_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such driver, or the driver is not yours to see.",
    wayOut: "Check the id.",
  },
  ORDER_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such order, or it is not yours to see.",
    wayOut: "Check the id.",
  },
  ASSIGNMENT_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such assignment, or it is not yours to see.",
    wayOut: "Reload your work list.",
  },
  PROOF_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such proof, or it is not yours to see.",
    wayOut: "Check the address of the file.",
  },
  SESSION_NOT_FOUND: {
    http: 404,
    report: false,
    text: "There is no such session.",
    wayOut: "It may have ended already. Reload the list of sessions.",
  },
  LINK_NOT_VALID: {
    http: 404,
    report: false,
    text: "This link has been used already, or is too old.",
    wayOut: "Ask for a new one; the newest letter has the newest link.",
  },
  TRACKING_NOT_FOUND: {
    http: 404,
    report: false,
    text: "This tracking link does not lead anywhere.",
    wayOut: "Check that the link is complete, or ask the sender for a new one.",
  },
  ILLEGAL_TRANSITION: {
    http: 409,
    report: false,
    text: "“{action}” is not possible while this is {status}.",
    wayOut: "What is possible now: {legal}.",
  },
  ORDER_ALREADY_ASSIGNED: {
    http: 409,
    report: false,
    text: "This order has already been given to a driver.",
    wayOut: "Take it back from that driver first.",
  },
  ERASURE_BLOCKED: {
    http: 409,
    report: false,
    text: "This person cannot be erased yet.",
    wayOut:
      "By `details.because`: `open_orders` have to be delivered or cancelled; who `runs_business` closes it first or hands it over; an `administrator` gives up the role first.",
  },
  ORDER_REDACTED: {
    http: 409,
    report: false,
    text: "What was personal in this order has been erased: its time was over, or somebody asked for it.",
    wayOut:
      "Status, times and fee are left, and its chain of custody; there is nobody to follow it any more.",
  },
  NO_ASSIGNMENT: {
    http: 409,
    report: false,
    text: "This order has not been given to a driver.",
    wayOut: "Assign a driver first.",
  },
  ASSIGNMENT_CLOSED: {
    http: 409,
    report: false,
    text: "This assignment is no longer open: it was {status}.",
    wayOut: "Reload your work list.",
  },
  DRIVER_NOT_AVAILABLE: {
    http: 409,
    report: false,
    text: "This driver cannot take work now: {status}.",
    wayOut: "Choose a driver who is on duty.",
  },
  DRIVER_BUSY: {
    http: 409,
    report: false,
    text: "There are still parcels to deliver.",
    wayOut: "Deliver them, or have the vendor take them back, before changing the duty status.",
  },
  PROOF_REQUIRED: {
    http: 409,
    report: false,
    text: "This delivery needs proof first: {missing}.",
    wayOut: "Add what is missing and deliver again.",
  },
  EMAIL_TAKEN: {
    http: 409,
    report: false,
    text: "There is already an account with this e-mail address.",
    wayOut: "Sign in, or use another address.",
  },
  OWN_ACCOUNT: {
    http: 409,
    report: false,
    text: "You cannot deactivate your own account or change its role.",
    wayOut: "Ask another administrator, so that one always remains.",
  },
  LAST_OWNER: {
    http: 409,
    report: false,
    text: "A business cannot be without an owner who can sign in.",
    wayOut: "Make somebody else an owner first.",
  },
  ALREADY_JOINED: {
    http: 409,
    report: false,
    text: "This invitation has been accepted.",
    wayOut: "Nothing is left to do. Who has forgotten the password asks for a new one at the sign-in.",
  },
  SECOND_FACTOR_ON: {
    http: 409,
    report: false,
    text: "This account has a second factor already.",
    wayOut: "Switch it off first to set up another one.",
  },
  SECOND_FACTOR_OFF: {
    http: 409,
    report: false,
    text: "There is no second factor to confirm or to switch off.",
    wayOut: "Begin by setting one up.",
  },
  PROFILE_MISSING: {
    http: 409,
    report: false,
    text: "This account has nothing to act for as {role}.",
    wayOut: "Create the business or the driver first; the account comes with it.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    http: 409,
    report: false,
    text: "This idempotency key was used for another request.",
    wayOut: "Use a new key for a new request, and the same key only to repeat one.",
  },
  PAYLOAD_TOO_LARGE: {
    http: 413,
    report: false,
    text: "The request is too large.",
    wayOut: "Send at most {limit}.",
  },
  NOT_AN_IMAGE: {
    http: 415,
    report: false,
    text: "This file is not an image that can be read.",
    wayOut: "Send a JPEG, PNG or WebP picture.",
  },
  TOO_MANY_REQUESTS: {
    http: 429,
    report: false,
    text: "Too many requests in a short time.",
    wayOut: "Wait {seconds} s and try again.",
  },
  STORAGE_UNAVAILABLE: {
    http: 503,
    report: true,
    text: "The file could not be stored; nothing was saved.",
    wayOut: "Try again in a moment.",
  },
  AUDIT_UNAVAILABLE: {
    http: 503,
    report: true,
    text: "It could not be written down who reads this, so nothing was shown.",
    wayOut: "Try again in a moment.",
  },
  MAIL_UNAVAILABLE: {
    http: 503,
    report: false,
    text: "This server sends no e-mail; nothing was changed.",
    wayOut: "Ask who runs it to set SMTP_URL and MAIL_FROM.",
  },
  UNAVAILABLE: {
    http: 503,
    report: true,
    text: "The service is not able to answer right now.",
    wayOut: "Try again in a moment.",
  },
  INTERNAL: {
    http: 500,
    report: true,
    text: "Something went wrong on our side.",
    wayOut: "Try again; if it stays, tell support the request id.",
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof CATALOGUE;

export type ErrorDetails = Record<string, unknown>;

/** The one error that services throw. `details` travels to the caller: never put there what he may not know. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
  ) {
    super(describe(code, details).text);
  }
}

/** The catalogue's two sentences with `{name}` filled from `details`; a list reads "a, b". */
export function describe(code: ErrorCode, details: ErrorDetails = {}): { text: string; wayOut: string } {
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = details[name];
      if (Array.isArray(value)) return value.length ? value.join(", ") : "nothing";
      return value === undefined || value === null ? "unknown" : String(value).replaceAll("_", " ");
    });
  const { text, wayOut } = CATALOGUE[code];
  return { text: fill(text), wayOut: fill(wayOut) };
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(CATALOGUE, code);
