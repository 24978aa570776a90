import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { courierApp } from "./src/client/build/courier-app.ts";
import { strictContent } from "./src/client/build/strict-content.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = `http://127.0.0.1:${process.env.PORT ?? 3000}`;

/** The server compares a page's origin with the host that it asked for: the proxy must not change it. */
const keepHost = { target: server, changeOrigin: false };

/** Libraries that several screens share change seldom: own chunks keep them in the browser's cache across releases. */
const sharedChunks = [
  { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
  { name: "rpc", test: /node_modules[\\/]@trpc[\\/](client|server)[\\/]/ },
  { name: "query", test: /node_modules[\\/](@tanstack|@trpc[\\/]tanstack-react-query)[\\/]/ },
  { name: "zod", test: /node_modules[\\/]zod[\\/]/ },
  { name: "forms", test: /node_modules[\\/](react-hook-form|@hookform)[\\/]/ },
  { name: "router", test: /node_modules[\\/]react-router[\\/]/ },
  // Of ours what all pages tell of orders with: one file packs better than its ten parts.
  {
    name: "thread",
    test: /src[\\/]client[\\/](ui[\\/](thread[\\/]|order-status|live-strip)|features[\\/]orders[\\/](lateness|verdict)\.)/,
  },
];

export default defineConfig({
  root: here("src/client"),
  publicDir: here("src/client/public"),
  plugins: [strictContent(), react(), tailwindcss(), courierApp()],
  build: {
    outDir: here("dist/client"),
    emptyOutDir: true,
    assetsDir: "assets",
    target: "es2023",
    // Which files each screen needs: scripts/budgets.ts weighs them.
    manifest: true,
    rolldownOptions: {
      input: {
        app: here("src/client/index.html"),
        track: here("src/client/track.html"),
        verify: here("src/client/verify.html"),
      },
      output: { codeSplitting: { groups: sharedChunks } },
    },
  },
  server: {
    proxy: {
      "/trpc-ws": { target: server.replace("http", "ws"), ws: true },
      "/trpc": keepHost,
      "/files": keepHost,
      "/tiles": keepHost,
    },
  },
});
