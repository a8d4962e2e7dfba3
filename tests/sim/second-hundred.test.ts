// Seeds 100 to 199.

import { aHundredSeedsFrom } from "./hundred.ts";

aHundredSeedsFrom(100);
