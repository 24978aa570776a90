export { createDemoRepo, type DemoRepo } from "./demo.repo.ts";
export { type DemoWorld, prepareDemo, startSimulation } from "./demo.world.ts";
export type { ServicesAt } from "./demo-services.ts";
export { DEMO_PASSWORD, LOGINS } from "./stories/cast.ts";
