import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";

/** How long mongod may take to shut down before it is killed, in tenths of a second. */
const SHUTDOWN_TENTHS = 150;

/**
 * A shell that runs mongod and ends it when the pipe on its input closes. The kernel closes that pipe when our
 * process dies in whatever way, kill -9 included, so no mongod is ever left behind.
 */
const KEEPER = `
remove=$1; shift
exec 3<&0
"$@" </dev/null 3<&- >&2 &
mongod=$!
echo "$mongod"
exec >&2
end() {
  kill -TERM "$mongod" 2>/dev/null
  left=${SHUTDOWN_TENTHS}
  while kill -0 "$mongod" 2>/dev/null; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || kill -KILL "$mongod" 2>/dev/null
    sleep 0.1
  done
}
( read -r _ <&3; end ) &
watcher=$!
exec 3<&-
trap 'kill -TERM "$mongod" 2>/dev/null' TERM INT HUP
code=0
while kill -0 "$mongod" 2>/dev/null; do wait "$mongod"; code=$?; done
kill "$watcher" 2>/dev/null
[ -z "$remove" ] || rm -rf "$remove"
exit "$code"
`;

export interface KeptMongod {
  pid: number;
  /** Resolves with mongod's exit code once it is gone. */
  exited: Promise<number>;
  /** Asks mongod to end cleanly and waits for it; calling it again waits for the same end. */
  stop(): Promise<void>;
}

/**
 * Starts mongod so that it lives at most as long as this process.
 * `outputFile` gets what mongod prints before its own log is open; `removeAfter` is deleted once it is gone.
 */
export async function keepMongod(options: {
  binary: string;
  args: string[];
  outputFile: string;
  removeAfter?: string;
}): Promise<KeptMongod> {
  const output = openSync(options.outputFile, "w");
  const keeper = spawn(
    "/bin/sh",
    ["-c", KEEPER, "medex-mongod-keeper", options.removeAfter ?? "", options.binary, ...options.args],
    // Its own process group: Ctrl+C must reach our graceful stop first, not the database under it.
    { stdio: ["pipe", "pipe", output], detached: true },
  );
  closeSync(output);
  const exited = new Promise<number>(resolve => {
    keeper.once("exit", code => resolve(code ?? -1));
    keeper.once("error", () => resolve(-1));
  });
  const pid = await firstLine(keeper, exited);
  keeper.unref();
  return {
    pid,
    exited,
    async stop() {
      keeper.stdin?.end();
      await exited;
    },
  };
}

async function firstLine(keeper: ChildProcess, exited: Promise<number>): Promise<number> {
  const output = keeper.stdout;
  if (!output) throw new Error("The keeper of mongod has no output pipe.");
  const lines = createInterface({ input: output });
  try {
    return await Promise.race([
      new Promise<number>(resolve => lines.once("line", line => resolve(Number(line)))),
      exited.then(() => -1),
    ]);
  } finally {
    lines.close();
    output.destroy();
  }
}
