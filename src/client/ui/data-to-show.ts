import { TRPCClientError } from "@trpc/client";
import { isPassing } from "../../sdk/retry.ts";

type Asked<Data> = { data: Data | undefined; error: unknown };

/**
 * What was read once stays while nobody answers, or the service cannot tell it now. Whoever is told that it is not there,
 * or not his, keeps nothing.
 */
export const dataToShow = <Data>({ data, error }: Asked<Data>): Data | undefined =>
  error && !mayPass(error) ? undefined : data;

const mayPass = (error: unknown) => error instanceof TRPCClientError && isPassing(error);
