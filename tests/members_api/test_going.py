from graphql import build_schema, parse

from members_api.going import names_in

SCHEMA = 'type Query { isp: Isp } type Isp { title: String old: String @deprecated(reason: "Use title.") }'


def test_fields_that_go_away_are_named_once_through_fragments_and_aliases() -> None:
    of = build_schema(SCHEMA)
    document = parse("{ isp { title a: old ...More } } fragment More on Isp { old }")
    assert names_in(of, document) == ["Isp.old"]
    assert names_in(of, parse("{ isp { title } }")) == []
