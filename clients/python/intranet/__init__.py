from .base_client import BaseClient
from .base_model import BaseModel, Upload
from .exceptions import (
    GraphQLClientError,
    GraphQLClientGraphQLError,
    GraphQLClientGraphQLMultiError,
    GraphQLClientHttpError,
    GraphQLClientInvalidResponseError,
)
from .intranet import Intranet
from .register import Register, RegisterIsps, RegisterIspsItems, RegisterIspsItemsLead

__all__ = [
    "BaseClient",
    "BaseModel",
    "GraphQLClientError",
    "GraphQLClientGraphQLError",
    "GraphQLClientGraphQLMultiError",
    "GraphQLClientHttpError",
    "GraphQLClientInvalidResponseError",
    "Intranet",
    "Register",
    "RegisterIsps",
    "RegisterIspsItems",
    "RegisterIspsItemsLead",
    "Upload",
]
