import type { AppRouter } from "../server/trpc/router.ts";

type Routers = AppRouter["_def"]["record"];

/** The name of a procedure, such as `orders.create`. A list of them cannot name what is not there. */
export type CallPath = { [Name in keyof Routers]: `${Name}.${keyof Routers[Name] & string}` }[keyof Routers];
