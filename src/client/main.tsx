import "./ui/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { type Connection, createConnection } from "./app/connection.ts";
import { Providers } from "./app/providers.tsx";
import { routes } from "./app/routes.tsx";
import { SessionGate } from "./app/session-gate.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

/** Only a courier's phone keeps enough to go on without the service. */
const whenUnreachable = async (connection: Connection) => {
  if (!window.location.pathname.startsWith("/driver")) return null;
  const { presumeCourier } = await import("./features/driver/phone/presume-courier.ts");
  return presumeCourier(connection);
};

createRoot(root).render(
  <StrictMode>
    <Providers connection={createConnection()}>
      <SessionGate whenUnreachable={whenUnreachable}>
        <RouterProvider router={createBrowserRouter(routes)} />
      </SessionGate>
    </Providers>
  </StrictMode>,
);
