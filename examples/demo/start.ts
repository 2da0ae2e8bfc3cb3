import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NexusError, openProject, type Project, problemText, type RunResult, type StepDone } from "nexus-cdp";
import { createColors } from "picocolors";
import { makeDemoData } from "./make-data.ts";
import { scoreDemo } from "./score.ts";
import { aligned, measuresText, reasonsText, scoreText } from "./score-text.ts";
