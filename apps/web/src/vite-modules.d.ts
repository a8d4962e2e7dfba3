// What the bundler makes of an import with a query.

declare module "*?worker&url" {
  const address: string;
  export default address;
}

declare module "*.css";
