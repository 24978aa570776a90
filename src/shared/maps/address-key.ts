/** An address as a key: spelling that makes no difference to any provider is gone. */
export const addressKey = (address: string): string =>
  address.normalize("NFC").toLowerCase().replace(/\s+/g, " ").replace(/ ,/g, ",").trim();
