// Asks a real OpenClaw what it says of configurations, many in one process: each line of the input is the path of a
// file, each line of the output is its verdict as JSON. HOME and OPENCLAW_STATE_DIR have to be of one's own.
//
// usage: node read-configurations.mjs DIRECTORY-OF-THE-PACKAGE < paths 3> verdicts
import fs from "node:fs"
import path from "node:path"
import readline from "node:readline"
import { pathToFileURL } from "node:url"

const dist = path.join(process.argv[2], "dist")
for (const name of ["log", "warn", "error", "info", "debug"]) console[name] = () => {}

async function reader() {
  const runtime = path.join(dist, "io.runtime.js")
  if (fs.existsSync(runtime)) {
    const io = await import(pathToFileURL(runtime))
    return () => io.readConfigFileSnapshot()
  }
  for (const name of fs.readdirSync(dist).filter((name) => name.endsWith(".js"))) {
    const text = fs.readFileSync(path.join(dist, name), "utf8")
    const exported = /export \{[^}]*\bcreateConfigIO(?: as (\w+))?\b/.exec(text)
    if (!exported || !/function createConfigIO\b/.test(text)) continue
    const io = await import(pathToFileURL(path.join(dist, name)))
    const create = io[exported[1] ?? "createConfigIO"]
    return () => create({ configPath: process.env.OPENCLAW_CONFIG_PATH }).readConfigFileSnapshot()
  }
  throw new Error("this package keeps its reader somewhere else")
}

const read = await reader()
const environment = { ...process.env }
for await (const file of readline.createInterface({ input: process.stdin })) {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  process.env.OPENCLAW_CONFIG_PATH = file
  let verdict
  try {
    const { valid, issues = [] } = await read()
    verdict = { valid, issues: issues.map(({ path, message }) => ({ path, message })) }
  } catch (error) {
    verdict = { crashed: String(error?.message ?? error) }
  }
  fs.writeSync(3, JSON.stringify({ file, ...verdict }) + "\n")
}
process.exit(0)
