import { defineMachine } from "../machine.ts";

/**
 * A driver's duty. `takeWork` and `finishWork` are never asked for: accepting an assignment takes the work, closing
 * the last one finishes it.
 */
export const driverMachine = defineMachine({
  initial: "offline",
  states: ["offline", "available", "on_break", "busy"],
  actions: {
    goOnDuty: { from: ["offline", "on_break"], to: "available", roles: ["driver"] },
    takeBreak: { from: ["available"], to: "on_break", roles: ["driver"] },
    goOffDuty: { from: ["available", "on_break"], to: "offline", roles: ["driver"] },
    takeWork: { from: ["available", "busy"], to: "busy", roles: ["system"] },
    finishWork: { from: ["busy"], to: "available", roles: ["system"] },
  },
});

export type DriverAction = keyof typeof driverMachine.actions;
