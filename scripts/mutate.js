// npm run mutate: changes the code on purpose, thousands of times, to see that the tests notice.
import { onNode24 } from "./node24.js";

await onNode24(import.meta.url, "./mutation/main.ts");
