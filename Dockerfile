# syntax=docker/dockerfile:1
FROM oven/bun:1.4.5-slim AS build
WORKDIR /build
# Dependencies first: they change seldom, so this layer is reused by most builds.
COPY package.json bun.lock bunfig.toml ./
RUN bun install --frozen-lockfile
COPY . .
RUN bun run build /release

FROM oven/bun:1.4.5-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 MEDEX_DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown bun:bun /data
COPY --from=build --chown=root:root /release ./
# The code belongs to root and the process to bun, so the running server cannot change itself.
USER bun
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["bun", "-e", "const ready = await fetch(`http://127.0.0.1:${process.env.PORT}/readyz`); process.exit(ready.ok ? 0 : 1)"]
CMD ["bun", "src/server/main.ts"]
