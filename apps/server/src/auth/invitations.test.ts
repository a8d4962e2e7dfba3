import { type Bytes, encode, routes, signedUp, signUp } from "@holdfast/protocol";
import { beforeEach, expect, it } from "vitest";
import { snapshot } from "../testing/snapshot.ts";
import { answered, makeAccount, post, random, refusalOf, signUpAt } from "../testing/test-account.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { invitationMs, invite } from "./invitations.ts";

let now: number;
let server: TestServer;
const clock = { now: () => now };

beforeEach(() => {
  now = 1e12;
  server = createTestServer({ signup: "invite", clock });
});

const invited = async (): Promise<Bytes> => (await invite({ storage: server.storage, clock, randomBytes: random })).token;
const withInvitation = (invitation: Bytes) => makeAccount(undefined, { invitation });
const kindOf = async (response: Response): Promise<string> => (response.status === 200 ? "ok" : (await refusalOf(response)).kind);

it("[C29] lets in who bears an invitation, once; the same bytes are answered again", async () => {
  const token = await invited();
  const account = withInvitation(token);
  expect(await answered(signedUp, await signUpAt(server, account))).toEqual({ accountId: account.request.accountId });
  const before = snapshot(server.storage);
  expect(await kindOf(await signUpAt(server, account))).toBe("ok");
  expect(await kindOf(await signUpAt(server, withInvitation(token)))).toBe("invitation-needed");
  expect(snapshot(server.storage)).toBe(before);
});

it("[C29] [attack 9] refuses who bears none or a wrong one, also for a name that is taken", async () => {
  const first = withInvitation(await invited());
  await signUpAt(server, first);
  const before = snapshot(server.storage);
  for (const account of [
    makeAccount(),
    withInvitation(random(16)),
    makeAccount(first.name),
    makeAccount(first.name, { invitation: random(16) }),
  ]) {
    expect(await kindOf(await signUpAt(server, account))).toBe("invitation-needed");
  }
  expect(snapshot(server.storage)).toBe(before);
});

it("[C29] is good for a week, to the millisecond", async () => {
  const [early, late] = [await invited(), await invited()];
  now += invitationMs - 1;
  expect(await kindOf(await signUpAt(server, withInvitation(early)))).toBe("ok");
  now += 1;
  expect(await kindOf(await signUpAt(server, withInvitation(late)))).toBe("invitation-needed");
});

it("[C9] is stored as its hash alone", async () => {
  const token = await invited();
  expect(snapshot(server.storage)).not.toContain(Buffer.from(token).toString("hex"));
  expect(snapshot(server.storage)).not.toContain(Buffer.from(token).toString("base64"));
  expect(server.storage.state.invitations.size).toBe(1);
});

it("[C29] is let be where nobody needs one", async () => {
  const open = createTestServer({ storage: server.storage, clock });
  const token = await invited();
  expect(await kindOf(await signUpAt(open, withInvitation(token)))).toBe("ok");
  expect(await kindOf(await signUpAt(server, withInvitation(token)))).toBe("ok");
});

it("[C22] has 16 bytes", async () => {
  for (const length of [0, 15, 17]) {
    const body = encode(signUp, withInvitation(random(length)).request);
    expect(await kindOf(await post(server, routes.signUp, { body }))).toBe("malformed");
  }
});
