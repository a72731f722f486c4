export const hosts = ["github", "gitlab", "cron"] as const;
export type Host = (typeof hosts)[number];

// Actions are pinned by commit, because a tag can be moved to other code.
const github = `# .github/workflows/whatworks.yml: fails when a report is not current, unedited and publishable.
name: whatworks
on:
  push:
  pull_request:
  schedule:
    - cron: "17 6 * * 1" # Mondays: data grow old without a commit
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with:
          node-version: 20
          cache: npm
      - name: Install
        run: npm ci
      - name: Are the data fit to be used?
        run: npx whatworks validate -C . --format github
      - name: Is every report current?
        run: npx whatworks check -C . --format github
      - name: Keep the reports
        if: always()
        uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        with:
          name: reports
          path: reports
# To refresh on a schedule instead: run "npx whatworks run --jobs 2", then open a pull request whose body is
# "npx whatworks compare git:HEAD now --format markdown".
`;

const gitlab = `# .gitlab-ci.yml: fails when a report is not current, unedited and publishable.
whatworks:
  image: node:20
  cache:
    key: { files: [package-lock.json] }
    paths: [.npm/]
  script:
    - npm ci --cache .npm
    - npx whatworks validate -C .
    - npx whatworks check -C . --format junit > whatworks.xml
  artifacts:
    when: always
    reports:
      junit: whatworks.xml
    paths: [reports/]
`;

const cron = `# crontab -e: silent while all is well; cron mails whatever is printed.
MAILTO=analyst@example.org
# Mondays at 6:17: make what is not current again, then look.
17 6 * * 1  cd /path/to/workspace && npx whatworks run --quiet && npx whatworks check --quiet
`;

export const recipes: Readonly<Record<Host, string>> = { github, gitlab, cron };
