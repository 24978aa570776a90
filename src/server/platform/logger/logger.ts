import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";
import { safeValue, visible } from "./safe-to-log.ts";

export type Logger = PinoLogger;
export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

/** JSON lines on standard output, one an entry whatever it says; secrets and personal data never reach them. */
export const createLogger = (level: LogLevel, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are plain by then.
      serializers: { err: fields => fields },
      formatters: { log: fields => safeValue(fields) as Record<string, unknown> },
      hooks: {
        logMethod(args, log) {
          const [first, ...rest] = args as unknown[];
          const isEntry = typeof first === "object" && first !== null;
          // Without a message pino would take the error's own, as it is.
          const words = isEntry && rest.length === 0 ? [messageOf(first)] : rest;
          const entry = first instanceof Error ? { err: first } : isEntry ? first : safeValue(first);
          log.apply(this, [entry, ...words.map(word => safeValue(word))] as unknown as Parameters<
            typeof log
          >);
        },
        streamWrite: visible,
      },
    },
    ...(destination ? [destination] : []),
  );

function messageOf(entry: object): string {
  const error = entry instanceof Error ? entry : "err" in entry ? entry.err : null;
  return error instanceof Error ? error.message : "";
}
