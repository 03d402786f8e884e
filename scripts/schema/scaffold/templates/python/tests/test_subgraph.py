import asyncio
import json
import unittest
from base64 import urlsafe_b64encode
from pathlib import Path

from graphql import parse, print_ast

from app.schema import print_sdl
from app.server import create_app
from app.signature import create_verifier


def ask(query: str, headers: dict[str, str] | None = None, verify=None) -> tuple[int, dict]:
    """Sends a query to the application, without a network."""
    body = json.dumps({"query": query}).encode()
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "headers": [
            (name.encode(), value.encode())
            for name, value in {"content-type": "application/json", **(headers or {})}.items()
        ],
    }
    sent: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(create_app(verify)(scope, receive, send))
    return sent[0]["status"], json.loads(b"".join(each.get("body", b"") for each in sent[1:]))


class TestSubgraph(unittest.TestCase):
    def test_references_are_answered_in_order_with_null_for_unknown_items(self):
        _, result = ask(
            """{ _entities(representations: [
                { __typename: "SampleItem", id: "none" }
                { __typename: "City", id: "th-yala" }
                { __typename: "SampleItem", id: "sample-phuket-1" }
                { __typename: "City", id: "th-satun" }
                { __typename: "City", id: "th-phuket" }
            ]) { ... on City { id sampleItems(first: 1) { id } } ... on SampleItem { id city { id } } } }"""
        )
        self.assertEqual(
            result["data"]["_entities"],
            [
                None,
                {"id": "th-yala", "sampleItems": [{"id": "sample-yala-1"}]},
                {"id": "sample-phuket-1", "city": {"id": "th-phuket"}},
                {"id": "th-satun", "sampleItems": []},
                {"id": "th-phuket", "sampleItems": [{"id": "sample-phuket-1"}]},
            ],
        )

    def test_the_name_is_in_the_language_of_the_client(self):
        query = '{ sampleItem(id: "sample-yala-1") { name } }'
        _, thai = ask(query, {"accept-language": "th-TH, en;q=0.5"})
        _, other = ask(query)
        self.assertEqual(thai["data"]["sampleItem"]["name"], "รายการแรกของยะลา")
        self.assertEqual(other["data"]["sampleItem"]["name"], "The first item of Yala")

    def test_an_officer_of_the_city_may_change_an_item(self):
        query = '{ sampleItem(id: "sample-yala-1") { mayChange } }'
        caller = urlsafe_b64encode(b'{"id":"anong","roles":["city-officer:th-yala"]}').decode().rstrip("=")
        _, officer = ask(query, {"citylink-caller": caller})
        _, nobody = ask(query)
        self.assertEqual([each["data"]["sampleItem"]["mayChange"] for each in (officer, nobody)], [True, False])

    def test_unsigned_requests_are_refused(self):
        status, result = ask("{ __typename }", verify=create_verifier("sample", ["a key"]))
        self.assertEqual((status, result["errors"][0]["extensions"]["code"]), (401, "UNAUTHENTICATED"))

    def test_the_sdl_file_is_what_the_types_are(self):
        file = Path(__file__).parent.parent / "sample.graphql"
        self.assertEqual(definitions_of(file.read_text("utf-8")), definitions_of(print_sdl()))


def definitions_of(sdl: str) -> list[str]:
    """The definitions of a text in any order, without those of federation itself."""
    definitions = parse(sdl).definitions
    return sorted(print_ast(each) for each in definitions if not getattr(each, "name", None) or each.name.value[0] != "_")


if __name__ == "__main__":
    unittest.main()
