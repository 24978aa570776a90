import { expect, test } from "bun:test";
import fc from "fast-check";
import { createMutes, reachingBeside } from "../../../src/server/features/processes/index.ts";
import type { Reach } from "../../../src/server/platform/live-bus/live-bus.port.ts";
import { VendorId } from "../../../src/shared/ids.ts";
import { createReachableBus } from "../../support/reachable-bus.ts";

const VENDOR = VendorId.parse("00000000-0000-4000-8000-000000000002");

/** Some processes at one database that is only a set here. */
function createProcesses(count: number) {
  const declared = new Set<string>();
  return Array.from({ length: count }, (_, number) => {
    const bus = createReachableBus();
    const process = { isMute: false, isAway: false };
    const mutes = createMutes({
      processId: String(number),
      isMute: () => process.isMute,
      repo: {
        declare: async id => void declared.add(id),
        withdraw: async id => void declared.delete(id),
        areThereBeside: async id => [...declared].some(other => other !== id),
      },
    });
    return Object.assign(process, { bus, mutes, heard: reachingBeside(mutes, bus) });
  });
}

test("a bus is whole when it is itself and no other process is mute, and each change is told once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.record({ process: fc.nat(2), isMute: fc.boolean() }),
          fc.record({ process: fc.nat(2), reach: fc.constantFrom<Reach>("whole", "opening", "lost") }),
        ),
        { maxLength: 20 },
      ),
      async steps => {
        const processes = createProcesses(3);
        const own = processes.map((): Reach => "whole");
        const told = processes.map((): Reach[] => []);
        const stops = processes.map(({ heard }, number) =>
          heard.follow(VENDOR, reach => told[number]?.push(reach)),
        );
        for (const step of steps) {
          const process = processes[step.process];
          if ("isMute" in step && process) process.isMute = step.isMute;
          if ("reach" in step) {
            own[step.process] = step.reach;
            process?.bus.become(step.reach);
          }
          // The second round hears of what the first has said.
          for (const _ of [1, 2]) for (const { mutes } of processes) await mutes.look();
          processes.forEach((_, number) => {
            const isMuteBeside = processes.some((other, index) => index !== number && other.isMute);
            const expected = own[number] === "whole" && isMuteBeside ? "lost" : own[number];
            expect(told[number]?.at(-1)).toBe(expected as Reach);
          });
        }
        for (const states of told)
          expect(states.filter((state, index) => state === states[index - 1])).toEqual([]);
        for (const stop of stops) stop();
        const before = told.flat().length;
        for (const { bus } of processes) bus.become("lost");
        expect(told.flat().length).toBe(before);
      },
    ),
  );
});

test("what a process could not say of itself it says at its next look", async () => {
  const declared: string[] = [];
  let isFailing = true;
  const mutes = createMutes({
    processId: "a",
    isMute: () => true,
    repo: {
      async declare(id) {
        if (isFailing) throw new Error("MongoDB does not answer");
        declared.push(id);
      },
      withdraw: async () => {},
      areThereBeside: async () => false,
    },
  });
  await expect(mutes.look()).rejects.toThrow("MongoDB does not answer");
  isFailing = false;
  await mutes.look();
  expect(declared).toEqual(["a"]);
});
