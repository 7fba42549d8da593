/** What is said, in both languages, when dist/ is not up to date and can't be built. */

const state = (missing) =>
  missing
    ? ["还没有编译好的程序", "holds no program yet"]
    : ["里面的程序比 src/ 旧", "is older than src/"];

/** The compiler is missing or doesn't run, or it found mistakes in src/. */
export function sayNotCompiled({ message, errors }, { folder, missing }) {
  const [zh, en] = state(missing);
  const [todoZh, todoEn] = errors
    ? ["请先改正上面各处。", "Correct the places above."]
    : [
        "请运行 npm ci；或者把别处编译好的 dist/ 拷过来。",
        "Run npm ci; or copy a dist/ that was built elsewhere.",
      ];
  console.error(`${message}

${folder} ${zh}，又编译不了。${todoZh}
${folder} ${en}, and can't be built. ${todoEn}`);
}

const WRITABLE = {
  EROFS: [
    "所在的磁盘是只读挂载的。请在它只读之前运行 npm run build，或改成可写挂载",
    "its disk is mounted read-only. Run npm run build before it becomes read-only, or mount it writable",
  ],
  EACCES: [
    "运行它的用户没有写权限。请用有权限的用户运行 npm run build，或给这个用户写权限",
    "this user may not write there. Run npm run build as a user who may, or give this one the right",
  ],
  ENOSPC: ["磁盘满了。请腾出空间再启动", "the disk is full. Make room and start again"],
};

/** The folder, or something in it, can't be written. */
export function sayUnwritable({ code, message }, { folder, missing }) {
  const [zh, en] = state(missing);
  const [whyZh, whyEn] = WRITABLE[code === "EPERM" ? "EACCES" : code] ?? [
    `${message}。请移开挡着的东西再启动`,
    `${message}. Move out of the way what stands there, and start again`,
  ];
  console.error(`${folder} ${zh}，又写不进去：${whyZh}。
${folder} ${en}, and can't be written: ${whyEn}.`);
}
