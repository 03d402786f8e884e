"""What this subgraph knows. Read your own database here."""

import json
from pathlib import Path
from typing import TypedDict


class Row(TypedDict):
    id: str
    cityId: str
    name: dict[str, str]


ROWS: list[Row] = json.loads((Path(__file__).parent.parent / "items.json").read_text("utf-8"))
BY_ID = {row["id"]: row for row in ROWS}


def rows_of_city(city_id: str) -> list[Row]:
    return [row for row in ROWS if row["cityId"] == city_id]
