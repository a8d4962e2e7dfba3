// Every text of the windows in English, by window. A translation is another value of this shape: the type checker finds what it lacks.

import { beforeVault } from "./before-vault.ts";
import { common } from "./common.ts";
import { firstStart } from "./first-start.ts";
import { kit } from "./kit.ts";
import { locked } from "./locked.ts";
import { menu } from "./menu.ts";
import { settings } from "./settings.ts";
import { synchronization } from "./synchronization.ts";
import { time } from "./time.ts";
import { check, exporting, generator, importing } from "./tools.ts";
import { troubles } from "./troubles.ts";

export const english = {
  beforeVault,
  check,
  common,
  exporting,
  firstStart,
  generator,
  importing,
  kit,
  locked,
  menu,
  settings,
  synchronization,
  time,
  troubles,
};
