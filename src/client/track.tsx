import "./ui/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (!root) throw new Error("track.html has no #root");

createRoot(root).render(<StrictMode>{null}</StrictMode>);
