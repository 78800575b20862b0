#!/usr/bin/env bash
# Runs a command of SAM CLI's packages: `infra/sam_tools.sh sam build`. It is for checks, builds and local runs;
# it cannot deploy, since it hides the caller's credentials from commands that have no need of them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
uv=$(uv --version >/dev/null 2>&1 && echo uv || echo "$root/.tools/bin/uv")

# SAM CLI asks for credentials and a region even where it calls nobody.
unset AWS_PROFILE AWS_SESSION_TOKEN
export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_DEFAULT_REGION=us-east-1 SAM_CLI_TELEMETRY=0
# Its builder looks for the functions' Python on the path.
export PATH="$root/.venv/bin:$PATH"

# Outside the project's environment: it wants other versions of packages that the project has too.
# cfn-lint is held back because from 1.54 on `sam validate --lint` no longer sees what SAM generates.
exec "$uv" tool run --quiet --python "$root/.venv/bin/python" \
  --from aws-sam-cli==1.170.0 --with cfn-lint==1.53.3 "$@"
