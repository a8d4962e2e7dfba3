// The one page of a server that has no web app, and the headers that every answer bears: nothing may be run, framed, guessed or
// remembered, but for the web app's own files. The page's style is allowed by its hash. // C20

import { createHash } from "node:crypto";

const style = "body{max-width:38em;margin:4em auto;padding:0 1em;font:1rem/1.6 system-ui,sans-serif;color-scheme:light dark}";

export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Holdfast</title>
<style>${style}</style>
</head>
<body>
<h1>Holdfast</h1>
<p>This is a Holdfast server. It keeps password vaults in step between devices.</p>
<p>What it holds is sealed on the devices: it has no key that opens a vault, and never sees a password, a title or an address.</p>
<p>There is nothing to sign in to on this page. Use the <code>holdfast</code> command with this server's address.</p>
</body>
</html>
`;

const styleHash = createHash("sha256").update(style).digest("base64");

/** For a server at `origin`. Over TLS, that it shall never be asked without it. */
const everywhere = (origin: string): Readonly<Record<string, string>> => ({
  ...(origin.startsWith("https:") ? { "strict-transport-security": "max-age=63072000" } : {}),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
});

/** Of answers to programs. They are no documents; should one be shown as one, it can do nothing. Short: they come with every request. */
export const answerHeaders = (origin: string): Readonly<Record<string, string>> => ({
  ...everywhere(origin),
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
});

export const pageHeaders = (origin: string): Readonly<Record<string, string>> => ({
  ...everywhere(origin),
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
});

/** What the web app may do: run its own scripts and workers, and talk to its own server. One policy of its own makes the addresses of workers. */
const webPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types holdfast",
].join("; ");

/** Of every file of the web app, for a worker goes by the headers of its own script. How long it is kept is the file's own to say. */
export const webHeaders = (origin: string): Readonly<Record<string, string>> => ({
  ...everywhere(origin),
  "content-security-policy": webPolicy,
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
});
