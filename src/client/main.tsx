import "./ui/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { createConnection } from "./app/connection.ts";
import { Providers } from "./app/providers.tsx";
import { routes } from "./app/routes.tsx";
import { SessionGate } from "./app/session-gate.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <Providers connection={createConnection()}>
      <SessionGate>
        <RouterProvider router={createBrowserRouter(routes)} />
      </SessionGate>
    </Providers>
  </StrictMode>,
);
