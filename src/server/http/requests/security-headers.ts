import { createMiddleware } from "hono/factory";

/**
 * What a browser may load and run on our pages: what comes from here. No script and no style stands in markup, and
 * no text becomes either: the one policy of Trusted Types names the courier's service worker.
 */
const CONTENT = {
  "default-src": "'none'",
  "base-uri": "'none'",
  "connect-src": "'self'",
  "font-src": "'self'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
  "img-src": "'self' blob: data:",
  "manifest-src": "'self'",
  "script-src": "'self'",
  "style-src": "'self'",
  "worker-src": "'self'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "courier",
};

/** What our pages need of a device, for themselves alone; the rest they may not even ask for. */
const PERMISSIONS =
  "accelerometer=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), microphone=(), payment=(), usb=()";

const ONE_YEAR_SECONDS = 31_536_000;

/**
 * Gives an answer the headers that every answer has, whoever gives it and whatever it says. What it brings itself
 * stays: the tracking page tells no referrer, a file is in a sandbox.
 */
export function createSecurityHeaders({ publicUrl }: { publicUrl: string }) {
  const always = Object.entries(headersAt(publicUrl));
  return <Answer extends Response | undefined>(answer: Answer): Answer => {
    for (const [name, value] of always)
      if (answer && !answer.headers.has(name)) answer.headers.set(name, value);
    return answer;
  };
}

/** The same for everything that a Hono application answers. */
export function securityHeaders(config: { publicUrl: string }) {
  const secure = createSecurityHeaders(config);
  return createMiddleware(async (context, next) => {
    await next();
    secure(context.res);
  });
}

function headersAt(publicUrl: string): Record<string, string> {
  const isSecure = publicUrl.startsWith("https:");
  const content = {
    ...CONTENT,
    // `'self'` does not cover sockets in every browser.
    "connect-src": `'self' ${publicUrl.replace(/^http/, "ws")}`,
    ...(isSecure && { "upgrade-insecure-requests": "" }),
  };
  return {
    "Content-Security-Policy": Object.entries(content)
      .map(([directive, value]) => `${directive} ${value}`.trim())
      .join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    ...(isSecure && { "Strict-Transport-Security": `max-age=${ONE_YEAR_SECONDS}; includeSubDomains` }),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
  };
}
