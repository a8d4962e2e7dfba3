// Leaves words alone that only a reader of a fault in the program sees: the text of an assertion, and of an Error. Everything else is changed.
// JavaScript, since Stryker loads it.
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

function isOnlySaid(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false;
  const parent = path.parentPath;
  if (parent.isCallExpression() && parent.node.callee.name === "assert" && path.key === 1) return true;
  return parent.isNewExpression() && /Error$/.test(parent.node.callee.name ?? "");
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "words", {
    shouldIgnore: (path) => (isOnlySaid(path) ? "words for a reader of a fault in the program" : undefined),
  }),
];
