import type { Gap, PackageInput } from "./package.ts";
import type { Writing } from "./writing.ts";

/** The page that comes with a package. */
export function readme({ dialect, version }: PackageInput, cannot: readonly Gap[], writing: Writing): string {
  const name = writing.package;
  const parts = [
    ["What stops the build", cannot.filter(({ stops }) => stops === true)],
    ["What it cannot do", cannot.filter(({ stops }) => stops !== true)],
  ] as const;
  const told = parts
    .filter(([, gaps]) => gaps.length > 0)
    .map(
      ([title, gaps]) => `## ${title}\n\n${gaps.map(({ about, message }) => `- **${about}**: ${message}`).join("\n")}`,
    );
  return `# ${name}

A dbt package for ${dialect.name}, written by \`nexus dbt\` (${version}). It builds, from the raw tables, the tables that a first
\`nexus run\` would publish. Do not change it by hand: write it anew.

## Take it

In \`packages.yml\` of your dbt project:

\`\`\`yaml
packages:
  - local: <path of this folder>
\`\`\`

Then \`dbt deps\` and \`dbt build\`. It depends on no other package. Its models are called \`${name}_<layer>__<table>\`, such as
\`{{ ref('${name}_final__events') }}\`.

The schemas are those of \`nexus run\` (\`${writing.schema("final")}\`, \`${writing.schema("core")}\`, …): the package has a \`generate_schema_name\` of its own, which
your project's does not replace.

## Variables

| variable              | is                                                          | default               |
| --------------------- | ----------------------------------------------------------- | --------------------- |
| \`nexus_horizon\`       | the time that a build takes for now: ISO, UTC               | when dbt was started  |
| \`nexus_schema_prefix\` | is put before the names of the schemas                      | nothing               |
| \`nexus_raw_database\`  | the database of the raw tables                              | the target's database |
| \`nexus_run\`           | the number of the build, which stands in the log of changes | 1                     |

${told.join("\n\n")}
`;
}
