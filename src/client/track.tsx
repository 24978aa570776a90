import "./ui/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createStranger } from "./features/track/stranger.ts";
import { TrackScreen, UnknownLink } from "./features/track/track-screen.tsx";
import { tokenOf } from "./features/track/tracking-link.ts";
import { followTheme } from "./ui/theme.ts";

const root = document.getElementById("root");
if (!root) throw new Error("track.html has no #root");

const token = tokenOf(window.location.pathname);

followTheme();
createRoot(root).render(
  <StrictMode>
    {token ? <TrackScreen stranger={createStranger()} token={token} /> : <UnknownLink />}
  </StrictMode>,
);
