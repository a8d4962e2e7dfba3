// npm test: format, lint, types and every test. With --fast only what takes under a minute.
import { onNode24 } from "./node24.js";

await onNode24(import.meta.url, "./test-steps.ts");
