import "./ui/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { VerifyScreen } from "./features/verify/verify-screen.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("verify.html has no #root");

createRoot(root).render(
  <StrictMode>
    <VerifyScreen />
  </StrictMode>,
);
