from typing import Any

from .base_client import BaseClient
from .register import Register


def gql(q: str) -> str:
    return q


class Intranet(BaseClient):
    def register(self, page: int, **kwargs: Any) -> Register:
        query = gql("""
            query Register($page: Int!) {
              isps(page: $page, pageSize: 100) {
                totalCount
                items {
                  reference
                  title
                  statusLabel
                  nextReview
                  lead {
                    name
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"page": page}
        response = self.execute(
            query=query, operation_name="Register", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Register.model_validate(data)
