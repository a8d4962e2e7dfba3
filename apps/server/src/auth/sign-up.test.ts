import { encode, routes, signedUp, signUp } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { snapshot } from "../testing/snapshot.ts";
import { answered, makeAccount, post, refusalOf, sealedPiece, signUpAt, startDevice } from "../testing/test-account.ts";
import { createTestServer } from "../testing/test-server.ts";

it("[A5, C8] makes an account, and answers the same bytes the same way again, changing nothing", async () => {
  const server = createTestServer();
  const account = makeAccount();
  expect(await answered(signedUp, await signUpAt(server, account))).toEqual({ accountId: account.request.accountId });
  const before = snapshot(server.storage);
  expect(await answered(signedUp, await signUpAt(server, account))).toEqual({ accountId: account.request.accountId });
  expect(snapshot(server.storage)).toBe(before);
});

it("[C8] still answers the same bytes when the account has been used since", async () => {
  const server = createTestServer();
  const account = makeAccount();
  await startDevice(server, account);
  expect((await signUpAt(server, account)).status).toBe(200);
});

it.each([
  ["another request for the name", (first: ReturnType<typeof makeAccount>) => makeAccount(first.name)],
  ["one byte of difference", (first: ReturnType<typeof makeAccount>) => ({ ...first, request: { ...first.request, epoch: 2 } })],
  [
    "an account id that is taken",
    (first: ReturnType<typeof makeAccount>) => makeAccount(undefined, { accountId: first.request.accountId }),
  ],
  ["a vault id that is taken", (first: ReturnType<typeof makeAccount>) => makeAccount(undefined, { vault: first.request.vault })],
])("[C8] refuses %s as account-taken", async (_, other) => {
  const server = createTestServer();
  const first = makeAccount();
  await signUpAt(server, first);
  const before = snapshot(server.storage);
  const response = await signUpAt(server, other(first));
  expect(response.status).toBe(409);
  expect(await refusalOf(response)).toEqual({ kind: "account-taken" });
  expect(snapshot(server.storage)).toBe(before);
});

it("[C8] takes nobody while sign-up is closed, but repeats an answer it has given", async () => {
  const open = createTestServer();
  const account = makeAccount();
  await signUpAt(open, account);
  const closed = createTestServer({ storage: open.storage, signup: "closed" });
  expect(await refusalOf(await signUpAt(closed, makeAccount()))).toEqual({ kind: "signup-closed" });
  expect(await refusalOf(await signUpAt(closed, makeAccount(account.name)))).toEqual({ kind: "signup-closed" });
  expect((await signUpAt(closed, account)).status).toBe(200);
});

it("[C22] refuses a slot that bears another version than it is said to have", async () => {
  const server = createTestServer();
  for (const sealed of [sealedPiece(2), sealedPiece(1).fill(2, 0, 1)]) {
    const response = await signUpAt(server, makeAccount(undefined, { slot: { version: 1, sealed } }));
    expect(await refusalOf(response)).toEqual({ kind: "malformed" });
  }
  expect(server.storage.state.accounts.size).toBe(0);
});

it("[C22] refuses an account name that is not in its one form", async () => {
  const server = createTestServer();
  for (const name of ["Name@Example.org", " a", "a b", "ﬁ", ""]) {
    const { request } = makeAccount(name);
    expect((await post(server, routes.signUp, { body: encode(signUp, request) })).status).toBe(400);
  }
  expect(server.storage.state.accounts.size).toBe(0);
});
