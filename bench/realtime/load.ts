import type { Answers, Command } from "./load.program.ts";

export type Load = AsyncDisposable & {
  ask<Kind extends Command["do"]>(command: Command & { do: Kind }): Promise<Answers[Kind]>;
};

/** Starts the process that makes the load, on the core of this program. */
export function startLoad(): Load {
  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let asked = 0;
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/load.program.ts`], {
    stdout: "inherit",
    stderr: "inherit",
    ipc({ id, answer, error }: { id: number; answer: never; error?: string }) {
      const question = waiting.get(id);
      waiting.delete(id);
      if (error) question?.reject(new Error(error));
      else question?.resolve(answer);
    },
  });
  void child.exited.then(code => {
    for (const { reject } of waiting.values()) reject(new Error(`The load has ended with code ${code}`));
  });
  return {
    ask(command) {
      const question = Promise.withResolvers<never>();
      waiting.set(++asked, question);
      child.send({ id: asked, command });
      return question.promise;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}
