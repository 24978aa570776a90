export { createMutesRepo, muteProcessesCollection } from "./mutes.repo.ts";
export { createMutes, keptBeside, reachingBeside } from "./mutes.ts";
