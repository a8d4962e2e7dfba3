// What the windows ask of an open vault, answered by its parts. One function for each call of the port; those of the door are device-host.ts's.

import { checkHealth, generatePassword, generateWords, isChecked, isLongEnough, isMainPassword, loadWords, sixWords } from "@holdfast/core";
import { err, ok } from "@holdfast/protocol";
import type { Device, Form } from "../device/port.ts";
import { breathe } from "./breathe.ts";
import type { DeviceHost } from "./device-host.ts";

type Given<Name extends keyof Device> = Parameters<Device[Name]>;
type Answer<Name extends keyof Device> = ReturnType<Device[Name]>;

export const vaultCalls = (host: Pick<DeviceHost, "opened" | "vault" | "home" | "tell" | "meter" | "justMade">) => ({
  async kit(password: string | null): Answer<"kit"> {
    const { client } = host.opened();
    const allowed = password === null ? host.justMade : await isMainPassword(await host.home(), password);
    return allowed ? client.kit() : null;
  },

  async setupCode(password: string): Answer<"setupCode"> {
    const { client } = host.opened();
    return (await isMainPassword(await host.home(), password)) ? client.setupCode() : null;
  },

  // The list and its items

  async find(query: Given<"find">[0]): Answer<"find"> {
    return host.vault?.shelf.find(query) ?? [];
  },

  async detail(id: string): Answer<"detail"> {
    return host.vault?.detail(id) ?? null;
  },

  async reveal(...[id, path]: Given<"reveal">): Answer<"reveal"> {
    return host.opened().reveal(id, path);
  },

  async revealConflict(...[id, path, which]: Given<"revealConflict">): Answer<"revealConflict"> {
    return host.opened().revealConflict(id, path, which);
  },

  code(...[id, path]: Given<"code">): Answer<"code"> {
    return host.opened().code(id, path);
  },

  async history(id: string): Answer<"history"> {
    return host.opened().history(id);
  },

  async revealPast(...[id, path, key]: Given<"revealPast">): Answer<"revealPast"> {
    return host.opened().revealPast(id, path, key);
  },

  // Changes

  form(of: Given<"form">[0]): Answer<"form"> {
    return host.opened().form(of);
  },

  async meanwhile(form: Form): Answer<"meanwhile"> {
    return (await host.vault?.meanwhile(form)) ?? null;
  },

  async save(form: Form): Answer<"save"> {
    const vault = host.opened();
    const saved = await vault.editing.save(form, await vault.baseOf(form));
    if (saved.ok) {
      vault.forgetForm(form.key);
      await vault.dropDraft(form.key);
    }
    return saved;
  },

  setFavorite(...[id, favorite]: Given<"setFavorite">): Answer<"setFavorite"> {
    return host.opened().editing.setFavorite(id, favorite);
  },

  setTags(...[id, tags]: Given<"setTags">): Answer<"setTags"> {
    return host.opened().editing.setTags(id, tags);
  },

  trash(ids: readonly string[]): Answer<"trash"> {
    return host.opened().editing.trash(ids);
  },

  restore(ids: readonly string[]): Answer<"restore"> {
    return host.opened().editing.restore(ids);
  },

  keep(...[id, path, which]: Given<"keep">): Answer<"keep"> {
    return host.opened().editing.keep(id, path, which);
  },

  restorePast(...[id, path, key]: Given<"restorePast">): Answer<"restorePast"> {
    return host.opened().editing.restorePast(id, path, key);
  },

  undo(token: string): Answer<"undo"> {
    return host.opened().editing.undo(token);
  },

  async undoTrashes(tokens: readonly string[]): Answer<"undoTrashes"> {
    return host.opened().editing.undoTrashes(tokens);
  },

  async keepDraft(form: Form): Promise<void> {
    const vault = host.opened();
    const { clock } = (await host.home()).environment;
    await vault.keepDraft(form, clock.now());
  },

  async dropDraft(key: string): Promise<void> {
    // What the form was opened over stays: the draft may be taken up again.
    await host.opened().dropDraft(key);
  },

  // Synchronization

  synchronize(): Answer<"synchronize"> {
    return host.opened().client.synchronize();
  },

  activity(count: number): Answer<"activity"> {
    return host.opened().client.activity(count);
  },

  async refreshDevices(): Promise<void> {
    await host.vault?.client.refreshDevices();
  },

  healPlan(): Answer<"healPlan"> {
    return host.opened().client.healPlan();
  },

  heal({ removing, replacing, withoutAll }: Given<"heal">[0]): Answer<"heal"> {
    const progress = ({ done, total }: { readonly done: number; readonly total: number }): void =>
      host.tell({ type: "progress", work: "heal", done, total });
    return host.opened().client.heal({ removing, replacing, withoutAll, progress });
  },

  verify(): Answer<"verify"> {
    return host.opened().client.verify();
  },

  async words(): Answer<"words"> {
    const { seq, hash } = await host.opened().client.head();
    return { seq, words: sixWords(await loadWords(), hash) };
  },

  async woke(by: "online" | "focus"): Promise<void> {
    const live = host.vault?.client.live;
    if (live?.started !== true) return;
    if (by === "online") await live.online();
    else await live.focus();
  },

  // Tools

  async generate({ length, classes, withoutLookAlikes }: Given<"generate">[0]): Answer<"generate"> {
    const { crypto } = (await host.home()).environment;
    const made = generatePassword(crypto.randomBytes, { length, classes, withoutLookAlikes });
    return made.ok ? ok({ password: made.value, strength: (await host.meter())(made.value) }) : made;
  },

  async generateWords(wish: Given<"generateWords">[0]): Answer<"generateWords"> {
    const { crypto } = (await host.home()).environment;
    const made = generateWords(crypto.randomBytes, await loadWords(), wish);
    return made.ok ? ok({ password: made.value, strength: (await host.meter())(made.value) }) : made;
  },

  async checkPasswords(): Answer<"checkPasswords"> {
    const vault = host.opened();
    const { clock } = (await host.home()).environment;
    const states = vault.shelf.states();
    const found = await checkHealth(states, {
      meter: await host.meter(),
      now: clock.now(),
      progress: async (done, total) => {
        host.tell({ type: "progress", work: "check", done, total });
        await breathe();
      },
    });
    return { judged: states.filter(isChecked).length, found };
  },

  readImport(...[file, backupPassword]: Given<"readImport">): Answer<"readImport"> {
    return host.opened().importing.read(file, backupPassword);
  },

  async takeImport(...[token, trashing]: Given<"takeImport">): Answer<"takeImport"> {
    const vault = host.opened();
    const taken = await vault.importing.take(token, trashing);
    await vault.compare();
    return taken;
  },

  imports(): Answer<"imports"> {
    return host.opened().importing.past();
  },

  async undoImport(id: string): Answer<"undoImport"> {
    const vault = host.opened();
    const undone = await vault.importing.undo(id);
    await vault.compare();
    return undone;
  },

  async exportVault(...[password, backupPassword]: Given<"exportVault">): Answer<"exportVault"> {
    const vault = host.opened();
    if (!(await isMainPassword(await host.home(), password))) return err({ type: "wrong-secrets" });
    if (backupPassword !== null && !isLongEnough(backupPassword)) return err({ type: "password-too-short" });
    return ok(await vault.export(backupPassword));
  },
});
