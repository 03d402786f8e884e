"""The types of this subgraph. `python -m app.sdl` prints them, see sample.graphql."""

import strawberry
from graphql import GraphQLError
from strawberry.federation.schema_directives import ListSize
from strawberry.types import Info

from app.caller import Caller
from app.items import BY_ID, Row, rows_of_city

MAX_FIRST = 100


def caller_of(info: Info) -> Caller:
    return info.context["caller"]


@strawberry.federation.type(keys=["id"])
class City:
    id: strawberry.ID

    @strawberry.federation.field(
        description="The items of the city, at most `first` (1 to 100).\n\nรายการของเมือง ไม่เกิน `first` (1 ถึง 100)",
        directives=[ListSize(slicing_arguments=["first"], require_one_slicing_argument=False)],
    )
    def sample_items(self, info: Info, first: int | None = 10) -> list["SampleItem"] | None:
        size = 10 if first is None else first
        if not 1 <= size <= MAX_FIRST:
            # An error with a code of its own reaches the client; one without is masked by the gateway.
            message = caller_of(info).text("first must be 1 to 100.", "first ต้องอยู่ระหว่าง 1 ถึง 100")
            raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})
        return [SampleItem.of(row) for row in rows_of_city(self.id)[:size]]

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "City":
        """Any key: its own subgraph knows which cities exist. One without items has an empty list."""
        return cls(id=id)


@strawberry.federation.type(keys=["id"], description="An item of a city.\n\nรายการของเมือง")
class SampleItem:
    id: strawberry.ID = strawberry.field(
        description="Stable, and unique in the whole network.\n\nคงที่ และไม่ซ้ำกันทั้งเครือข่าย"
    )
    row: strawberry.Private[Row]

    @strawberry.field(description="The name, in the language that the client prefers.\n\nชื่อ ในภาษาที่ผู้อ่านต้องการ")
    def name(self, info: Info) -> str | None:
        return caller_of(info).text(self.row["name"]["en"], self.row["name"]["th"])

    @strawberry.field(description="The city.\n\nเมือง")
    def city(self) -> City | None:
        return City(id=strawberry.ID(self.row["cityId"]))

    @strawberry.field(
        description="Whether the caller may change it: officers of the city may, and administrators of the network.\n\n"
        "ผู้เรียกแก้ไขได้หรือไม่ ผู้ที่แก้ไขได้คือเจ้าหน้าที่ของเมืองและผู้ดูแลเครือข่าย"
    )
    def may_change(self, info: Info) -> bool | None:
        return caller_of(info).has_role("city-officer", self.row["cityId"])

    @classmethod
    def of(cls, row: Row) -> "SampleItem":
        return cls(id=strawberry.ID(row["id"]), row=row)

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "SampleItem | None":
        """An entity of this subgraph: a key that is not known is null."""
        row = BY_ID.get(id)
        return None if row is None else cls.of(row)


@strawberry.type
class Query:
    @strawberry.field(description="One item by its id, null when there is none.\n\nรายการหนึ่งตามรหัส หรือ null หากไม่มี")
    def sample_item(self, id: strawberry.ID) -> SampleItem | None:
        return SampleItem.resolve_reference(id)


schema = strawberry.federation.Schema(query=Query, types=[City], federation_version="2.9")


def print_sdl() -> str:
    """What composition reads: the types without what federation adds."""
    result = schema.execute_sync("{ _service { sdl } }")
    return result.data["_service"]["sdl"].strip() + "\n"
