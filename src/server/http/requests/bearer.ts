/** The token of an `Authorization: Bearer` header (RFC 6750, section 2.1), or null. */
export const bearer = (headers: Headers): string | null =>
  /^Bearer ([A-Za-z0-9._~+/-]{1,4096}=*)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
