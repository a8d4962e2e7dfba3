// Puts the windows into a page.

import { StrictMode } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import type { Device } from "../device/port.ts";
import { ToastProvider, ToastStore } from "../parts/toasts.tsx";
import type { Platform } from "../platform.ts";
import { browserSteps, PlaceProvider, PlaceStore } from "../state/place.tsx";
import { ReachProvider } from "../state/use-world.tsx";
import { WorldStore } from "../state/world.ts";
import { english } from "../text/english/index.ts";
import { pseudoLanguage } from "../text/pseudo.ts";
import { englishLanguage, LanguageProvider } from "../text/texts.tsx";
import { App } from "./app.tsx";

/** `language`: BCP 47; those that Holdfast does not speak get English. */
export async function mount(element: HTMLElement, device: Device, platform: Platform, language: string): Promise<void> {
  const store = new WorldStore();
  const spoken = language === "en-XA" ? pseudoLanguage(english) : englishLanguage;
  document.documentElement.lang = spoken.tag;
  document.documentElement.dir = spoken.direction;
  createRoot(element).render(
    <StrictMode>
      <I18nProvider locale={spoken.direction === "rtl" ? "ar" : spoken.tag}>
        <LanguageProvider language={spoken}>
          <ReachProvider reach={{ device, platform, store }}>
            <PlaceProvider store={new PlaceStore(browserSteps())}>
              <ToastProvider store={new ToastStore()}>
                <App />
              </ToastProvider>
            </PlaceProvider>
          </ReachProvider>
        </LanguageProvider>
      </I18nProvider>
    </StrictMode>,
  );
  await device.listen(store.hear);
}
