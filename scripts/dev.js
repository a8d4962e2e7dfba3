// npm run dev: a server with a made-up account and the web app, built anew with every change.
import { onNode24 } from "./node24.js";

await onNode24(import.meta.url, "./dev.ts");
