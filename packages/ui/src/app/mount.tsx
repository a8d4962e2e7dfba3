// Puts the windows into a page.

import { StrictMode } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import type { Device } from "../device/port.ts";
import { QuestionProvider, QuestionStore } from "../parts/questions.tsx";
import { layDrawings } from "../parts/sprite.ts";
import { ToastProvider, ToastStore } from "../parts/toasts.tsx";
import type { Platform } from "../platform.ts";
import { keepFocus } from "../state/keep-focus.ts";
import { OpenForms } from "../state/open-forms.ts";
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
  const forms = new OpenForms();
  const spoken = language === "en-XA" ? pseudoLanguage(english) : englishLanguage;
  document.documentElement.lang = spoken.tag;
  document.documentElement.dir = spoken.direction;
  keepFocus(element);
  layDrawings();
  createRoot(element).render(
    <StrictMode>
      <I18nProvider locale={spoken.direction === "rtl" ? "ar" : spoken.tag}>
        <LanguageProvider language={spoken}>
          <ReachProvider reach={{ device, platform: keepingFirst(platform, forms), store, forms }}>
            <PlaceProvider store={new PlaceStore(browserSteps())}>
              <ToastProvider store={new ToastStore()}>
                <QuestionProvider store={new QuestionStore()}>
                  <App />
                </QuestionProvider>
              </ToastProvider>
            </PlaceProvider>
          </ReachProvider>
        </LanguageProvider>
      </I18nProvider>
    </StrictMode>,
  );
  const { firstStart, importing } = spoken.texts;
  const { browser, system } = platform.runsOn;
  await device.listen(store.hear, { deviceName: firstStart.deviceNamed(browser, system), imports: importing.written });
}

/** The page begins anew only when what was typed is kept. */
function keepingFirst(platform: Platform, forms: OpenForms): Platform {
  const { update } = platform;
  const after = (act: () => void) => () => void forms.keep().then(act);
  return {
    ...platform,
    reload: after(platform.reload),
    ...(update === undefined ? {} : { update: { ...update, take: after(update.take) } }),
  };
}
