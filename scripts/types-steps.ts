// What scripts/types.js runs, under Node 24.

import { runStep, typeSteps } from "./steps.ts";

const passed = typeSteps.map(runStep);
process.exitCode = passed.every(Boolean) ? 0 : 1;
