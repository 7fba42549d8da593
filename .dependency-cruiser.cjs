/** The dependency table of docs/02-the-house.md. Arrows only point down. */
const capability =
  "^src/(persona|group|member|reply|script|schedule|promo|order|experiment|guard|operator|simulate)/";
const vendorHome = (vendor, home) => ({
  name: `only-${home.replaceAll("/", "-")}-imports-${vendor}`,
  severity: "error",
  from: { path: "^src/", pathNot: `^src/${home}/` },
  to: { path: `^node_modules/${vendor}/` },
});
module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "core-knows-nobody",
      severity: "error",
      from: { path: "^src/core/" },
      to: { path: "^src/", pathNot: "^src/core/" },
    },
    {
      name: "stats-knows-nobody",
      severity: "error",
      from: { path: "^src/stats/" },
      to: { path: "^src/", pathNot: "^src/(stats|core)/" },
    },
    {
      name: "capabilities-look-down",
      severity: "error",
      from: { path: capability },
      to: { path: "^src/(cli|config|runtime|platform|store|web|chart)/" },
    },
    {
      name: "capabilities-are-pure",
      severity: "error",
      from: { path: capability },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "playbook-looks-down",
      severity: "error",
      from: { path: "^src/playbook/" },
      to: { path: "^src/(cli|config|runtime|platform|store|web)/" },
    },
    {
      name: "platform-knows-core",
      severity: "error",
      from: { path: "^src/platform/" },
      to: { path: "^src/", pathNot: "^src/(platform|core)/" },
    },
    {
      name: "platforms-apart",
      severity: "error",
      from: { path: "^src/platform/([^/]+)/" },
      to: { path: "^src/platform/[^/]+/", pathNot: "^src/platform/$1/" },
    },
    {
      name: "store-knows-core",
      severity: "error",
      from: { path: "^src/store/" },
      to: { path: "^src/", pathNot: "^src/(store|core)/" },
    },
    {
      name: "runtime-knows-ports-only",
      severity: "error",
      from: { path: "^src/runtime/" },
      to: { path: "^src/(cli|config|web|platform/.+/|store/.+/)" },
    },
    {
      name: "web-looks-down",
      severity: "error",
      from: { path: "^src/web/" },
      to: { path: "^src/(cli|config|platform|runtime|store)/" },
    },
    {
      name: "chart-draws-what-it-gets",
      severity: "error",
      from: { path: "^src/chart/" },
      to: { path: "^src/", pathNot: "^src/(chart|experiment)/" },
    },
    {
      name: "only-cli-wires",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(main\\.ts|cli/)" },
      to: { path: "^src/cli/" },
    },
    {
      name: "only-cli-simulates",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(cli|simulate)/" },
      to: { path: "^src/simulate/" },
    },
    vendorHome("telegraf", "platform/telegram"),
    vendorHome("better-sqlite3", "store/sqlite"),
    vendorHome("node-cron", "runtime"),
    vendorHome("bottleneck", "runtime"),
    vendorHome("commander", "cli"),
    vendorHome("yaml", "playbook"),
    vendorHome("liquidjs", "persona"),
    vendorHome("re2js", "reply"),
    vendorHome("hono", "web"),
    vendorHome("@hono", "web"),
    vendorHome("@stdlib", "stats"),
    vendorHome("echarts", "chart"),
    vendorHome("@resvg", "chart"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
