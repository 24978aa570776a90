import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../tests/support/process.ts";
import { waitFor } from "../../tests/support/wait-for.ts";

/** NGINX in front of some processes of the server, with the least that sockets need; on the core of this program. */
export async function startNginx(ports: readonly number[]): Promise<AsyncDisposable & { port: number }> {
  const folder = mkdtempSync(join(tmpdir(), "medex-bench-nginx-"));
  const port = await freePort();
  await Bun.write(join(folder, "nginx.conf"), configuration(folder, port, ports));
  const nginx = Bun.spawn(["nginx", "-p", folder, "-c", "nginx.conf", "-e", "error.log"], {
    stdout: "ignore",
    stderr: "inherit",
  });
  await waitFor("NGINX", async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
  return {
    port,
    async [Symbol.asyncDispose]() {
      nginx.kill();
      await nginx.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const configuration = (folder: string, port: number, ports: readonly number[]) => `
daemon off;
pid ${folder}/nginx.pid;
worker_processes 1;
worker_rlimit_nofile 20000;
events { worker_connections 10000; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream medex {
    least_conn;
${ports.map(each => `    server 127.0.0.1:${each};`).join("\n")}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://medex;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_read_timeout 1h;
    }
  }
}
`;
