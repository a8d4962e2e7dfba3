// Every text of the windows in English, by window. A translation is another value of this shape: the type checker finds what it lacks.

import { beforeVault } from "./before-vault.ts";
import { common } from "./common.ts";
import { edit } from "./edit.ts";
import { firstStart } from "./first-start.ts";
import { item } from "./item.ts";
import { kinds, labels } from "./kinds.ts";
import { kit } from "./kit.ts";
import { locked } from "./locked.ts";
import { main } from "./main.ts";
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
  edit,
  exporting,
  firstStart,
  generator,
  importing,
  item,
  kinds,
  kit,
  labels,
  locked,
  main,
  menu,
  settings,
  synchronization,
  time,
  troubles,
};
