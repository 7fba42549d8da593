/** Loaded into a process to say, when it ends, what it took of the machine. */
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`took ${maxRSS * 1_024} ${userCPUTime + systemCPUTime}\n`);
});
