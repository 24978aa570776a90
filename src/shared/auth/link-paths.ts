/** Where the client takes a link up. The token is the fragment, which browsers send to no server. */
export const LINK_PATHS = {
  passwordReset: "/reset-password",
  emailVerification: "/verify-email",
  invitation: "/invitation",
} as const;
