export type ServerEvent = { event: string; data: string; id: string | undefined };

/**
 * Server-sent events as the HTML standard reads them (section 9.2.6), as far as the service writes them: lines that end
 * in LF or CRLF, an empty line after each event, comments left out. What was cut off in the middle is no event.
 */
export async function* readServerEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  let fields: Record<string, string> = {};
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const raw of lines) {
        const line = raw.replace(/\r$/, "");
        if (line === "") {
          const { event = "message", data, id } = fields;
          fields = {};
          if (data !== undefined) yield { event, data, id };
          continue;
        }
        const [, name, text] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
        if (name === undefined || text === undefined) continue;
        fields[name] = name === "data" && fields.data !== undefined ? `${fields.data}\n${text}` : text;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
