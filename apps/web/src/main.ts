// The web app: windows over a device in a worker.

import "@holdfast/ui/style.css";
import { mount } from "@holdfast/ui";
import { connectDevice, noDevice } from "./connect-device.ts";
import { lacking } from "./lacking.ts";
import { webPlatform } from "./web-platform.ts";

const place = document.getElementById("windows");
if (place === null) throw new Error("the page has no place for the windows");
const language = new URLSearchParams(location.search).get("language") ?? navigator.language;
const missing = await lacking();
await mount(place, missing === null ? connectDevice() : noDevice(missing), webPlatform(), language);
