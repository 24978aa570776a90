import { secureHeaders } from "hono/secure-headers";

/** What a browser may do with our pages: nothing from elsewhere, in no frame, camera and position for us alone. */
export const securityHeaders = ({ publicUrl }: { publicUrl: string }) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      connectSrc: ["'self'", socketOrigin(publicUrl)],
      fontSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", "blob:", "data:"],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Toasts and pop-overs place themselves with style elements.
      styleSrc: ["'self'", "'unsafe-inline'"],
      workerSrc: ["'self'"],
    },
    strictTransportSecurity: publicUrl.startsWith("https:") ? "max-age=31536000; includeSubDomains" : false,
    referrerPolicy: "same-origin",
    permissionsPolicy: { camera: ["self"], geolocation: ["self"], microphone: [], payment: [], usb: [] },
    xFrameOptions: "DENY",
    // What a route says itself is stricter: the tracking page tells no referrer, a file is in a sandbox.
    overwrite: false,
  });

/** `'self'` does not cover WebSockets in every browser. */
const socketOrigin = (publicUrl: string): string => publicUrl.replace(/^http/, "ws");
