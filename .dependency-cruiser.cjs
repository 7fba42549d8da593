/** The arrows of docs/02-the-house.md. They only point down; a circle is none, type-only ones included. */
const vendorHome = (vendor, home) => ({
  name: `only-${home.replaceAll("/", "-")}-imports-${vendor}`,
  severity: "error",
  from: { path: "^src/", pathNot: `^src/${home}/` },
  to: { path: `^node_modules/${vendor}/` },
});

/** Nothing under `from` imports anything of src/ but what stands in `to`. */
const only = (from, to) => ({
  name: `${from.replaceAll("/", "-")}-looks-down`,
  severity: "error",
  from: { path: `^src/${from}/` },
  to: { path: "^src/", pathNot: `^src/(${[from, ...to].join("|")})(/|\\.ts$)` },
});

const { readdirSync, readFileSync } = require("node:fs");

/** The arrows between features: what each says in its `uses`. One that says nothing imports no other. */
const usesOf = (name) => {
  const text = readFileSync(`src/features/${name}/feature.ts`, "utf8");
  return [...(/^ {2}uses: \[([^\]]*)\]/m.exec(text)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(
    ([, used]) => used,
  );
};
const features = readdirSync("src/features");

const featureRule = (name) => {
  const known = [name, ...usesOf(name)].join("|");
  return {
    name: `feature-${name}-imports-what-it-uses`,
    severity: "error",
    from: { path: `^src/features/${name}/` },
    to: { path: "^src/features/", pathNot: `^src/features/(${known})/` },
  };
};

module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    only("core", []),
    only("platform", ["core"]),
    only("store", ["core"]),
    only("domain", ["core", "playbook"]),
    only("playbook", ["core", "domain"]),
    only("engine", ["core", "domain", "playbook", "platform/port", "store/port"]),
    only("features", ["core", "domain", "playbook", "engine", "platform/port", "store/port"]),
    only("web", ["core", "domain", "features"]),
    only("cli", [
      "core",
      "domain",
      "playbook",
      "features",
      "engine",
      "app",
      "store/port",
      "platform",
    ]),
    {
      name: "domain-knows-no-playbook",
      comment: "simulated members read the playbook they react to; nothing else in domain does",
      severity: "error",
      from: { path: "^src/domain/", pathNot: "^src/domain/simulate/" },
      to: { path: "^src/playbook/" },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^src/domain/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "stats-knows-core-only",
      severity: "error",
      from: { path: "^src/domain/stats/" },
      to: { path: "^src/", pathNot: "^src/(domain/stats|core)/" },
    },
    {
      name: "adapters-apart",
      severity: "error",
      from: { path: "^src/(platform|store)/([^/]+)/" },
      to: { path: "^src/$1/[^/]+/", pathNot: "^src/$1/$2/" },
    },
    ...features.map(featureRule),
    {
      name: "nothing-is-required-past-the-arrows",
      comment: "what createRequire loads, no rule sees",
      severity: "error",
      from: { path: "^src/(core|domain|playbook|engine)/" },
      to: { path: "^(node:)?module$" },
    },
    vendorHome("telegraf", "platform/telegram"),
    vendorHome("wechaty-puppet", "platform/wechat"),
    vendorHome("wechaty-puppet-service", "platform/wechat"),
    vendorHome("@juzi", "platform/wechat"),
    vendorHome("file-box", "platform/wechat"),
    vendorHome("better-sqlite3", "store/sqlite"),
    vendorHome("better-sqlite3-12", "store/sqlite"),
    vendorHome("mongodb", "store/mongo"),
    vendorHome("bson", "store/mongo"),
    vendorHome("node-cron", "engine"),
    vendorHome("commander", "cli"),
    vendorHome("yaml", "(playbook|core)"),
    vendorHome("intl-messageformat", "core"),
    vendorHome("opencc-js", "core"),
    vendorHome("liquidjs", "domain/persona"),
    vendorHome("re2js", "domain/reply"),
    vendorHome("hono", "web"),
    vendorHome("@hono", "web"),
    vendorHome("@stdlib", "domain/stats"),
    vendorHome("echarts", "features/experiment"),
    vendorHome("@resvg", "features/experiment"),
    vendorHome("qr", "core"),
    vendorHome("prom-client", "app/metrics"),
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
