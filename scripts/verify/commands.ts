import { spawn } from "node:child_process";

/** Runs Bun itself with these arguments, its output on ours; answers the exit code, -1 when it had to be ended. */
export function runBun(
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; limitMs: number },
): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const timer = setTimeout(() => {
    console.log(`Ended after ${Math.round(options.limitMs / 60_000)} minutes: bun ${args.join(" ")}`);
    child.kill("SIGKILL");
  }, options.limitMs);
  return new Promise(resolve => {
    const end = (code: number | null) => {
      clearTimeout(timer);
      resolve(code ?? -1);
    };
    child.once("close", end);
    child.once("error", () => end(-1));
  });
}
