// The only thing that server and clients share. Holds no decryption.

export * from "./account.ts";
export * from "./bytes.ts";
export * from "./cbor.ts";
export * from "./commit.ts";
export * from "./devices.ts";
export * from "./enc.ts";
export * from "./envelope.ts";
export * from "./errors.ts";
export * from "./frames.ts";
export * from "./ids.ts";
export * from "./limits.ts";
export * from "./live.ts";
export * from "./pull.ts";
export * from "./push.ts";
export * from "./result.ts";
export * from "./routes.ts";
export * from "./session.ts";
export type { Schema, Shape, TypeOf } from "./shape.ts";
export * as shape from "./shape.ts";
export * from "./version.ts";
