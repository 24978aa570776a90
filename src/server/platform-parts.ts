import type { Db, MongoClient } from "mongodb";
import type { Retention } from "./features/privacy/index.ts";
import type { Cache } from "./platform/cache/cache.port.ts";
import type { Clock } from "./platform/clock/clock.port.ts";
import type { Ids } from "./platform/ids/ids.port.ts";
import type { Limits } from "./platform/limits/call-limits.ts";
import type { LiveBus } from "./platform/live-bus/live-bus.port.ts";
import type { Logger } from "./platform/logger/logger.ts";
import type { Mail } from "./platform/mail/mail.port.ts";
import type { MapsPort } from "./platform/maps/maps.port.ts";
import type { Passwords } from "./platform/passwords/passwords.port.ts";
import type { Presence } from "./platform/presence/presence.port.ts";
import type { SessionEnds } from "./platform/session-ends/session-ends.port.ts";
import type { Signer } from "./platform/signing/signer.port.ts";
import type { Storage } from "./platform/storage/storage.port.ts";
import type { Timers } from "./platform/timers/timers.port.ts";
import type { TokenSecret } from "./platform/tokens/token-secrets.ts";

/** Ports and connections that the services stand on; tests bring a manual clock and sequential ids. */
export type Platform = {
  client: MongoClient;
  db: Db;
  clock: Clock;
  timers: Timers;
  ids: Ids;
  logger: Logger;
  maps: MapsPort;
  passwords: Passwords;
  tokenSecrets: readonly TokenSecret[];
  /** Signs closed chains of custody. */
  custodySigner: Signer;
  storage: Storage;
  liveBus: LiveBus;
  presence: Presence;
  cache: Cache;
  /** True while live messages of other processes do not all arrive. */
  isLiveDegraded: () => boolean;
  /** True while nothing that this process says reaches the others. */
  isMute: () => boolean;
  /** Null when this server sends no mail. */
  mail: Mail | null;
  sessionEnds: SessionEnds;
  limits: Limits;
  /** Where people reach the product: for links in letters. */
  publicUrl: string;
  /** Administrators set up a second factor before anything else. */
  requireAdminTotp: boolean;
  /** How long personal data is kept. */
  retention: Retention;
};
