"""Answers the requests of the gateway: ASGI, for uvicorn or another server."""

import logging
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from strawberry.asgi import GraphQL

from app.caller import read_caller
from app.schema import schema
from app.signature import Refused, Request

MAX_BODY = 1 << 20
log = logging.getLogger("uvicorn.error")


class Graph(GraphQL):
    async def get_context(self, request, response):
        return {"caller": read_caller(request.headers)}


def create_app(verify: Callable[[Request], None] | None) -> Starlette:
    """:param verify: without it everybody is answered: in development only"""
    graph = Graph(schema, graphql_ide=None, allow_queries_via_get=False)

    async def answer(request: HttpRequest) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                return refusal(413, "PAYLOAD_TOO_LARGE", "The body is too large.")
        if verify is not None:
            query = request.scope["query_string"].decode()
            target = request.scope["raw_path"].decode() + (f"?{query}" if query else "")
            try:
                verify(Request(request.method, target, dict(request.headers), body))
            except Refused as error:
                log.warning("A request was refused: %s", error)
                response = refusal(401, "UNAUTHENTICATED", "This subgraph answers signed requests only.")
                response.headers["www-authenticate"] = f'CitylinkSignature reason="{error}"'
                return response
        return Answer(graph, body)

    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])])


class Answer(Response):
    """The answer of strawberry to a body that was read already."""

    def __init__(self, graph: GraphQL, body: bytes):
        self.graph, self.read_body, self.background = graph, body, None

    async def __call__(self, scope, receive, send):
        async def receive_again():
            return {"type": "http.request", "body": self.read_body, "more_body": False}

        await self.graph(scope, receive_again, send)


def refusal(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": code}}]}, status_code=status)
