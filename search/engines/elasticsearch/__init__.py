"""Elasticsearch 8 behind the port. Nothing else in the project knows the vendor."""

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
