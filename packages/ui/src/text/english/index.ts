// Every text of the windows in English, by window. A translation is another value of this shape: the type checker finds what it lacks.

import { beforeVault } from "./before-vault.ts";
import { common } from "./common.ts";
import { time } from "./time.ts";

export const english = { beforeVault, common, time };
