import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a process apart from a later one with the same pid, or null when no such process runs.
 * Two calls give the same string as long as the same process is alive.
 */
export function processIdentity(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === "linux" ? linuxIdentity(pid) : portableIdentity(pid);
}

/** The command line of a running process, or an empty string when it cannot be read. */
export function commandLine(pid: number): string[] {
  if (process.platform === "linux") {
    const raw = readIfThere(`/proc/${pid}/cmdline`);
    return raw === null ? [] : raw.split("\0").filter(part => part !== "");
  }
  const shown = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return shown.status === 0 ? shown.stdout.trim().split(/\s+/) : [];
}

function linuxIdentity(pid: number): string | null {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold spaces; the fields after it are fixed: state first, start time 20th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startedAtTicks] = [fields[0], fields[19]];
  if (state === "Z" || state === "X" || startedAtTicks === undefined) return null;
  const boot = readIfThere("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return `${boot}:${pid}:${startedAtTicks}`;
}

function portableIdentity(pid: number): string | null {
  const shown = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  const startedAt = shown.status === 0 ? shown.stdout.trim() : "";
  return startedAt === "" ? null : `${pid}:${startedAt}`;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
