export { createDemoRepo } from "./demo.repo.ts";
export { type DemoWorld, prepareDemo, startSimulation } from "./demo.world.ts";
export { COLLEAGUES, DEMO_AREA, DEMO_PASSWORD, LOGINS } from "./stories/cast.ts";
