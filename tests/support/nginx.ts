import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, freshFolder } from "./process.ts";
import { waitFor } from "./wait-for.ts";

const DEPLOYED = join(import.meta.dir, "../../deploy/nginx");

export type TestNginx = AsyncDisposable & {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  port: number;
  /** Where it speaks TLS, for the name `medex.example`, with a certificate that nobody knows. */
  tlsPort: number;
  folder: string;
  /** The lines of the access log so far. */
  accesses(): NginxAccess[];
};

type NginxAccess = { method: string; path: string; status: number; process: string; answers: string };

/**
 * A real NGINX in front of these ports, with the files of deploy/nginx as they are. Only the addresses, the folders and
 * the certificate are its own, and it may be called 127.0.0.1 too.
 */
export async function startNginx(processes: readonly number[]): Promise<TestNginx> {
  const folder = freshFolder("nginx");
  const [port, tlsPort] = await Promise.all([freePort(), freePort()]);
  for (const name of ["conf.d", "temp"]) mkdirSync(join(folder, name));
  cpSync(join(DEPLOYED, "medex"), join(folder, "medex"), { recursive: true });
  writeFileSync(join(folder, "nginx.conf"), mainConfig(folder));
  writeFileSync(join(folder, "conf.d/medex.conf"), siteConfig(folder, port, tlsPort));
  writeFileSync(join(folder, "medex/processes.conf"), processesConfig(processes));

  execFileSync(process.env.OPENSSL_BIN ?? "openssl", SELF_SIGNED, { cwd: folder, stdio: "ignore" });
  const binary = process.env.NGINX_BIN ?? Bun.which("nginx", { PATH: `${process.env.PATH}:/usr/sbin` });
  if (!binary) throw new Error("nginx is not on PATH");
  const errors = join(folder, "error.log");
  const child = spawn(binary, ["-p", folder, "-e", errors, "-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = new Promise<void>(resolve => child.once("close", () => resolve()));
  const nginx: TestNginx = {
    url: `http://127.0.0.1:${port}`,
    port,
    tlsPort,
    folder,
    accesses: () => accessesIn(join(folder, "access.log")),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // This it answers by itself: nobody behind it is asked.
  const begun = waitFor("NGINX to listen", async () => (await fetch(`${nginx.url}/metrics`)).status === 404);
  const ended = exited.then(() => {
    throw new Error(`NGINX has ended: ${existsSync(errors) ? readFileSync(errors, "utf8") : ""}`);
  });
  try {
    await Promise.race([begun, ended]);
  } catch (error) {
    await nginx[Symbol.asyncDispose]();
    throw error;
  } finally {
    begun.catch(() => {});
    ended.catch(() => {});
  }
  return nginx;
}

/** A certificate for a day, beside its key, where the site looks for them. */
const SELF_SIGNED =
  "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=medex.example"
    .split(" ")
    .concat("-keyout", "privkey.pem", "-out", "fullchain.pem");

/** What a distribution's nginx.conf does, in a folder of ours. */
function mainConfig(folder: string): string {
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
    ${process.getuid?.() === 0 ? "user root;" : ""}
    daemon off;
    worker_processes 2;
    worker_rlimit_nofile 16384;
    pid ${folder}/nginx.pid;
    events { worker_connections 8192; }
    http {
      ${places.map(place => `${place}_temp_path ${folder}/temp/${place};`).join("\n")}
      include conf.d/*.conf;
    }
  `;
}

function siteConfig(folder: string, port: number, tlsPort: number): string {
  return readFileSync(join(DEPLOYED, "site.conf"), "utf8")
    .replaceAll(/^ *listen \[::\].*\n/gm, "")
    .replaceAll("listen 80", `listen 127.0.0.1:${port}`)
    .replaceAll("listen 443", `listen 127.0.0.1:${tlsPort}`)
    .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+/g, folder)
    .replaceAll("/var/log/nginx/medex.", `${folder}/`)
    .replaceAll("server_name medex.example", "server_name medex.example 127.0.0.1");
}

/** The deployed lines, with other addresses. */
function processesConfig(ports: readonly number[]): string {
  const [line = ""] =
    readFileSync(join(DEPLOYED, "medex/processes.conf"), "utf8").match(/^server .*$/m) ?? [];
  return ports.map(port => line.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`)).join("\n");
}

function accessesIn(path: string): NginxAccess[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map(line => JSON.parse(line) as NginxAccess);
}
