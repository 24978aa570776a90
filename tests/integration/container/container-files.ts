import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const root = join(import.meta.dir, "../../..");

const Compose = z.object({
  services: z.object({
    medex: z.object({
      environment: z.record(z.string(), z.string()),
      depends_on: z.object({ mongo: z.object({ condition: z.string() }) }),
      volumes: z.array(z.string()),
      ports: z.array(z.string()),
      stop_grace_period: z.string(),
    }),
    mongo: z.object({
      image: z.string(),
      command: z.array(z.string()),
      healthcheck: z.object({ test: z.array(z.string()) }),
      volumes: z.array(z.string()),
    }),
    redis: z.object({ image: z.string(), profiles: z.array(z.string()), command: z.array(z.string()) }),
  }),
  volumes: z.record(z.string(), z.unknown()),
});

/** compose.yaml as `docker compose up` sees it without any variable set. */
export function readCompose(): z.infer<typeof Compose> {
  const text = readFileSync(join(root, "compose.yaml"), "utf8");
  const filledIn = text.replace(/\$\{\w+:-([^}]*)\}/g, "$1");
  return Compose.parse(Bun.YAML.parse(filledIn));
}

interface DockerImage {
  /** Every base image, in order. */
  bases: string[];
  /** ENV of the last stage. */
  env: Record<string, string>;
  /** RUN, COPY ... of all stages, as written. */
  steps: string[];
  user: string;
  command: string[];
  healthcheck: string[];
}

/** What the Dockerfile says about the image that results from it. */
export function readDockerfile(): DockerImage {
  const text = readFileSync(join(root, "Dockerfile"), "utf8").replaceAll("\\\n", " ");
  const steps = text.split("\n").filter(line => /^[A-Z]+ /.test(line));
  const lastStage = steps.slice(steps.findLastIndex(step => step.startsWith("FROM ")));
  const argument = (instruction: string) => {
    const step = lastStage.findLast(line => line.startsWith(`${instruction} `)) ?? "";
    return step.slice(instruction.length + 1);
  };
  return {
    bases: steps.filter(step => step.startsWith("FROM ")).map(step => step.split(" ")[1] ?? ""),
    env: Object.fromEntries(
      [...argument("ENV").matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    ),
    steps,
    user: argument("USER"),
    command: words(argument("CMD")),
    healthcheck: words(argument("HEALTHCHECK").replace(/^.*?CMD /, "")),
  };
}

const words = (json: string) => z.array(z.string()).min(1).parse(JSON.parse(json));
