import type { RouteObject } from "react-router";

export const driverRoutes: RouteObject[] = [{ path: "/driver", element: null }];
