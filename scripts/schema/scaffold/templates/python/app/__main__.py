"""The subgraph sample of Citylink: it adds a field to cities, and has items of its own."""

import os
import sys
from pathlib import Path

import uvicorn

from app.server import create_app
from app.signature import create_verifier


def read_env_file(file: Path) -> None:
    """Sets the variables of a file that are not set yet."""
    for line in file.read_text("utf-8").splitlines() if file.exists() else []:
        name, is_variable, value = line.partition("=")
        if is_variable and not name.startswith("#"):
            os.environ.setdefault(name, value)


read_env_file(Path(__file__).parent.parent / ".env")
keys = os.environ.get("SUBGRAPH_KEY", "")
if keys == "" and os.environ.get("NODE_ENV") == "production":
    sys.exit("SUBGRAPH_KEY is not set: in production unsigned requests are refused.")
if keys == "":
    print("WARNING: SUBGRAPH_KEY is not set: DEVELOPMENT ONLY, everybody is answered without a signature.", flush=True)

host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "4010"))
verify = create_verifier("sample", keys.split(",")) if keys else None
print(f"sample listens on http://{host}:{port}/graphql", flush=True)
uvicorn.run(create_app(verify), host=host, port=port, log_level="warning")
