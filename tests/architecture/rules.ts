import type { IForbiddenRuleType } from "dependency-cruiser";

const FEATURES = "^src/server/features";

/** Who may not import whom. The numbers are those of the README's chapter on structure; there are no exemptions. */
export const rules: IForbiddenRuleType[] = [
  {
    name: "1-shared-is-pure",
    comment: "shared holds schemas and pure functions: it imports itself and zod",
    severity: "error",
    from: { path: "^src/shared/" },
    to: { pathNot: "^(src/shared/|node_modules/zod/)" },
  },
  {
    name: "2-clients-have-one-door",
    comment: "client and SDK see of the server nothing but the router",
    severity: "error",
    from: { path: "^src/(client|sdk)/" },
    to: { path: "^(src/server/|tests/|scripts/|examples/)", pathNot: "^src/server/trpc/router\\.ts$" },
  },
  {
    name: "2-the-sdk-is-below-the-client",
    comment: "programs use the SDK without a browser",
    severity: "error",
    from: { path: "^src/sdk/" },
    to: { path: "^src/client/" },
  },
  {
    name: "2-that-door-is-a-type",
    comment: "import type only: nothing of the server may run in a client",
    severity: "error",
    from: { path: "^src/(sdk|client)/" },
    to: { path: "^src/server/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "3-features-meet-at-index",
    comment: "a slice uses another one through its index.ts",
    severity: "error",
    from: { path: `${FEATURES}/([^/]+)/` },
    to: { path: `${FEATURES}/[^/]+/`, pathNot: `${FEATURES}/($1/|[^/]+/index\\.ts$)` },
  },
  {
    name: "4-routers-are-thin",
    comment: "a router calls its service through the context; it knows no repository and no adapter",
    severity: "error",
    from: { path: `${FEATURES}/.+\\.router\\.ts$` },
    to: { path: "(\\.repo\\.ts$|^src/server/platform/)" },
  },
  {
    name: "5-services-know-no-technology",
    comment: "a use case knows ports, not Hono, tRPC, MongoDB or Redis",
    severity: "error",
    from: { path: `${FEATURES}/`, pathNot: "\\.(router|repo)\\.ts$|/demo/" },
    to: { path: "^(node_modules/(hono|@trpc|mongodb|ioredis)/|src/server/(http|trpc)/)" },
  },
  {
    name: "5-services-see-ports-only",
    comment: "adapters are chosen by the composition root; slices import the types of ports",
    severity: "error",
    from: { path: `${FEATURES}/`, pathNot: "\\.repo\\.ts$|/demo/" },
    to: { path: "^src/server/platform/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "6-platform-is-below",
    comment: "adapters know nothing of the product's slices",
    severity: "error",
    from: { path: "^src/server/platform/" },
    to: { path: "^src/(server/(features|trpc|http)|client|sdk)/" },
  },
  {
    name: "7-mongodb-behind-repositories",
    comment: "mongodb is known to repositories, the composition root and its own adapter",
    severity: "error",
    from: {
      path: "^src/",
      pathNot: "\\.repo\\.ts$|^src/server/(platform/mongo/|platform-parts\\.ts$|deps\\.ts$)",
    },
    to: { path: "^node_modules/mongodb/" },
  },
  {
    name: "7-redis-behind-its-adapter",
    comment: "ioredis is known to its adapter alone",
    severity: "error",
    from: { path: "^src/", pathNot: "^src/server/platform/redis/" },
    to: { path: "^node_modules/ioredis/" },
  },
  {
    name: "7-leaflet-in-the-map",
    comment: "leaflet is known to client/map alone",
    severity: "error",
    from: { path: "^src/", pathNot: "^src/client/map/" },
    to: { path: "^node_modules/(leaflet|protomaps-leaflet)/" },
  },
  {
    name: "7-radix-in-the-parts",
    comment: "radix-ui is known to client/ui alone",
    severity: "error",
    from: { path: "^src/", pathNot: "^src/client/ui/" },
    to: { path: "^node_modules/(radix-ui|@radix-ui)/" },
  },
  {
    name: "8-no-cycles",
    comment: "modules that need each other at run time are one module",
    severity: "error",
    from: { path: "^src/" },
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
];
