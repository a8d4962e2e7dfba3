// npm run types: the three type checks.
import { onNode24 } from "./node24.js";

await onNode24(import.meta.url, "./types-steps.ts");
