// The application: which route does what, and what holds for all of them (version, headers, the log, failures of the
// machine). Works on Request and Response alone, so that it runs in process as well as behind a port.

import { err, protocolHeader, protocolVersion, type Refusal, type Result, routes } from "@holdfast/protocol";
import { Hono } from "hono";
import { Challenges } from "../auth/challenges.ts";
import { failureCode, fingerprint } from "../journal.ts";
import { exposition, metricsType } from "../metrics/exposition.ts";
import type { Context } from "../ports.ts";
import { challengeRoute, devicesRoute, endSessionRoute, signInRoute, signUpRoute } from "./account-routes.ts";
import { refuse } from "./answer.ts";
import type { Asked, From } from "./asked.ts";
import { answerHeaders, page, pageHeaders, webHeaders } from "./page.ts";
import { pullRoute, pushRoute } from "./vault-routes.ts";
import { webAnswer } from "./web-app.ts";

type Route = (asked: Asked) => Promise<Result<Response, Refusal>>;

/** What the application is given with a request: where it comes from. */
export type App = Hono<{ Bindings: From }>;

/** What is answered whatever the web app is about. */
const ours: ReadonlySet<string> = new Set([routes.health, routes.live, "/metrics"]);

export function createApp(context: Context): App {
  const challenges = new Challenges(context);
  const app: App = new Hono();
  const { origin, web = () => null } = context.settings;
  const [ofPage, ofAnswers, ofWeb] = [pageHeaders(origin), answerHeaders(origin), webHeaders(origin)].map(Object.entries<string>);
  app.use(async (c, next) => {
    const file = /^(?:GET|HEAD)$/.test(c.req.method) && !ours.has(c.req.path) ? (await web())?.get(c.req.path) : undefined;
    if (file === undefined) await next();
    else c.res = webAnswer(file, c.req.raw);
    const headers = file !== undefined ? ofWeb : c.req.path === "/" ? ofPage : ofAnswers;
    for (const [name, value] of headers ?? []) c.res.headers.set(name, value);
  });

  const post = (path: string, event: string, route: Route): void => {
    app.post(path, (c) => {
      const asked: Asked = { request: c.req.raw, vault: c.req.param("vault") ?? "", from: c.env, by: null };
      return run(context, event, asked, route);
    });
  };
  post(routes.signUp, "sign-up", (asked) => signUpRoute(context, asked));
  post(routes.challenge, "challenge", (asked) => challengeRoute(context, challenges, asked));
  post(routes.signIn, "sign-in", (asked) => signInRoute(context, challenges, asked));
  post(routes.endSession, "sign-out", (asked) => endSessionRoute(context, asked));
  post(routes.devices, "devices", (asked) => devicesRoute(context, asked));
  post("/v1/vault/:vault/push", "push", (asked) => pushRoute(context, asked));
  post("/v1/vault/:vault/pull", "pull", (asked) => pullRoute(context, asked));

  app.get("/", (c) => c.html(page));
  app.get(routes.health, async (c) => {
    try {
      await context.storage.probe();
      return c.json({ status: "ok" });
    } catch (failure) {
      noteFailure(context, "health", failure);
      return c.json({ status: "unavailable" }, 503);
    }
  });
  app.get("/metrics", async (c) => (c.env.direct ? metrics(context) : refuse({ kind: "not-found" })));
  app.notFound(() => refuse({ kind: "not-found" }));
  app.onError((failure) => {
    noteFailure(context, "failed", failure);
    return refuse({ kind: "unavailable" });
  });
  return app;
}

/** One request through its route, with a line in the log whatever comes of it. */
async function run(context: Context, event: string, asked: Asked, route: Route): Promise<Response> {
  const started = context.clock.now();
  const { response, result, counted } = await outcome(asked, route);
  const account = asked.by === null ? null : fingerprint(asked.by.account);
  const device = asked.by === null ? null : fingerprint(asked.by.device);
  const ms = context.clock.now() - started;
  context.meter.request(event, counted, ms);
  context.log({ at: started, event, account, device, result, ms });
  return response;
}

/** `result` for the log, `counted` for the meter: there all failures of the machine are one. */
interface Outcome {
  readonly response: Response;
  readonly result: string;
  readonly counted: string;
}

async function outcome(asked: Asked, route: Route): Promise<Outcome> {
  try {
    const done = speaksOurs(asked.request) ? await route(asked) : err<Refusal>({ kind: "update-needed", version: protocolVersion });
    const result = done.ok ? "ok" : done.error.kind;
    return { response: done.ok ? done.value : refuse(done.error), result, counted: result };
  } catch (failure) {
    // The machine failed: a full disk, a damaged database, a connection that broke in the body. Nothing was changed. // C13
    return { response: refuse({ kind: "unavailable" }), result: failureCode(failure), counted: "failed" };
  }
}

/** For a program on this machine alone: how busy the server is, is nobody else's business. // C33 */
async function metrics({ storage, hub, meter }: Context): Promise<Response> {
  const present = { live: hub.count, stats: await storage.stats(), memory: process.memoryUsage.rss() };
  return new Response(exposition(meter, present), { headers: { "content-type": metricsType } });
}

const speaksOurs = (request: Request): boolean => request.headers.get(protocolHeader) === String(protocolVersion);

function noteFailure({ log, clock }: Context, event: string, failure: unknown): void {
  log({ at: clock.now(), event, account: null, device: null, result: failureCode(failure), ms: 0 });
}
