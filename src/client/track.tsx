import "./ui/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { TrackScreen, UnknownLink } from "./features/track/track-screen.tsx";
import { tokenOf } from "./features/track/tracking-link.ts";
import { createStranger } from "./features/track/use-tracking.ts";

const root = document.getElementById("root");
if (!root) throw new Error("track.html has no #root");

const token = tokenOf(window.location.pathname);

createRoot(root).render(
  <StrictMode>{token ? <TrackScreen medex={createStranger()} token={token} /> : <UnknownLink />}</StrictMode>,
);
