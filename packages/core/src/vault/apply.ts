export type ApplyFailure = { readonly type: "todo" };
