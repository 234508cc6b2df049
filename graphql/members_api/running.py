"""One operation, run as one requester. The only place that executes the sealed schema."""

from typing import Any

from graphql import DocumentNode, ExecutionResult, execute

from members_api import schema
from members_api.access import Access
from members_api.batch import Loader
from members_api.context import Context
from members_api.execution import Execution


def run(
    document: DocumentNode, variables: dict[str, Any], name: str | None, access: Access, request_id: str
) -> ExecutionResult:
    """What graphql-core answers: data, and errors where a part failed."""
    sealed = schema.load().sealed
    result = execute(
        sealed.schema,
        document,
        context_value=Context(access.requester, access, Loader(sealed, document, access), request_id),
        variable_values=variables,
        operation_name=name,
        execution_context_class=Execution,
        is_awaitable=lambda _: False,
    )
    if not isinstance(result, ExecutionResult):
        raise TypeError("Resolvers are synchronous here.")
    return result
